#include "core/train/schedules.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace latlas::train {
namespace {

double shapeOf(const model::TrainConfig& train, double epoch) {
  switch (train.rateSchedule) {
    case model::RateSchedule::constant: return 1.0;
    case model::RateSchedule::cosine: {
      const double length = static_cast<double>(train.epochs) - train.rateWarmUp;
      const double t =
          length > 0.0 ? std::clamp((epoch - train.rateWarmUp) / length, 0.0, 1.0) : 1.0;
      return train.rateDecay +
             (1.0 - train.rateDecay) * 0.5 * (1.0 + std::cos(std::numbers::pi * t));
    }
    case model::RateSchedule::step:
      return std::pow(train.rateDecay, std::floor(epoch / train.rateStepEpochs));
  }
  return 1.0;
}

}  // namespace

double learningRate(const model::TrainConfig& train, double epoch) {
  const double rise = train.rateWarmUp > 0.0 ? std::min(epoch / train.rateWarmUp, 1.0) : 1.0;
  return train.learningRate * rise * shapeOf(train, epoch);
}

double klScale(const model::LossConfig& loss, double epoch) {
  switch (loss.klSchedule) {
    case model::KlSchedule::constant: return 1.0;
    case model::KlSchedule::linear: return std::min(epoch / loss.klEpochs, 1.0);
    case model::KlSchedule::cyclical:
      return std::min(2.0 * std::fmod(epoch, loss.klEpochs) / loss.klEpochs, 1.0);
  }
  return 1.0;
}

double capacity(const model::LossConfig& loss, std::int64_t step) {
  const double share = static_cast<double>(step) / static_cast<double>(loss.capacitySteps);
  return loss.capacity * std::min(share, 1.0);
}

model::LossSettings lossSettings(const model::Config& config, double epoch, std::int64_t step,
                                 std::int64_t trainCount) {
  model::LossSettings settings;
  settings.weights = config.loss;
  settings.sigma = config.model.sigma;
  // What the objective does not use is at its end from the beginning.
  settings.klScale = model::isUsed(config, "kl_schedule") ? klScale(config.loss, epoch) : 1.0;
  settings.capacity =
      model::isUsed(config, "capacity_steps") ? capacity(config.loss, step) : config.loss.capacity;
  settings.trainCount = trainCount;
  return settings;
}

bool isSettled(const model::LossSettings& settings) {
  return settings.klScale == 1.0 && settings.capacity == settings.weights.capacity;
}

}  // namespace latlas::train
