// The index-code mutual information, total correlation and dimension-wise KL of one batch with
// their gradients (Chen et al. 2018), in one pass over all pairs of samples. CPU only; results do
// not depend on the number of threads.
#pragma once

#include <cstdint>

#include "core/model/config.h"

namespace latlas::model {

// log of the weights w_ij with which q(z_i) is estimated by sum_j w_ij q(z_i | x_j): of the
// sample itself, of the one that follows it (cyclically), and of the others.
struct ImportanceWeights {
  double own = 0.0, next = 0.0, others = 0.0;
};
// For n samples of a batch out of `total` (Chen et al. 2018, appendix C.1 and C.2).
ImportanceWeights importanceWeights(TcEstimator estimator, std::int64_t n, std::int64_t total);

// Averages over the batch, in nats.
struct Decomposition {
  double mutualInformation = 0.0, totalCorrelation = 0.0, dimensionKl = 0.0;
};

struct DecompositionTask {
  const float *z, *mu, *logvar;  // [n, latent]
  const float* deviation;        // [n, latent], exp(logvar / 2)
  std::int64_t n = 0, latent = 0;
  ImportanceWeights weights;
  double beta = 1.0, scale = 1.0;
};

// [n, latent] each; null: not wanted.
struct DecompositionGradient {
  float *z = nullptr, *mu = nullptr, *logvar = nullptr;
};

// Adds to the gradient that of scale (MI + beta TC + DKL).
Decomposition decompose(const DecompositionTask& task, const DecompositionGradient& gradient);

}  // namespace latlas::model
