// Changes of live keys that are made when a run comes to given steps: what a user did while it went
// on, done again without one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/train/trainer.h"

namespace latlas::train {

// When `step` steps are done, and before the next one, `key` becomes `value`; the step of the event
// that it leaves.
struct Change {
  std::int64_t step = 0;
  std::string key, value;

  bool operator==(const Change&) const = default;
};

// "2000:lr=0.0001". Throws Error (expected, found) for another form, a step below 0, a key that is
// unknown (naming the nearest) or not live, a value that the key does not take.
Change parseChange(std::string_view text);
std::string toString(const Change& change);

// What is left to be changed in a run that goes on: its checkpoint has made those of earlier steps.
// Throws Error naming one that it has passed without making it.
std::vector<Change> changesLeft(const std::vector<Change>& changes, const Checkpoint& run);

// Throws Error naming the first change after which the configuration, `config` at the beginning,
// would contradict itself or the samples.
void requirePossible(std::vector<Change> changes, model::Config config, const data::Shape& shape);

// Plays the user's part: starts the run, makes each change when its step has come, and lets it go
// on, past its goals too while a change is still to come; the user of such a run did the same.
class PlannedRun {
 public:
  explicit PlannedRun(std::vector<Change> changes);

  // For a trainer that has nothing to do, at `now`. Empty: the run has come to its end, or failed.
  std::vector<Command> next(const Snapshot& now);

 private:
  std::vector<Change> changes_;  // still to be made, by step
  bool isSteered_ = true;        // something was changed since the run was last started
};

}  // namespace latlas::train
