// An objective's value over one batch, and its derivatives.
#pragma once

#include <vector>

#include "core/model/torch/likelihood/likelihood.h"
#include "core/model/torch/objective/discriminator.h"
#include "core/model/torch/objective/latent_terms.h"

namespace latlas::model {

struct ObjectiveTask {
  const ModelSpec& spec;
  const LossSettings& settings;
  at::Tensor targets;                      // [n, ...]
  const LatentBatch* latent = nullptr;     // null for a plain autoencoder
  double sigma = 1.0;                      // of now
  bool mayMiss = false;                    // targets may be NaN
  Discriminator* discriminator = nullptr;  // factor-vae
};

// Threading: addOutputs() by several threads at once, for samples of their own; else one thread.
class BatchObjective {
 public:
  BatchObjective(const ObjectiveTask& task, bool wantGradient);

  // The decoder's outputs for the samples from `first` on, logits or means: [k * draws, ...] for k
  // samples. `gradient`, of that shape, is overwritten with the derivative by them; undefined:
  // none. What the weights of importance-weighted draws give goes to latentGradient().
  void addOutputs(std::int64_t first, const at::Tensor& outputs, const at::Tensor& gradient);

  // Once the outputs of all samples were added: everything, and with it the latent terms' part of
  // latentGradient().
  Losses losses();

  // Begins at 0, with an undefined mu and logvar for a plain autoencoder, whose z is its mu.
  LatentGradient& latentGradient() { return gradient_; }
  double logSigmaSlope() const;

 private:
  // What one call of addOutputs() found, kept apart so that the sums do not depend on the threads'
  // order.
  struct Part {
    double loss = 0.0, reconstruction = 0.0, logSigmaSlope = 0.0;  // shares of the batch's average
  };

  Part plain(std::int64_t first, const at::Tensor& outputs, const at::Tensor& gradient) const;
  Part importanceWeighted(std::int64_t first, const at::Tensor& outputs,
                          const at::Tensor& gradient);
  void addLatentTerms(const TermTask& terms) const;

  ObjectiveTask task_;
  ReconstructionTerm reconstruction_;
  bool wantGradient_;
  std::int64_t count_;
  std::vector<Part> parts_;  // by their first sample
  LatentGradient gradient_;
};

}  // namespace latlas::model
