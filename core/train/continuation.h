// What may change when a run is resumed or forked.
#pragma once

#include <string>
#include <vector>

#include "core/model/config.h"
#include "core/train/history.h"

namespace latlas::train {

// Live keys may change (model::isLive), and where it is computed (threads, device): all else has
// decided what the run is so far. Throws Error naming the first key that may not.
void requireSameRun(const model::Config& saved, const model::Config& wanted);

// Adds the live keys that differ as events of that moment. Of several changes of a key at one step
// only what they come to is an event: no batch saw the others.
void addChanges(std::vector<Event>& events, const model::Config& before, const model::Config& after,
                std::int64_t step, double seconds);

}  // namespace latlas::train
