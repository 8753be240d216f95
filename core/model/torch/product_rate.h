// How fast a dense network could learn if its matrix products were all that a step has to do: the
// bound that training is measured against.
#pragma once

#include "core/model/model.h"

namespace latlas::model {

// Samples a second by the products of forward and backward passes alone, with `threads` threads on
// the CPU; 0 for a network with convolutions.
double matrixProductRate(const ModelSpec& spec, int batch, int threads, double seconds);

}  // namespace latlas::model
