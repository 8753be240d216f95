#include "core/train/evaluation.h"

#include <algorithm>
#include <utility>

#include "core/model/objectives.h"
#include "core/train/corruption.h"
#include "core/train/streams.h"

namespace latlas::train {
namespace {

// Samples in a piece: some 10 ms of work for a dense network, and enough to keep it busy.
constexpr std::size_t kPiece = 256;

}  // namespace

int drawsOf(const model::Config& config) {
  return model::infoOf(config.model.objective).draws(config.loss);
}

Evaluation::Evaluation(const data::Dataset& dataset, std::span<const std::int64_t> rows,
                       model::Config config, model::LossSettings settings)
    : dataset_(&dataset), rows_(rows), config_(std::move(config)), settings_(settings) {
  const bool compares = model::infoOf(config_.model.objective).comparesSamples;
  const std::size_t size = compares ? static_cast<std::size_t>(config_.train.batch) : kPiece;
  // At least a piece's size each where samples are compared, at most one elsewhere.
  pieces_ = compares ? rows.size() / size : (rows.size() + size - 1) / size;
  if (!rows.empty()) pieces_ = std::max<std::size_t>(pieces_, 1);
}

void Evaluation::advance(model::Learner& model) {
  const std::size_t first = rows_.size() * piece_ / pieces_;
  const std::size_t last = rows_.size() * (piece_ + 1) / pieces_;
  const auto rows = rows_.subspan(first, last - first);
  targets_.resize(rows.size() * static_cast<std::size_t>(dataset_->info().shape.size()));
  noise_.resize(rows.size() * static_cast<std::size_t>(config_.model.latent * drawsOf(config_)));
  dataset_->read(rows, targets_);
  prepareHeldOut(config_, rows, targets_);
  fillEvaluationNoise(config_.train.seed, rows, noise_);
  model::addWeighted(losses_, model.evaluate({targets_, {}, noise_, {}}, settings_),
                     static_cast<double>(rows.size()) / static_cast<double>(rows_.size()));
  ++piece_;
}

model::Losses evaluateRows(model::Learner& model, const data::Dataset& dataset,
                           std::span<const std::int64_t> rows, const model::Config& config,
                           const model::LossSettings& settings) {
  Evaluation evaluation(dataset, rows, config, settings);
  while (!evaluation.isDone()) evaluation.advance(model);
  return evaluation.losses();
}

}  // namespace latlas::train
