// FactorVAE's discriminator: tells samples of q(z) from samples of the product of its marginals,
// and by it estimates the total correlation (Kim & Mnih 2018, section 3 and algorithm 2). As in
// common practice both are of the same batch: the second set is the first with each dimension
// permuted by itself.
// Owns: its weights, gradients and optimizer (Adam, rate 1e-4, decays 0.5 and 0.9, appendix A).
#pragma once

#include "core/model/torch/layers/layers.h"
#include "core/model/torch/objective/terms.h"
#include "core/model/torch/optimizer/optimizer.h"

namespace latlas::model {

class Discriminator {
 public:
  Discriminator(int latent, std::uint64_t seed, at::Device device);

  // Adds gamma TC with TC the mean of "from q(z)" minus "from the marginals" logits, and, where the
  // task has a gradient, keeps what learn() needs.
  void addTotalCorrelation(const TermTask& task);

  // One step of its own on the batch that addTotalCorrelation() saw with a gradient.
  void learn();

  // Its tensors, then the optimizer's, all named "discriminator...".
  Tensors state() const;
  void setState(const Tensors& state);

 private:
  FlatTensors weights_, gradients_;
  LayerSequence layers_;
  OptimizerState optimizer_;
  at::Tensor logits_;  // of the newest batch: samples, then permuted ones
};

}  // namespace latlas::model
