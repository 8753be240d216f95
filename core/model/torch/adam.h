// Adam (Kingma & Ba 2014) as PyTorch computes it, in one pass over all weights.
// Owns: the moments and the step count.
#pragma once

#include <cstdint>
#include <vector>

#include "core/model/model.h"
#include "core/model/torch/flat_tensors.h"

namespace latlas::model {

class Adam {
 public:
  Adam(const std::vector<TensorSpec>& specs, at::Device device);

  // gradientScale multiplies every gradient first (clipping).
  void step(const FlatTensors& weights, const FlatTensors& gradients, double learningRate,
            double gradientScale);

  // "<tensor>.m" and "<tensor>.v" for each tensor, then the scalar "step".
  Tensors state() const;
  void setState(const Tensors& state);

 private:
  FlatTensors means_, squares_;
  std::int64_t steps_ = 0;
};

// The norm of all gradients as one vector.
double gradientNorm(const FlatTensors& gradients);

}  // namespace latlas::model
