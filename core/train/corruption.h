// What is done to clean samples before a step: Bernoulli pixels are drawn from grey levels, and the
// encoder is shown less than there is. All of it is a function of the seed and the step, static
// binarization of the seed and the row, so a run that resumes sees the same.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/model/config.h"

namespace latlas::train {

// Whether a row's targets are the same in each step, and the encoder sees them as they are: then
// samples may be prepared once (see prepareOnce).
bool isSameInEachStep(const model::Config& config);

// The corruption of one step. `targets` [rows, n]: the clean values; afterwards what the loss is
// of. `inputs` becomes what the encoder sees, or empty where that is the targets; nothing is
// copied unless something differs. In this order:
// - binarize: targets are drawn, and inputs follow them;
// - missing: with its probability a value is NaN in targets and 0 in inputs, as is one that the
//   dataset has not;
// - noise: a normal draw of that deviation is added to each value that is there, in inputs;
// - masking: with its probability a value is 0 in inputs.
void corrupt(const model::Config& config, std::int64_t step, std::span<const std::int64_t> rows,
             std::span<float> targets, std::vector<float>& inputs);

// Static binarization alone, for samples that a model holds; else nothing is done.
void prepareOnce(const model::Config& config, std::span<const std::int64_t> rows,
                 std::span<float> targets);

// Held-out samples for an evaluation: binarized as in training, dynamically too with draws that are
// the same at each evaluation; nothing else is done to them.
void prepareHeldOut(const model::Config& config, std::span<const std::int64_t> rows,
                    std::span<float> targets);

}  // namespace latlas::train
