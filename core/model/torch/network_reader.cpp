#include "core/model/torch/network_reader.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <limits>

#include "core/model/torch/argument_checks.h"
#include "core/model/torch/importance_sampling.h"
#include "core/model/torch/likelihood/likelihood.h"

namespace latlas::model {
namespace {

void copyOut(const at::Tensor& tensor, std::span<float> values) {
  at::from_blob(values.data(), tensor.sizes(), at::kFloat).copy_(tensor);
}

}  // namespace

NetworkReader::NetworkReader(const ModelSpec& spec, const Placement& placement, std::uint64_t seed,
                             bool willTrain)
    : spec_(spec),
      device_(placement.device),
      network_(spec_, device_, willTrain, placement.replicas,
               device_.is_cpu() && placement.library.blas == 1) {
  network_.initialize(seed);
  // cuDNN may otherwise choose algorithms whose sums depend on the order of the threads.
  if (device_.is_cuda()) at::globalContext().setDeterministicCuDNN(true);
}

std::int64_t NetworkReader::chunkOf(int draws) const {
  constexpr std::int64_t floats = std::int64_t{1} << 19;  // 2 MiB of pixels; layers hold ~10 x that
  return std::clamp<std::int64_t>(floats / (spec_.shape.size() * draws), 1, 512);
}

at::Tensor NetworkReader::toDevice(std::span<const float> values, at::IntArrayRef shape) const {
  // Torch has no view of constant memory; no operation writes to its first input.
  auto* data = const_cast<float*>(values.data());
  return at::from_blob(data, shape, at::kFloat).to(device_);
}

at::Tensor NetworkReader::samplesToDevice(std::span<const float> values) const {
  const data::Shape& shape = spec_.shape;
  const auto count = static_cast<std::int64_t>(values.size()) / shape.size();
  return toDevice(values, {count, shape.channels, shape.height, shape.width});
}

at::Tensor NetworkReader::toEncoder(const at::Tensor& targets) const {
  return spec_.shape.kind == data::Kind::vectors ? targets.nan_to_num(0.0) : targets;
}

void NetworkReader::setWeights(const Tensors& weights) {
  const c10::InferenceMode guard;
  network_.assignWeights(weights);
}

void NetworkReader::importanceBound(std::span<const float> targets, int draws, double sigma,
                                    std::uint64_t seed, std::uint64_t firstStream,
                                    std::span<double> bounds) {
  const c10::InferenceMode guard;
  checkSize(bounds.size(), countRows(targets.size(), spec_.shape.size(), "targets"), "bounds");
  const at::Tensor samples = samplesToDevice(targets);
  importanceBounds(network_,
                   {spec_, samples, toEncoder(samples), draws, chunkOf(), network_.sigma(sigma),
                    seed, firstStream},
                   bounds);
}

void NetworkReader::encode(std::span<const float> pixels, std::span<float> mu,
                           std::span<float> logvar) {
  const c10::InferenceMode guard;
  const std::int64_t count = countRows(pixels.size(), spec_.shape.size(), "pixels");
  checkSize(mu.size(), count * latent(), "mu");
  if (!logvar.empty()) checkSize(logvar.size(), count * latent(), "logvar");
  for (std::int64_t begin = 0; begin < count; begin += chunkOf()) {
    const std::int64_t size = std::min(chunkOf(), count - begin);
    const auto part = rows(pixels, begin, size, spec_.shape.size());
    const Encoded encoded = network_.encode(toEncoder(samplesToDevice(part)), {});
    copyOut(encoded.mu, rows(mu, begin, size, latent()));
    if (!logvar.empty() && network_.isVariational())
      copyOut(encoded.logvar, rows(logvar, begin, size, latent()));
  }
  // A deterministic encoder's posterior is a point: its variance is 0.
  if (!network_.isVariational()) std::ranges::fill(logvar, -std::numeric_limits<float>::infinity());
}

void NetworkReader::decode(std::span<const float> z, std::span<float> pixels) {
  const c10::InferenceMode guard;
  const std::int64_t count = countRows(z.size(), latent(), "z");
  checkSize(pixels.size(), count * spec_.shape.size(), "pixels");
  for (std::int64_t begin = 0; begin < count; begin += chunkOf()) {
    const std::int64_t size = std::min(chunkOf(), count - begin);
    const at::Tensor outputs =
        network_.decode(toDevice(rows(z, begin, size, latent()), {size, latent()}), {});
    copyOut(likelihoodMean(spec_.config, spec_.shape.kind, outputs),
            rows(pixels, begin, size, spec_.shape.size()));
  }
}

}  // namespace latlas::model
