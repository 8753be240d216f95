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
#include "core/model/torch/adam.h"
#include "core/model/torch/flat_tensors.h"
#include "core/model/torch/initial_weights.h"
#include "core/model/torch/layers.h"
#include "core/model/torch/losses.h"
#include "core/model/torch/threads.h"

namespace latlas::model {
namespace {

at::Device chooseDevice(Device wanted) {
  const bool hasCuda = torch::cuda::is_available();
  if (wanted == Device::cuda && !hasCuda)
    throw Error("device cuda: expected an NVIDIA GPU and a LibTorch built for it, found none. "
                "Use device cpu or auto");
  return wanted != Device::cpu && hasCuda ? at::Device(at::kCUDA) : at::Device(at::kCPU);
}

// How many rows of `width` numbers there are; throws Error when they do not come out even.
std::int64_t countRows(std::size_t numbers, std::int64_t width, const std::string& what) {
  const auto count = static_cast<std::int64_t>(numbers);
  if (count % width != 0)
    throw Error(what + ": expected a multiple of " + std::to_string(width) +
                " numbers, found " + std::to_string(count));
  return count / width;
}

void checkSize(std::size_t found, std::int64_t expected, const std::string& what) {
  if (static_cast<std::int64_t>(found) != expected)
    throw Error(what + ": expected " + std::to_string(expected) + " numbers, found " +
                std::to_string(found));
}

// Rows [begin, begin + count) of `width` numbers each.
template <class Number>
std::span<Number> rows(std::span<Number> values, std::int64_t begin, std::int64_t count,
                       std::int64_t width) {
  return values.subspan(static_cast<std::size_t>(begin * width),
                        static_cast<std::size_t>(count * width));
}

void copyOut(const at::Tensor& tensor, std::span<float> values) {
  at::from_blob(values.data(), tensor.sizes(), at::kFloat).copy_(tensor);
}

class TorchModel : public Model {
 public:
  explicit TorchModel(const ModelRequest& request)
      : TorchModel(request, buildNetwork(request.spec.config, request.spec.shape),
                   chooseDevice(request.device)) {
    setWeights(initialWeights(weights_.specs(), request.seed));
  }

  const ModelSpec& spec() const override { return spec_; }
  StepResult trainStep(std::span<const float> pixels, std::span<const float> noise,
                       const StepOptions& options) override;
  Losses evaluate(std::span<const float> pixels, std::span<const float> noise,
                  double beta) override;
  void encode(std::span<const float> pixels, std::span<float> mu,
              std::span<float> logvar) override;
  void decode(std::span<const float> z, std::span<float> pixels) override;

  Tensors weights() const override {
    const c10::InferenceMode guard;
    return weights_.copy();
  }
  void setWeights(const Tensors& weights) override {
    const c10::InferenceMode guard;
    rejectUnknown(weights);
    weights_.assign(weights);
  }
  Tensors optimizerState() const override {
    const c10::InferenceMode guard;
    return optimizer().state();
  }
  void setOptimizerState(const Tensors& state) override {
    const c10::InferenceMode guard;
    optimizer().setState(state);
  }

 private:
  // One pass through encoder, sampling and decoder.
  struct Pass {
    at::Tensor pixels, noise, outputs;
    std::optional<Posterior> posterior;  // nothing for a plain autoencoder
  };

  TorchModel(const ModelRequest& request, const Network& network, at::Device device)
      : spec_(request.spec),
        device_(device),
        weights_(trainedTensors(network), device),
        gradients_(weights_.specs(), device),
        encoder_(network.encoder, weights_, gradients_),
        mu_(network.mu, weights_, gradients_),
        logvar_(network.logvar, weights_, gradients_),
        decoder_(network.decoder, weights_, gradients_) {
    if (request.purpose != Purpose::inference) adam_.emplace(weights_.specs(), device);
    // cuDNN may otherwise choose algorithms whose sums depend on the order of the threads.
    if (device.is_cuda()) at::globalContext().setDeterministicCuDNN(true);
    const int threads = request.threads > 0 ? request.threads
                                            : chosenThreads(request.spec, request.purpose);
    useThreads(threads, request.purpose);
  }

  Adam& optimizer() {
    if (!adam_) throw Error("this model is for inference: it has no optimizer");
    return *adam_;
  }
  const Adam& optimizer() const { return const_cast<TorchModel*>(this)->optimizer(); }
  bool isVariational() const { return !logvar_.empty(); }
  std::int64_t latent() const { return spec_.config.latent; }

  void rejectUnknown(const Tensors& weights) const {
    for (const Tensor& tensor : weights)
      if (std::ranges::find(weights_.specs(), tensor.name, &TensorSpec::name) ==
          weights_.specs().end())
        throw Error("tensor \"" + tensor.name + "\": the network has none of that name");
  }

  // The number of images; throws Error when the numbers are no whole images, or no images at all,
  // or when there is not one draw of noise for each.
  std::int64_t checkBatch(std::span<const float> pixels, std::span<const float> noise) const;
  // Images to take at a time: enough to keep the machine busy, few enough to fit in memory.
  std::int64_t chunkOf() const;

  at::Tensor imagesToDevice(std::span<const float> pixels) const {
    const data::Shape& shape = spec_.shape;
    const auto count = static_cast<std::int64_t>(pixels.size()) / shape.size();
    return toDevice(pixels, {count, shape.channels, shape.height, shape.width});
  }
  at::Tensor toDevice(std::span<const float> values, at::IntArrayRef shape) const;
  // A missing value of a vector enters as 0, its column's mean.
  at::Tensor toEncoder(const at::Tensor& samples) const {
    return spec_.shape.kind == data::Kind::vectors ? samples.nan_to_num(0.0) : samples;
  }

  Pass forward(std::span<const float> pixels, std::span<const float> noise);
  Losses lossesOf(const Pass& pass, double beta, const at::Tensor& outputGradient) const;
  void backward(const Pass& pass, const at::Tensor& outputGradient, double beta);

  ModelSpec spec_;
  at::Device device_;
  FlatTensors weights_, gradients_;
  std::optional<Adam> adam_;  // none for inference: its moments are twice the weights
  LayerSequence encoder_, mu_, logvar_, decoder_;
  at::Tensor outputGradient_;
};

std::int64_t TorchModel::checkBatch(std::span<const float> pixels,
                                    std::span<const float> noise) const {
  const std::int64_t count = countRows(pixels.size(), spec_.shape.size(), "pixels");
  if (count == 0) throw Error("pixels: expected at least one image, found none");
  if (isVariational()) checkSize(noise.size(), count * latent(), "noise");
  return count;
}

std::int64_t TorchModel::chunkOf() const {
  constexpr std::int64_t floats = std::int64_t{1} << 19;  // 2 MiB of pixels; layers hold ~10 x that
  return std::clamp<std::int64_t>(floats / spec_.shape.size(), 8, 512);
}

at::Tensor TorchModel::toDevice(std::span<const float> values, at::IntArrayRef shape) const {
  // Torch has no view of constant memory; no operation writes to its first input.
  auto* data = const_cast<float*>(values.data());
  return at::from_blob(data, shape, at::kFloat).to(device_);
}

TorchModel::Pass TorchModel::forward(std::span<const float> pixels,
                                     std::span<const float> noise) {
  Pass pass;
  pass.pixels = imagesToDevice(pixels);
  const at::Tensor features = encoder_.forward(toEncoder(pass.pixels));
  at::Tensor z = mu_.forward(features);
  if (isVariational()) {
    pass.noise = toDevice(noise, z.sizes());
    pass.posterior.emplace(z, logvar_.forward(features));
    z = pass.posterior->sample(pass.noise);
  }
  pass.outputs = decoder_.forward(z);
  return pass;
}

Losses TorchModel::lossesOf(const Pass& pass, double beta,
                            const at::Tensor& outputGradient) const {
  const auto count = static_cast<double>(pass.pixels.size(0));
  Losses losses;
  losses.reconstruction = reconstructionNll(spec_.config, pass.outputs, pass.pixels,
                                            outputGradient, 1.0 / count) /
                          count;
  if (pass.posterior) losses.kl = pass.posterior->kl() / count;
  losses.loss = losses.reconstruction + (pass.posterior ? beta * losses.kl : 0.0);
  return losses;
}

void TorchModel::backward(const Pass& pass, const at::Tensor& outputGradient, double beta) {
  const at::Tensor sampleGradient = decoder_.backward(outputGradient, true);
  const bool wantFeatures = encoder_.isTrained();
  at::Tensor features;
  if (pass.posterior) {
    const double klWeight = beta / static_cast<double>(pass.pixels.size(0));
    const auto gradient = pass.posterior->gradient(sampleGradient, pass.noise, klWeight);
    features = mu_.backward(gradient.mu, wantFeatures);
    const at::Tensor second = logvar_.backward(gradient.logvar, wantFeatures);
    if (wantFeatures) features.add_(second);
  } else {
    features = mu_.backward(sampleGradient, wantFeatures);
  }
  if (wantFeatures) encoder_.backward(features, false);
}

StepResult TorchModel::trainStep(std::span<const float> pixels, std::span<const float> noise,
                                 const StepOptions& options) {
  const c10::InferenceMode guard;
  checkBatch(pixels, noise);
  const Pass pass = forward(pixels, noise);
  const at::Tensor& outputGradient =
      reuse(outputGradient_, pass.outputs.sizes(), pass.outputs);

  StepResult result;
  result.losses = lossesOf(pass, options.beta, outputGradient);
  backward(pass, outputGradient, options.beta);
  result.gradientNorm = gradientNorm(gradients_);
  result.applied = std::isfinite(result.losses.loss) && std::isfinite(result.gradientNorm);
  if (!result.applied) return result;
  const bool clipped = options.clip > 0.0 && result.gradientNorm > options.clip;
  optimizer().step(weights_, gradients_, options.learningRate,
             clipped ? options.clip / result.gradientNorm : 1.0);
  return result;
}

Losses TorchModel::evaluate(std::span<const float> pixels, std::span<const float> noise,
                            double beta) {
  const c10::InferenceMode guard;
  const std::int64_t count = checkBatch(pixels, noise);
  Losses total;
  for (std::int64_t begin = 0; begin < count; begin += chunkOf()) {
    const std::int64_t size = std::min(chunkOf(), count - begin);
    const Pass pass = forward(rows(pixels, begin, size, spec_.shape.size()),
                              isVariational() ? rows(noise, begin, size, latent()) : noise);
    const Losses losses = lossesOf(pass, beta, {});
    const double share = static_cast<double>(size) / static_cast<double>(count);
    total.loss += share * losses.loss;
    total.reconstruction += share * losses.reconstruction;
    total.kl += share * losses.kl;
  }
  return total;
}

void TorchModel::encode(std::span<const float> pixels, std::span<float> mu,
                        std::span<float> logvar) {
  const c10::InferenceMode guard;
  const std::int64_t count = countRows(pixels.size(), spec_.shape.size(), "pixels");
  checkSize(mu.size(), count * latent(), "mu");
  if (!logvar.empty()) checkSize(logvar.size(), count * latent(), "logvar");
  for (std::int64_t begin = 0; begin < count; begin += chunkOf()) {
    const std::int64_t size = std::min(chunkOf(), count - begin);
    const at::Tensor features = encoder_.forward(
        toEncoder(imagesToDevice(rows(pixels, begin, size, spec_.shape.size()))));
    copyOut(mu_.forward(features), rows(mu, begin, size, latent()));
    if (!logvar.empty() && isVariational())
      copyOut(logvar_.forward(features), rows(logvar, begin, size, latent()));
  }
  // A plain autoencoder's posterior is a point: its variance is 0.
  if (!isVariational()) std::ranges::fill(logvar, -std::numeric_limits<float>::infinity());
}

void TorchModel::decode(std::span<const float> z, std::span<float> pixels) {
  const c10::InferenceMode guard;
  const std::int64_t count = countRows(z.size(), latent(), "z");
  checkSize(pixels.size(), count * spec_.shape.size(), "pixels");
  for (std::int64_t begin = 0; begin < count; begin += chunkOf()) {
    const std::int64_t size = std::min(chunkOf(), count - begin);
    const at::Tensor outputs =
        decoder_.forward(toDevice(rows(z, begin, size, latent()), {size, latent()}));
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
