// An objective's value over one pass, and its derivatives.
#pragma once

#include <optional>

#include "core/model/torch/discriminator.h"
#include "core/model/torch/likelihood.h"
#include "core/model/torch/vae_network.h"

namespace latlas::model {

struct ObjectiveTask {
  const ModelSpec& spec;
  const Pass& pass;
  const LossSettings& settings;
  double sigma = 1.0;                     // of now
  bool mayMiss = false;                   // targets may be NaN
  Discriminator* discriminator = nullptr;  // factor-vae
};

struct ObjectiveGradient {
  at::Tensor outputs;                     // shape of the pass's; written
  std::optional<LatentGradient> latent;   // nothing for a plain autoencoder; begins at 0
  double logSigma = 0.0;
};

// gradient: null for the losses alone.
Losses evaluateObjective(const ObjectiveTask& task, ObjectiveGradient* gradient);

}  // namespace latlas::model
