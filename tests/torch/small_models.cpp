#include "tests/torch/small_models.h"

#include <stdexcept>

#include "core/base/random.h"

namespace latlas::model {

std::unique_ptr<Learner> SmallModel::make() const {
  return makeTorchLearner({.spec = spec, .seed = seed, .threads = 1, .device = Device::cpu});
}

ModelSpec smallSpec(Architecture architecture, data::Shape shape, int latent) {
  ModelSpec spec;
  selectArchitecture(spec.config, architecture);
  spec.config.hidden = {architecture == Architecture::mlp ? 12 : 10};
  spec.config.channels = {4, 6};
  spec.config.latent = latent;
  spec.shape = shape;
  return spec;
}

std::vector<float> somePixels(const data::Shape& shape, int count, std::uint64_t seed) {
  Random random(seed);
  std::vector<float> pixels(static_cast<std::size_t>(shape.size() * count));
  for (float& pixel : pixels) pixel = static_cast<float>(random.uniform());
  return pixels;
}

std::vector<float> someNoise(int count, std::uint64_t seed) {
  std::vector<float> noise(static_cast<std::size_t>(count));
  Random(seed).fillNormal(noise);
  return noise;
}

LossSettings settingsFor(const Learner& model, double beta) {
  LossSettings settings;
  settings.weights.beta = beta;
  settings.sigma = model.spec().config.sigma;
  settings.trainCount = 1000;
  return settings;
}

StepResult trainOn(Learner& model, std::span<const float> samples, std::span<const float> noise,
                   StepOptions options) {
  options.loss.sigma = model.spec().config.sigma;
  return model.trainStep({samples, {}, noise, {}}, options);
}

Losses lossesOf(Learner& model, std::span<const float> samples, std::span<const float> noise,
                double beta) {
  return model.evaluate({samples, {}, noise, {}}, settingsFor(model, beta));
}

const Tensor& tensorNamed(const Tensors& tensors, const std::string& name) {
  for (const Tensor& tensor : tensors)
    if (tensor.name == name) return tensor;
  throw std::runtime_error("no tensor " + name);
}

}  // namespace latlas::model
