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

struct NllElements {
  const float* outputs;  // [count], Bernoulli: logits; else means
  const float* targets;  // [count]
  std::int64_t count;
  // [count], receives the derivative by each output times scale; null: not wanted.
  float* gradient = nullptr;
  float scale = 1.0f;
};

// Of each output and its target:
//   bernoulli             softplus(l) - t l
//   gaussian              ((t - m) / sigma)^2 / 2 + log sigma + log(2 pi) / 2
//   laplace               |t - m| / sigma + log(2 sigma)
//   discretized logistic  -log of the logistic's mass in the bin of width 1/255 around t; the bins
//                         at 0 and 1 reach to infinity (Salimans et al. 2017)
NllSums nllSums(const NllTask& task, const NllElements& elements);

struct NllRows {
  const float* outputs;  // [rows, width]
  const float* targets;  // [rows / rowsPerTarget, width]: rows in succession share one
  std::int64_t rows, rowsPerTarget, width;
  float* gradient = nullptr;         // [rows, width]; null: not wanted
  const float* rowScales = nullptr;  // [rows], of the gradient; null: 1
};

// The same for each row: sums [rows].
void nllRows(const NllTask& task, const NllRows& rows, NllSums* sums);

}  // namespace latlas::model
