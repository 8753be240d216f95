// What only the wing of training asks for.
// Threading: UI thread.
#pragma once

#include <cstdint>
#include <string>

namespace latlas::app::request {

struct Step {
  std::int64_t steps = 1;  // batches, then a pause
};
struct FinishEpoch {};  // to the end of the epoch at hand, then a pause
// A live key (model::isLive), as model::setKey reads it; also while training.
struct SetKey {
  std::string key, value;
};
struct SetPace {
  double secondsPerStep;  // slow motion; 0: full speed
};

}  // namespace latlas::app::request
