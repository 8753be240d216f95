// What a run has been through, as text: history.csv (losses) and events.jsonl (what the user
// changed). Numbers are written with the fewest digits that read back as the same double, so that
// a run goes on bit for bit.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/train/history.h"

namespace latlas::io {

// "step,epoch,seconds,split,loss,reconstruction,kl", then a row for each point in the order of
// steps; split is "train" or "held_out", and a held-out row follows the training row of its step.
std::string encodeHistory(const train::History& history);

// Further columns after these are ignored. `name` stands in messages. Throws Error (row, expected,
// found).
train::History decodeHistory(std::string_view text, const std::filesystem::path& name);

// One JSON object a line: step, what, from, to.
std::string encodeEvents(const std::vector<train::Event>& events);
std::vector<train::Event> decodeEvents(std::string_view text, const std::filesystem::path& name);

}  // namespace latlas::io
