// Which keys have an effect, and which may change while a run goes on.
#include <algorithm>
#include <array>

#include "core/model/config_key.h"

namespace latlas::model {
namespace {

bool isOneOf(std::string_view key, std::initializer_list<std::string_view> keys) {
  return std::ranges::find(keys, key) != keys.end();
}

bool isLossKeyUsed(const Config& config, std::string_view key) {
  const Objective objective = config.model.objective;
  const bool leadsKl = objective == Objective::betaVae && config.loss.capacity > 0.0;
  if (key == "beta")
    return isVariational(config.model) && !leadsKl && objective != Objective::infoVae &&
           objective != Objective::iwae;
  if (key == "capacity") return objective == Objective::betaVae;
  if (key == "capacity_steps") return leadsKl;
  if (key == "gamma") return leadsKl || objective == Objective::factorVae;
  if (key == "kl_schedule") return isVariational(config.model) && !leadsKl;
  if (key == "kl_epochs")
    return isLossKeyUsed(config, "kl_schedule") && config.loss.klSchedule != KlSchedule::constant;
  if (key == "free_bits")
    return isVariational(config.model) && !leadsKl && objective != Objective::betaTcVae &&
           objective != Objective::iwae;
  if (key == "estimator") return objective == Objective::betaTcVae;
  if (isOneOf(key, {"dip", "lambda_od", "lambda_d"})) return objective == Objective::dipVae;
  if (isOneOf(key, {"alpha", "lambda", "kernel"})) return objective == Objective::infoVae;
  return objective == Objective::iwae;  // samples
}

bool isModelKeyUsed(const ModelConfig& model, std::string_view key) {
  if (key == "channels") return model.architecture == Architecture::conv;
  const bool isBernoulli = model.likelihood == Likelihood::bernoulli;
  if (key == "binarize") return isBernoulli;
  if (isOneOf(key, {"output", "sigma", "learn_sigma"})) return !isBernoulli;
  return true;
}

bool isTrainKeyUsed(const TrainConfig& train, std::string_view key) {
  if (key == "lr_step") return train.rateSchedule == RateSchedule::step;
  if (key == "lr_decay") return train.rateSchedule != RateSchedule::constant;
  if (key == "momentum")
    return train.optimizer == Optimizer::sgd || train.optimizer == Optimizer::rmsProp;
  if (key == "weight_decay") return train.optimizer == Optimizer::adamW;
  return true;
}

constexpr auto kLossKeys = std::to_array<std::string_view>(
    {"beta", "capacity", "capacity_steps", "gamma", "kl_schedule", "kl_epochs", "free_bits",
     "estimator", "dip", "lambda_od", "lambda_d", "alpha", "lambda", "kernel", "samples"});

}  // namespace

bool isUsed(const Config& config, std::string_view name) {
  const std::string_view key = findKey(name).help.name;
  if (std::ranges::find(kLossKeys, key) != kLossKeys.end()) return isLossKeyUsed(config, key);
  return isModelKeyUsed(config.model, key) && isTrainKeyUsed(config.train, key);
}

bool isLive(std::string_view name) {
  const std::string_view key = findKey(name).help.name;
  return std::ranges::find(kLossKeys, key) != kLossKeys.end() ||
         isOneOf(key, {"sigma", "epochs", "batch", "lr", "lr_schedule", "lr_warm_up", "lr_step",
                       "lr_decay", "momentum", "weight_decay", "clip", "noise", "masking",
                       "missing", "patience", "stop_after"});
}

}  // namespace latlas::model
