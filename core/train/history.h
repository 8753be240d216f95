// What a run has recorded: its numbers at each step, and what was changed while it went on.
// Threading: values; copying is cheap (series.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/series/series.h"

namespace latlas::train {

struct History {
  series::Series train;    // every step
  series::Series heldOut;  // every evaluation
  // While training: KL of each dimension, "kl_0"..., the mean over the steps since the evaluation
  // before, in nats; a row at each evaluation.
  series::Series dimensions;

  bool operator==(const History&) const = default;
};

// Something the user changed while the run went on.
struct Event {
  std::int64_t step = 0;
  std::string what;      // a configuration key: "lr", "beta"
  std::string from, to;  // as in a configuration: "0.001", "bernoulli"
  double seconds = 0.0;  // of training

  bool operator==(const Event&) const = default;
};

}  // namespace latlas::train
