// What changes by itself while a run goes on: closed forms of the fractional epoch or of the step.
#pragma once

#include <cstdint>

#include "core/model/config.h"
#include "core/model/learner.h"

namespace latlas::train {

// The learning rate at a fractional epoch: lr, times epoch / lr_warm_up while that is below 1,
// times
// - constant: 1,
// - cosine: d + (1 - d) (1 + cos(pi t)) / 2 with d = lr_decay and t from 0 at the end of the
//   warm-up to 1 at the end of the run's epochs, where it stays (Loshchilov & Hutter 2017),
// - step: lr_decay to the power of floor(epoch / lr_step).
double learningRate(const model::TrainConfig& train, double epoch);

// The share of the KL's weight at a fractional epoch, 0 to 1: constant 1; linear epoch / kl_epochs
// up to 1 (Sonderby et al. 2016); cyclical, in each kl_epochs epochs, the same rise in the first
// half and 1 in the second (Fu et al. 2019, with R = 0.5).
double klScale(const model::LossConfig& loss, double epoch);

// Nats to which the KL is led at a step: capacity * step / capacity_steps, at most capacity
// (Burgess et al. 2018).
double capacity(const model::LossConfig& loss, std::int64_t step);

// Those two with the weights of a configuration, without the draws' seed.
model::LossSettings lossSettings(const model::Config& config, double epoch, std::int64_t step,
                                 std::int64_t trainCount);

// Whether the objective has come to its full form, so that its values compare with later ones.
bool isSettled(const model::LossSettings& settings);

}  // namespace latlas::train
