// Where training starts from.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/network.h"
#include "core/model/tensor.h"

namespace latlas::model {

// The layers' tensors as they begin, each layer's weight and bias and, behind a batch norm's, its
// running averages. Drawn in the layers' order from our own generator, so that they are the same on
// every device and version. A weight is uniform in +-bound:
// - pytorch: 1/sqrt(fan in), PyTorch's default, which is Kaiming-uniform (He et al. 2015) with
//   a = sqrt(5); biases are drawn within the same bound. The fan in of a transposed convolution is
//   counted as PyTorch counts it, out * k * k.
// - glorot: sqrt(6 / (fan in + fan out)), which keeps the variance of values and of gradients where
//   activations are near linear (Glorot & Bengio 2010); biases 0. Keras' default. A convolution's
//   fans are in * k * k and out * k * k, whatever its stride and direction, as Keras counts them.
// - he: sqrt(6 / fan in), which keeps the variance of values behind ReLU (He et al. 2015); biases 0.
//   The fan in is the number of values that one output really sums: of a transposed convolution
//   in * k * k / stride^2, as the others fall between its strides. (PyTorch and Keras would take
//   out * k * k, with which a decoder's values shrink or grow from layer to layer.)
// Batch norm begins as the identity: weights and running variances 1, biases and running means 0.
Tensors initialWeights(const std::vector<Layer>& layers, Initialization init, std::uint64_t seed);

}  // namespace latlas::model
