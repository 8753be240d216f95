// What reader and learner have in common: a network that encodes and decodes, between plain numbers
// and tensors on its device.
// Threading: one thread at a time.
// Owns: the network.
#pragma once

#include <cstdint>
#include <span>

#include "core/model/reader.h"
#include "core/model/torch/placement.h"
#include "core/model/torch/vae_network.h"

namespace latlas::model {

class NetworkReader {
 public:
  NetworkReader(const ModelSpec& spec, const Placement& placement, std::uint64_t seed,
                bool willTrain);

  const ModelSpec& spec() const { return spec_; }
  at::Device device() const { return device_; }
  VaeNetwork& network() { return network_; }
  const VaeNetwork& network() const { return network_; }

  // As of Reader.
  void encode(std::span<const float> pixels, std::span<float> mu, std::span<float> logvar);
  void decode(std::span<const float> z, std::span<float> pixels);
  void importanceBound(std::span<const float> targets, int draws, double sigma, std::uint64_t seed,
                       std::uint64_t firstStream, std::span<double> bounds);
  void setWeights(const Tensors& weights);

  std::int64_t latent() const { return spec_.config.latent; }
  // Samples to take at a time: enough to keep the machine busy, few enough to fit in memory.
  std::int64_t chunkOf(int draws = 1) const;
  at::Tensor toDevice(std::span<const float> values, at::IntArrayRef shape) const;
  // [n, C, H, W], or [n, D, 1, 1] of vectors.
  at::Tensor samplesToDevice(std::span<const float> values) const;
  // What the encoder sees of targets: a missing value as 0, its column's mean.
  at::Tensor toEncoder(const at::Tensor& targets) const;

 private:
  ModelSpec spec_;
  at::Device device_;
  VaeNetwork network_;
};

}  // namespace latlas::model
