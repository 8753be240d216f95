// The last weights that are known to be good, to fall back on when a loss is not finite.
// Owns: two copies at most of the weights and the optimizer's state.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "core/model/learner.h"

namespace latlas::train {

class LastGood {
 public:
  // Before each step, with the number of steps done: copies the model now and then. `clock`:
  // seconds, monotonic.
  void keepIfDue(const model::Learner& model, std::int64_t step,
                 const std::function<double()>& clock);

  // The step that began then had a finite loss and gradient.
  void proven();

  // Gives the model the good state back and says of which step it is; nothing when there is none,
  // and then the model stays as it is.
  std::optional<std::int64_t> restore(model::Learner& model);

 private:
  struct State {
    std::int64_t step = 0;
    model::Tensors weights, optimizer;
  };
  std::optional<State> candidate_;  // no loss was taken with it yet
  std::optional<State> good_;
  double nextCopy_ = 0.0;
};

}  // namespace latlas::train
