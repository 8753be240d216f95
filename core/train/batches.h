// Which rows a step sees, and its noise: pure functions of (seed, step), so a resumed run needs no
// saved generator.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace latlas::train {

class Batches {
 public:
  Batches() = default;
  // `rows`: the training part. batch >= 1.
  Batches(std::vector<std::int64_t> rows, int batch, std::uint64_t seed);

  std::int64_t rowCount() const { return static_cast<std::int64_t>(rows_.size()); }
  // The last batch of an epoch may be short.
  std::int64_t stepsPerEpoch() const;

  // Rows of step `step` (from 0), valid until the next call. Every epoch has an order of its own.
  std::span<const std::int64_t> rows(std::int64_t step);

 private:
  std::vector<std::int64_t> rows_;
  std::vector<std::int64_t> order_;  // of epoch orderEpoch_
  std::int64_t orderEpoch_ = -1;
  int batch_ = 1;
  std::uint64_t seed_ = 0;
};

// Standard normal draws for the reparameterization in step `step`.
void fillStepNoise(std::uint64_t seed, std::int64_t step, std::span<float> noise);

// Draws for evaluations: the same at every step, so that held-out curves show the model and not
// the dice.
void fillEvaluationNoise(std::uint64_t seed, std::int64_t firstRow, std::span<float> noise);

}  // namespace latlas::train
