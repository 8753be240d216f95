// What goes into a step: the rows' values, corrupted as configured, and the draws of noise.
// Owns: the buffers that a Batch points into.
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/dataset.h"
#include "core/model/learner.h"
#include "core/train/batches.h"

namespace latlas::train {

class StepInputs {
 public:
  // One piece of the training part for a model that wants to hold it. True: there was one to give.
  bool feed(model::Learner& model, const data::Dataset& dataset, const model::Config& config,
            const std::vector<std::int64_t>& trainRows);

  // Of step `step`. Valid until the next call.
  model::Batch prepare(const data::Dataset& dataset, const model::Config& config,
                       const Batches::Part& part, std::int64_t step);

 private:
  bool mayHold_ = true;   // not found to be unwanted
  std::size_t held_ = 0;  // rows that the model holds
  bool holdsAll_ = false;
  std::vector<float> targets_, inputs_, noise_;
};

}  // namespace latlas::train
