// An objective's value over one batch, and its derivatives.
#pragma once

#include <vector>

#include "core/model/torch/objective/objective_code.h"

namespace latlas::model {

struct ObjectiveTask {
  const ModelSpec& spec;
  const LossSettings& settings;
  const at::Tensor& targets;  // [n, ...]
  const LatentBatch& batch;
  double sigma = 1.0;                      // of now
  bool mayMiss = false;                    // targets may be NaN
  Discriminator* discriminator = nullptr;  // of an objective that has one
  std::span<const TrainedTensor> decoder{};
};

// Threading: addOutputs() by several threads at once, for samples of their own; else one thread.
class BatchObjective {
 public:
  // What the task names has to outlive it.
  BatchObjective(const ObjectiveTask& task, bool wantGradient);

  // The decoder's outputs for the samples from `first` on, logits or means: [k * points, ...] for k
  // samples. `gradient`, of that shape, is overwritten with the derivative by them; undefined:
  // none. What an objective has of these outputs for the latent side goes to latentGradient().
  void addOutputs(std::int64_t first, const at::Tensor& outputs, const at::Tensor& gradient);

  // Once the outputs of all samples were added: everything, and with it the other terms' part of
  // latentGradient().
  Losses losses();

  // Begins at 0.
  LatentGradient& latentGradient() { return gradient_; }
  double logSigmaSlope() const;

 private:
  ObjectiveTask task_;
  const ObjectiveCode& code_;
  ReconstructionTerm reconstruction_;
  bool wantGradient_;
  // What each call of addOutputs() found, by its first sample: kept apart so that the sums do not
  // depend on the threads' order.
  std::vector<OutputLosses> parts_;
  LatentGradient gradient_;
};

}  // namespace latlas::model
