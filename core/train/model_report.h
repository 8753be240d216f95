// What a trained model is worth on given samples: the numbers that papers state.
// Threading: one thread at a time, the model's.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>

#include "core/data/dataset.h"
#include "core/model/learner.h"

namespace latlas::train {

// The importance-weighted bound on log p(x) (Burda et al. 2015), averaged over the samples.
struct ImportanceEstimate {
  int samples = 0;             // K of each image
  double mean = 0.0;           // nats; larger is better
  double standardError = 0.0;  // of the mean, over the images
  double seconds = 0.0;
};

struct ModelReport {
  std::int64_t count = 0;
  model::Losses losses;           // with the objective's full weights, one draw of z an image
  double elbo = 0.0;              // -(reconstruction + KL)
  double bitsPerDimension = 0.0;  // -elbo / (dimensions ln 2)
  double squaredError = 0.0;      // sum over dimensions, of the reconstruction from the posterior's
                                  // mean; missing values take no part
  // Latent dimensions whose posterior mean varies over the samples, variance above 0.01 (Burda et
  // al. 2015, section 5.2).
  int activeUnits = 0;
  std::optional<ImportanceEstimate> importance;
};

struct ReportTask {
  const data::Dataset& dataset;
  std::span<const std::int64_t> rows;
  const model::Config& config;
  std::int64_t trainCount = 1;    // samples trained on, by which the TC estimators weigh
  int importanceSamples = 0;      // 0: no importance-weighted bound
  std::function<double()> clock;  // seconds
  // Called now and then with the share that is done and what is at hand.
  std::function<void(double fraction, const char* what)> progress;
};

// Draws depend on the configuration's seed alone. Throws Error when there are no rows, or an
// importance-weighted bound is asked of a deterministic encoder.
ModelReport reportOn(model::Learner& model, const ReportTask& task);

}  // namespace latlas::train
