#include "core/model/torch/torch_model.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <torch/cuda.h>
#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/model/torch/argument_checks.h"
#include "core/model/torch/held_samples.h"
#include "core/model/torch/importance_sampling.h"
#include "core/model/torch/not_finite.h"
#include "core/model/torch/objective/discriminator.h"
#include "core/model/torch/objective/objective.h"
#include "core/model/torch/optimizer/optimizer.h"
#include "core/model/torch/placement.h"
#include "core/model/torch/vae_network.h"

namespace latlas::model {
namespace {

void copyOut(const at::Tensor& tensor, std::span<float> values) {
  at::from_blob(values.data(), tensor.sizes(), at::kFloat).copy_(tensor);
}

bool learns(Purpose purpose) {
  return purpose == Purpose::training || purpose == Purpose::trainingAlone;
}

class TorchModel : public Model {
 public:
  explicit TorchModel(const ModelRequest& request)
      : spec_(request.spec),
        placement_(placementOf(request)),
        device_(placement_.device),
        network_(spec_, device_, learns(request.purpose), placement_.replicas),
        held_(spec_.shape, device_) {
    network_.initialize(request.seed);
    // cuDNN may otherwise choose algorithms whose sums depend on the order of the threads.
    if (device_.is_cuda()) at::globalContext().setDeterministicCuDNN(true);
    useThreads(placement_.library, request.purpose);
    if (!learns(request.purpose)) return;
    optimizer_.emplace(request.optimizer, network_.weights().specs(), device_);
    if (spec_.config.objective == Objective::factorVae)
      discriminator_.emplace(spec_.config.latent, request.seed, device_);
  }

  const ModelSpec& spec() const override { return spec_; }
  std::string placement() const override { return placement_.threads.why; }
  int threads() const override { return device_.is_cuda() ? 0 : placement_.threads.count; }

  StepResult trainStep(const Batch& batch, const StepOptions& options) override;
  Losses evaluate(const Batch& batch, const LossSettings& settings) override;
  void importanceBound(std::span<const float> targets, int draws, double sigma, std::uint64_t seed,
                       std::uint64_t firstStream, std::span<double> bounds) override;
  void encode(std::span<const float> pixels, std::span<float> mu, std::span<float> logvar) override;
  void decode(std::span<const float> z, std::span<float> pixels) override;

  Tensors weights() const override {
    const c10::InferenceMode guard;
    return network_.copyOfWeights();
  }
  void setWeights(const Tensors& weights) override {
    const c10::InferenceMode guard;
    network_.assignWeights(weights);
  }
  Tensors optimizerState() const override {
    const c10::InferenceMode guard;
    requireOptimizer();
    Tensors all = optimizer_->state();
    if (discriminator_)
      for (Tensor& tensor : discriminator_->state()) all.push_back(std::move(tensor));
    return all;
  }
  void setOptimizerState(const Tensors& state) override {
    const c10::InferenceMode guard;
    requireOptimizer();
    if (discriminator_) discriminator_->setState(state);
    optimizer_->setState(state);
  }

  bool wantsSamples(std::int64_t count) const override {
    return device_.is_cuda() && held_.wouldHold(count);
  }
  void holdSamples(std::span<const float> samples) override {
    const c10::InferenceMode guard;
    held_.append(samples);
  }

 private:
  void requireOptimizer() const {
    if (!optimizer_) throw Error("this model is for inference: it has no optimizer");
  }
  std::int64_t latent() const { return spec_.config.latent; }
  bool areVectors() const { return spec_.shape.kind == data::Kind::vectors; }
  int samples(const LossSettings& settings) const {
    return spec_.config.objective == Objective::iwae ? settings.weights.samples : 1;
  }

  // The number of samples; throws Error when the numbers are no whole samples, or none at all, or
  // when there is not a draw of noise for each.
  std::int64_t checkBatch(const Batch& batch, int draws) const;
  // Samples to take at a time: enough to keep the machine busy, few enough to fit in memory.
  std::int64_t chunkOf(int draws = 1) const;

  at::Tensor samplesToDevice(std::span<const float> values) const {
    const data::Shape& shape = spec_.shape;
    const auto count = static_cast<std::int64_t>(values.size()) / shape.size();
    return toDevice(values, {count, shape.channels, shape.height, shape.width});
  }
  at::Tensor toDevice(std::span<const float> values, at::IntArrayRef shape) const;

  // A missing value enters the encoder as 0, its column's mean.
  at::Tensor toEncoder(const Batch& batch, const at::Tensor& targets) const {
    if (!batch.inputs.empty()) return samplesToDevice(batch.inputs);
    return areVectors() ? targets.nan_to_num(0.0) : targets;
  }
  Pass startPass(const Batch& batch, int draws, const ForwardMode& mode);
  ObjectiveTask taskOf(const Pass& pass, const Batch& batch, const LossSettings& settings) {
    // Values are withheld from images only together with inputs of their own.
    return {spec_,
            settings,
            pass.targets,
            pass.latent ? &*pass.latent : nullptr,
            network_.sigma(settings.sigma),
            !batch.inputs.empty(),
            discriminator_ ? &*discriminator_ : nullptr};
  }

  ModelSpec spec_;
  Placement placement_;
  at::Device device_;
  VaeNetwork network_;
  HeldSamples held_;
  std::optional<OptimizerState>
      optimizer_;  // none for inference: its moments are twice the weights
  std::optional<Discriminator> discriminator_;
};

std::int64_t TorchModel::checkBatch(const Batch& batch, int draws) const {
  const std::int64_t count = batch.rows.empty()
                                 ? countRows(batch.targets.size(), spec_.shape.size(), "targets")
                                 : static_cast<std::int64_t>(batch.rows.size());
  if (count == 0) throw Error("targets: expected at least one sample, found none");
  if (!batch.inputs.empty()) checkSize(batch.inputs.size(), count * spec_.shape.size(), "inputs");
  if (network_.isVariational()) checkSize(batch.noise.size(), count * draws * latent(), "noise");
  return count;
}

std::int64_t TorchModel::chunkOf(int draws) const {
  constexpr std::int64_t floats = std::int64_t{1} << 19;  // 2 MiB of pixels; layers hold ~10 x that
  return std::clamp<std::int64_t>(floats / (spec_.shape.size() * draws), 1, 512);
}

at::Tensor TorchModel::toDevice(std::span<const float> values, at::IntArrayRef shape) const {
  // Torch has no view of constant memory; no operation writes to its first input.
  auto* data = const_cast<float*>(values.data());
  return at::from_blob(data, shape, at::kFloat).to(device_);
}

Pass TorchModel::startPass(const Batch& batch, int draws, const ForwardMode& mode) {
  const at::Tensor targets =
      batch.rows.empty() ? samplesToDevice(batch.targets) : held_.gather(batch.rows);
  const at::Tensor noise = network_.isVariational()
                               ? toDevice(batch.noise, {targets.size(0), draws, latent()})
                               : at::Tensor();
  return network_.begin(toEncoder(batch, targets), targets, noise, mode);
}

StepResult TorchModel::trainStep(const Batch& batch, const StepOptions& options) {
  const c10::InferenceMode guard;
  requireOptimizer();
  const int draws = samples(options.loss);
  checkBatch(batch, draws);
  const ForwardMode mode{true, options.loss.drawSeed};
  const Pass pass = startPass(batch, draws, mode);
  BatchObjective objective(taskOf(pass, batch, options.loss), true);
  network_.learnOutputs(
      pass,
      [&objective](std::int64_t first, const at::Tensor& outputs, const at::Tensor& gradient) {
        objective.addOutputs(first, outputs, gradient);
      },
      objective.latentGradient().z, mode);

  StepResult result;
  result.losses = objective.losses();
  result.notFinite = notFiniteTerm(result.losses, spec_.config.objective);
  network_.learnPosterior(pass, objective.latentGradient());
  network_.setLogSigmaGradient(objective.logSigmaSlope());
  result.gradientNorm = gradientNorm(network_.gradients());
  if (result.notFinite.empty() && !std::isfinite(result.gradientNorm))
    result.notFinite = notFiniteTensor(network_.gradients());
  if (!result.applied()) {
    network_.takeBackAverages();
    return result;
  }
  const bool isClipped = options.clip > 0.0 && result.gradientNorm > options.clip;
  optimizer_->step(network_.weights(), network_.gradients(),
                   {options.learningRate, isClipped ? options.clip / result.gradientNorm : 1.0,
                    options.momentum, options.weightDecay});
  if (discriminator_) discriminator_->learn();
  return result;
}

Losses TorchModel::evaluate(const Batch& batch, const LossSettings& settings) {
  const c10::InferenceMode guard;
  const int draws = samples(settings);
  const std::int64_t count = checkBatch(batch, draws);
  // Terms that compare samples with each other are those of the whole batch.
  const bool compares = !termsOf(spec_.config.objective).empty();
  const std::int64_t chunk = compares ? count : chunkOf(draws), width = spec_.shape.size();
  Losses total;
  for (std::int64_t begin = 0; begin < count; begin += chunk) {
    const std::int64_t size = std::min(chunk, count - begin);
    const Batch part{
        rows(batch.targets, begin, size, width), rows(batch.inputs, begin, size, width),
        network_.isVariational() ? rows(batch.noise, begin, size, draws * latent()) : batch.noise,
        rows(batch.rows, begin, size, 1)};
    const Pass pass = startPass(part, draws, {});
    BatchObjective objective(taskOf(pass, part, settings), false);
    objective.addOutputs(0, network_.decode(pass.z(), size, {}), {});
    addWeighted(total, objective.losses(), static_cast<double>(size) / static_cast<double>(count));
  }
  return total;
}

void TorchModel::importanceBound(std::span<const float> targets, int draws, double sigma,
                                 std::uint64_t seed, std::uint64_t firstStream,
                                 std::span<double> bounds) {
  const c10::InferenceMode guard;
  checkSize(bounds.size(), countRows(targets.size(), spec_.shape.size(), "targets"), "bounds");
  const at::Tensor samples = samplesToDevice(targets);
  importanceBounds(network_,
                   {spec_, samples, toEncoder({targets, {}, {}, {}}, samples), draws, chunkOf(),
                    network_.sigma(sigma), seed, firstStream},
                   bounds);
}

void TorchModel::encode(std::span<const float> pixels, std::span<float> mu,
                        std::span<float> logvar) {
  const c10::InferenceMode guard;
  const std::int64_t count = countRows(pixels.size(), spec_.shape.size(), "pixels");
  checkSize(mu.size(), count * latent(), "mu");
  if (!logvar.empty()) checkSize(logvar.size(), count * latent(), "logvar");
  for (std::int64_t begin = 0; begin < count; begin += chunkOf()) {
    const std::int64_t size = std::min(chunkOf(), count - begin);
    const Batch part{rows(pixels, begin, size, spec_.shape.size()), {}, {}, {}};
    const Encoded encoded = network_.encode(toEncoder(part, samplesToDevice(part.targets)), {});
    copyOut(encoded.mu, rows(mu, begin, size, latent()));
    if (!logvar.empty() && network_.isVariational())
      copyOut(encoded.logvar, rows(logvar, begin, size, latent()));
  }
  // A plain autoencoder's posterior is a point: its variance is 0.
  if (!network_.isVariational()) std::ranges::fill(logvar, -std::numeric_limits<float>::infinity());
}

void TorchModel::decode(std::span<const float> z, std::span<float> pixels) {
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

}  // namespace

std::unique_ptr<Model> makeTorchModel(const ModelRequest& request) {
  return std::make_unique<TorchModel>(request);
}

std::string torchVersion() {
  return std::string("LibTorch ") + TORCH_VERSION +
         (torch::cuda::is_available() ? ", CUDA" : ", CPU");
}

}  // namespace latlas::model
