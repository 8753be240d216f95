// How fast a dense network could learn if its matrix products were all that a step has to do: the
// bound that training is measured against.
#pragma once

#include "core/model/network.h"

namespace latlas::model {

// Threads may share a batch's rows, each with smaller products, or each product, or do neither.
struct ProductThreads {
  int sharingRows = 1, sharingProducts = 1;
};

// Samples a second by the products of forward and backward passes alone, on the CPU; 0 for a
// network with convolutions.
double matrixProductRate(const Network& network, int batch, ProductThreads threads, double seconds);

}  // namespace latlas::model
