// Decodes many draws from one posterior by a decoder of one hidden layer of ReLU units. Over one
// posterior most units stay on, or off: with each unit taken as what it is at the mean, the decoder
// is one affine map from z, of latent instead of hidden columns, and a draw differs from it by the
// few units that are switched there. The result is the decoder's own up to rounding, with a third
// to a fifth of the arithmetic.
// Threading: one thread at a time.
// Owns: its buffers.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>

#include "core/model/network.h"
#include "core/model/torch/flat_tensors.h"

namespace latlas::model {

class PosteriorDecoder {
 public:
  // Whether the decoder is linear, ReLU or leaky ReLU, linear and has more hidden units than
  // latent dimensions.
  static bool suits(const Network& network);

  // Reads the weights, on the CPU, now: they must not change while it is used.
  PosteriorDecoder(const Network& network, const FlatTensors& weights);

  // The posterior whose draws are decoded from now on; mean: [1, latent].
  void setMean(const at::Tensor& mean);

  // z: [n, latent] -> outputs [n, numbers of a sample], valid until the next call.
  const at::Tensor& decode(const at::Tensor& z);

 private:
  at::Tensor hiddenWeight_, hiddenBias_;  // [hidden, latent], [hidden]
  at::Tensor weightOfUnits_;              // [hidden, outputs]: the last layer's weight, transposed
  at::Tensor outputBias_;                 // [outputs]
  float slope_;                           // of a unit that is off
  at::Tensor slopes_;                     // [hidden], at the mean
  at::Tensor map_, offset_;               // [latent, outputs], [outputs]
  at::Tensor activations_, outputs_;
};

}  // namespace latlas::model
