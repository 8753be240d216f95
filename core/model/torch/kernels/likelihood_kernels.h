// The negative log likelihood over all pixels with its derivatives: what would be a dozen Torch
// operations, in one pass over memory. CPU only; results do not depend on the number of threads.
#pragma once

#include <cstdint>

#include "core/model/config.h"

namespace latlas::model {

// Sums over elements.
struct NllSums {
  double nll = 0.0;            // nats
  double logSigmaSlope = 0.0;  // d nll / d log sigma

  NllSums& operator+=(const NllSums& other) {
    nll += other.nll;
    logSigmaSlope += other.logSigmaSlope;
    return *this;
  }
};

struct NllTask {
  Likelihood likelihood = Likelihood::bernoulli;
  double sigma = 1.0;
  // Whether targets may be NaN, which takes no part; vectors are always looked at for it.
  bool mayMiss = false;
};

// Of `count` outputs (Bernoulli: logits; else means) and as many targets:
//   bernoulli             softplus(l) - t l
//   gaussian              ((t - m) / sigma)^2 / 2 + log sigma + log(2 pi) / 2
//   laplace               |t - m| / sigma + log(2 sigma)
//   discretized logistic  -log of the logistic's mass in the bin of width 1/255 around t; the bins
//                         at 0 and 1 reach to infinity (Salimans et al. 2017)
// gradient, where it is not null, receives the derivative by each output times scale.
NllSums nllSums(const NllTask& task, const float* outputs, const float* targets, float* gradient,
                float scale, std::int64_t count);

// The same by rows of `width`: sums[r] for each of `rows` rows of outputs, of which
// `rowsPerTarget` in succession share one row of targets. Where rowScales and gradient are given,
// gradient is scaled by its row's scale.
void nllRows(const NllTask& task, const float* outputs, const float* targets, float* gradient,
             const float* rowScales, std::int64_t rows, std::int64_t rowsPerTarget,
             std::int64_t width, NllSums* sums);

}  // namespace latlas::model
