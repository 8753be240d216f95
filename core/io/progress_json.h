// Where a run was when it was saved, as fields of run.json, so that it goes on bit for bit.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "core/base/json_text.h"
#include "core/train/snapshot.h"

namespace latlas::io {

// Adds "position", "since_evaluation" and "waiting", and "threads" and "best" where they matter.
void addProgress(nlohmann::ordered_json& json, const train::Checkpoint& checkpoint);

// What addProgress wrote; of a best evaluation the weights are still missing. A file from before
// these fields leaves the checkpoint as it is. Throws Error (key, expected, found).
void readProgress(const JsonFields& fields, train::Checkpoint& checkpoint);

}  // namespace latlas::io
