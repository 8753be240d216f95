// The importance-weighted bound on log p(x) (Burda et al. 2015), a sample at a time.
#pragma once

#include <ATen/ATen.h>

#include <cstdint>
#include <span>

#include "core/model/torch/vae_network.h"

namespace latlas::model {

struct ImportanceTask {
  const ModelSpec& spec;
  at::Tensor targets;                       // [n, C, H, W], on the network's device
  at::Tensor inputs;                        // the same as the encoder sees them
  int samples = 1;                          // K
  std::int64_t piece = 512;                 // draws decoded at a time
  double sigma = 1.0;                       // the likelihood's scale of now
  std::uint64_t seed = 0, firstStream = 0;  // of sample i: Random(seed, firstStream + i)
};

// bounds[i] = log 1/K sum_k p(x_i, z_k) / q(z_k | x_i) in nats. Throws Error for a plain
// autoencoder.
void importanceBounds(VaeNetwork& network, const ImportanceTask& task, std::span<double> bounds);

}  // namespace latlas::model
