// A network that encodes and decodes with the weights that it was given, behind an interface free
// of Torch.
// Threading: one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "core/model/config.h"
#include "core/model/model_spec.h"
#include "core/model/tensor.h"

namespace latlas::model {

class Reader {
 public:
  virtual ~Reader() = default;

  virtual const ModelSpec& spec() const = 0;

  // Posterior mean and log variance, each [n, latent]; logvar may be empty when not wanted, and is
  // filled with -inf by a deterministic encoder.
  virtual void encode(std::span<const float> pixels, std::span<float> mu,
                      std::span<float> logvar) = 0;

  // z: [n, latent] -> the likelihood's mean, [n, C, H, W] in [0, 1] (means are clamped), or [n, D]
  // vectors.
  virtual void decode(std::span<const float> z, std::span<float> pixels) = 0;

  // The importance-weighted bound on log p(x) in nats, log 1/K sum_k p(x, z_k) / q(z_k | x) with
  // z_k ~ q(z | x) (Burda et al. 2015), for each of n samples. The draws of sample i are those of
  // Random(seed, firstStream + i). For a deterministic encoder it throws Error.
  virtual void importanceBound(std::span<const float> targets, int samples, double sigma,
                               std::uint64_t seed, std::uint64_t firstStream,
                               std::span<double> bounds) = 0;

  // In the order of weightTensors(). Throws Error (tensor, expected, found) before anything is
  // changed.
  virtual void setWeights(const Tensors& weights) = 0;
};

struct ReaderRequest {
  ModelSpec spec;
  std::uint64_t seed = 0;  // weights until some are set
  int threads = 0;         // 0: one, which leaves the others to who learns
  Device device = Device::automatic;
};

// Called on the thread that will use the reader. Throws Error.
using ReaderFactory = std::function<std::unique_ptr<Reader>(const ReaderRequest&)>;

}  // namespace latlas::model
