// Where training starts from.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/model.h"

namespace latlas::model {

// PyTorch's default for linear and convolutional layers: weight and bias uniform in
// +-1/sqrt(fan in), which is Kaiming-uniform (He et al. 2015) with a = sqrt(5). Drawn in the order
// of the specs from our own generator, so that they are the same on every device and version. Batch
// norm begins as the identity: weights and running variances 1, biases and running means 0.
Tensors initialWeights(const std::vector<TensorSpec>& specs, std::uint64_t seed);

}  // namespace latlas::model
