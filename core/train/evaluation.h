// Mean losses over rows of the held-out part, in pieces short enough for a worker to listen between
// them.
// Threading: one thread at a time, the model's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/data/dataset.h"
#include "core/model/learner.h"

namespace latlas::train {

class Evaluation {
 public:
  // `rows` and `dataset` outlive it. An objective that compares samples with each other gets pieces
  // of about the batch size, as its terms depend on that.
  Evaluation(const data::Dataset& dataset, std::span<const std::int64_t> rows, model::Config config,
             model::LossSettings settings);

  // One piece. Throws Error when the data cannot be read.
  void advance(model::Learner& model);
  bool isDone() const { return piece_ == pieces_; }
  // Once it is done; of no rows all is 0.
  const model::Losses& losses() const { return losses_; }
  const model::LossSettings& settings() const { return settings_; }

 private:
  const data::Dataset* dataset_;
  std::span<const std::int64_t> rows_;
  model::Config config_;
  model::LossSettings settings_;
  std::size_t piece_ = 0, pieces_ = 0;
  std::vector<float> targets_, noise_;
  model::Losses losses_;
};

// All pieces at once.
model::Losses evaluateRows(model::Learner& model, const data::Dataset& dataset,
                           std::span<const std::int64_t> rows, const model::Config& config,
                           const model::LossSettings& settings);

// Draws of noise [latent] for each sample, by the objective.
int drawsOf(const model::Config& config);

}  // namespace latlas::train
