#include "tests/support/fake_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace latlas::test {
namespace {

class FakeModel final : public model::Model {
 public:
  FakeModel(const model::ModelRequest& request, FakeModelOptions options)
      : spec_(request.spec),
        options_(options),
        prototype_(static_cast<std::size_t>(spec_.shape.size()),
                   static_cast<float>(request.seed % 7) * 0.01f) {}

  const model::ModelSpec& spec() const override { return spec_; }

  model::StepResult trainStep(std::span<const float> pixels, std::span<const float> noise,
                              const model::StepOptions& options) override {
    model::StepResult result;
    result.losses = evaluate(pixels, noise, options.beta);
    if (++steps_ == options_.nonFiniteAtStep) {
      result.losses.kl = result.losses.loss = std::numeric_limits<double>::quiet_NaN();
      result.applied = false;
      return result;
    }
    const std::size_t size = prototype_.size();
    const auto rate = static_cast<float>(std::min(options.learningRate * 10.0, 0.5));
    const float share = rate / static_cast<float>(pixels.size() / size);
    for (std::size_t i = 0; i < pixels.size(); ++i)
      prototype_[i % size] += share * (pixels[i] - prototype_[i % size]);
    return result;
  }

  model::Losses evaluate(std::span<const float> pixels, std::span<const float> noise,
                         double beta) override {
    const std::size_t size = prototype_.size();
    const auto count = static_cast<double>(pixels.size() / size);
    model::Losses losses;
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const double difference = pixels[i] - prototype_[i % size];
      losses.reconstruction += difference * difference / count;
    }
    for (const double draw : noise) losses.kl += 0.5 * draw * draw / count;
    losses.loss = losses.reconstruction + beta * losses.kl;
    return losses;
  }

  void encode(std::span<const float> pixels, std::span<float> mu,
              std::span<float> logvar) override {
    const auto latent = static_cast<std::size_t>(spec_.config.latent);
    for (std::size_t i = 0; i < mu.size(); ++i)
      mu[i] = pixels[i / latent * prototype_.size()] * static_cast<float>(1 + i % latent) -
              prototype_[0];
    std::fill(logvar.begin(), logvar.end(), 0.0f);
  }

  void decode(std::span<const float> z, std::span<float> pixels) override {
    const auto latent = static_cast<std::size_t>(spec_.config.latent);
    for (std::size_t i = 0; i < pixels.size(); ++i)
      pixels[i] = std::clamp(prototype_[i % prototype_.size()] +
                                 0.1f * z[i / prototype_.size() * latent],
                             0.0f, 1.0f);
  }

  model::Tensors weights() const override {
    return {{"prototype", {static_cast<std::int64_t>(prototype_.size())}, prototype_}};
  }
  void setWeights(const model::Tensors& weights) override {
    if (weights.size() != 1 || weights[0].values.size() != prototype_.size())
      throw Error("weights of another model");
    prototype_ = weights[0].values;
  }

  model::Tensors optimizerState() const override {
    return {{"step", {}, {static_cast<float>(steps_)}}};
  }
  void setOptimizerState(const model::Tensors& state) override {
    steps_ = static_cast<std::int64_t>(state.at(0).values.at(0));
  }

 private:
  model::ModelSpec spec_;
  FakeModelOptions options_;
  std::vector<float> prototype_;
  std::int64_t steps_ = 0;
};

class FakeDataset final : public data::Dataset {
 public:
  explicit FakeDataset(data::DatasetInfo info) : Dataset(std::move(info)) {}

  void read(std::span<const std::int64_t> rows, std::span<float> pixels) const override {
    const auto size = static_cast<std::size_t>(info().shape.size());
    for (std::size_t i = 0; i < pixels.size(); ++i)
      pixels[i] = static_cast<float>(rows[i / size]) / static_cast<float>(info().count);
  }
  int label(std::int64_t row) const override { return static_cast<int>(row % 3); }
  int factorLevel(std::int64_t row, int) const override { return static_cast<int>(row % 2); }
  std::string fingerprint() const override { return "0123456789abcdef"; }
};

}  // namespace

model::ModelFactory fakeModelFactory(FakeModelOptions options) {
  return [options](const model::ModelRequest& request) {
    return std::make_unique<FakeModel>(request, options);
  };
}

data::DatasetPtr fakeDataset(std::int64_t count, int side) {
  data::DatasetInfo info;
  info.name = "fake";
  info.source = "fake:";
  info.format = "generated";
  info.count = info.publishedTrainCount = count;
  info.shape = {1, side, side};
  info.classes = {"a", "b", "c"};
  info.factors = {{"parity", {0.0, 1.0}, ""}};
  return std::make_shared<const FakeDataset>(std::move(info));
}

}  // namespace latlas::test
