// What a run has been through, as text: history.csv (its numbers) and events.jsonl (what the user
// changed). Numbers are written with the fewest digits that read back as the same ones, so that a
// run goes on bit for bit.
#pragma once

#include <cstddef>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/train/history.h"

namespace latlas::io {

// The header of the table, with its line end: "step,epoch,seconds,split," and the columns of all
// series, each once, in the order in which they come up.
std::string historyHeader(const train::History& history);

// How much of a history is meant, in rows of each series.
struct HistoryRows {
  std::size_t train = 0, heldOut = 0, dimensions = 0;

  bool operator==(const HistoryRows&) const = default;
};
HistoryRows rowsOf(const train::History& history);

// The lines of the table for the rows behind `from`, in the order of steps. A held-out row follows
// the training row of its step, whose line also has the KL of the dimensions at that step. A cell
// is empty where there is no such column, or nothing was measured; what is not finite is "nan",
// "inf" or "-inf".
struct HistoryLines {
  std::string text;
  std::size_t count = 0;
};
HistoryLines encodeHistoryLines(const train::History& history, const HistoryRows& from);
// The whole table.
std::string encodeHistory(const train::History& history);

// Several runs in one table, one behind the other: the name of the run, then the columns as above,
// each that any of them has.
struct NamedHistory {
  std::string run;
  train::History history;
};
std::string encodeHistories(std::span<const NamedHistory> runs);

// Columns behind the fourth may come in any number and order; a series has those in which a row of
// it has a value (training also those in which none has), and "kl_0", "kl_1", ... of a training row
// are KL of the dimensions. At most
// `mostLines` lines below the header are read: a save that was cut off may have left more, the last
// one torn. `name` stands in messages. Throws Error (row, expected, found).
train::History decodeHistory(std::string_view text, const std::filesystem::path& name,
                             std::size_t mostLines = std::numeric_limits<std::size_t>::max());

// One JSON object a line: step, seconds, what, from, to; the last two are JSON numbers where they
// read as such.
std::string encodeEvents(const std::vector<train::Event>& events);
std::vector<train::Event> decodeEvents(std::string_view text, const std::filesystem::path& name);

}  // namespace latlas::io
