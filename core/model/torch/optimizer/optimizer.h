// Adam (Kingma & Ba 2014), AdamW (Loshchilov & Hutter 2019), RMSprop (Hinton 2012) and SGD with
// momentum, as PyTorch computes them, in one pass over all weights.
// Owns: the moments and the step count.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/tensor.h"
#include "core/model/torch/flat_tensors.h"

namespace latlas::model {

struct UpdateOptions {
  double learningRate = 1e-3;
  double gradientScale = 1.0;  // multiplies every gradient first (clipping)
  double momentum = 0.9;       // sgd, rmsprop
  double weightDecay = 0.01;   // adamw
};

struct AdamDecays {
  double mean = 0.9, square = 0.999;
};

class OptimizerState {
 public:
  OptimizerState(Optimizer kind, const std::vector<TensorSpec>& specs, at::Device device,
                 AdamDecays decays = {}, const std::string& prefix = {});

  void step(const FlatTensors& weights, const FlatTensors& gradients, const UpdateOptions& options);

  // In the order of optimizerTensors(): the moments of each tensor, then the scalar
  // "<prefix>step".
  Tensors state() const;
  void setState(const Tensors& state);

 private:
  void adamStep(at::Tensor w, const at::Tensor& g, const UpdateOptions& options);
  void rmsPropStep(at::Tensor w, const at::Tensor& g, const UpdateOptions& options);
  void sgdStep(at::Tensor w, const at::Tensor& g, const UpdateOptions& options);

  Optimizer kind_;
  AdamDecays decays_;
  TensorSpec stepSpec_;
  FlatTensors first_;                  // ".m"
  std::optional<FlatTensors> second_;  // ".v"
  std::int64_t steps_ = 0;
};

// The norm of all gradients as one vector.
double gradientNorm(const FlatTensors& gradients);

}  // namespace latlas::model
