// What of a training step is to blame when its numbers are no numbers.
#pragma once

#include <string>

#include "core/model/losses.h"
#include "core/model/torch/flat_tensors.h"

namespace latlas::model {

// "the KL term": the first of the losses' numbers that is not finite; empty: all are.
std::string notFiniteTerm(const Losses& losses, Objective objective);

// "the gradient of mu.0.weight": the first tensor that is not finite, of gradients whose norm is
// not; the norm itself when only the sum of their squares is too large.
std::string notFiniteTensor(const FlatTensors& gradients);

}  // namespace latlas::model
