#include "tests/support/fake_model.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/model/network.h"
#include "core/model/objectives.h"

namespace latlas::test {
namespace {

class FakeModel final : public model::Learner {
 public:
  FakeModel(const model::LearnerRequest& request, FakeModelOptions options)
      : spec_(request.spec),
        options_(std::move(options)),
        prototype_(static_cast<std::size_t>(spec_.shape.size()),
                   static_cast<float>(request.seed % 7) * 0.01f),
        momentum_(prototype_.size()),
        optimizer_(request.optimizer) {
    if (options_.log) options_.log->requests.push_back(request);
  }

  const model::ModelSpec& spec() const override { return spec_; }

  model::StepResult trainStep(const model::Batch& batch,
                              const model::StepOptions& options) override {
    note(options_.log ? &options_.log->steps : nullptr, batch, options);
    const std::vector<float> targets = targetsOf(batch);
    model::StepResult result;
    result.losses = lossesOf(targets, batch, options.loss);
    result.gradientNorm = std::sqrt(result.losses.reconstruction);
    if (++calls_ == options_.nonFiniteAtStep) return failed(std::move(result));
    ++steps_;
    const std::size_t size = prototype_.size();
    const auto rate = static_cast<float>(std::min(options.learningRate * 10.0, 0.5));
    const float share = rate / static_cast<float>(targets.size() / size);
    const std::span<const float> seen = batch.inputs.empty() ? std::span(targets) : batch.inputs;
    // The rest is small beside the way to the prototype.
    double others = options.loss.weights.beta * options.loss.klScale + options.loss.capacity +
                    options.clip + static_cast<double>(options.loss.drawSeed >> 40) * 0x1.0p-24;
    for (const float draw : batch.noise) others += draw;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      float& average = momentum_[i % size];
      if (!std::isnan(seen[i])) average += share * (seen[i] - prototype_[i % size] - average);
      prototype_[i % size] += share * average + share * 1e-6f * static_cast<float>(others);
      if (!std::isnan(targets[i]))
        prototype_[i % size] += share * (targets[i] - prototype_[i % size]);
    }
    return result;
  }

  model::Losses evaluate(const model::Batch& batch, const model::LossSettings& settings) override {
    note(options_.log ? &options_.log->evaluations : nullptr, batch,
         {settings, 0.0, 0.0, 0.0, 0.0});
    model::Losses losses = lossesOf(targetsOf(batch), batch, settings);
    const std::vector<double>& offsets = options_.evaluationOffsets;
    if (!offsets.empty()) losses.loss += offsets[std::min(evaluations_, offsets.size() - 1)];
    ++evaluations_;
    return losses;
  }

  void importanceBound(std::span<const float> targets, int, double, std::uint64_t, std::uint64_t,
                       std::span<double> bounds) override {
    const std::size_t size = prototype_.size();
    std::ranges::fill(bounds, 0.0);
    for (std::size_t i = 0; i < targets.size(); ++i)
      bounds[i / size] -= std::pow(targets[i] - prototype_[i % size], 2.0);
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
      pixels[i] = std::clamp(
          prototype_[i % prototype_.size()] + 0.1f * z[i / prototype_.size() * latent], 0.0f, 1.0f);
  }

  model::Tensors weights() const override {
    if (options_.refusals && *options_.refusals > 0) {
      --*options_.refusals;
      throw Error("no memory for the weights");
    }
    if (options_.isSavable) return zeros(model::weightTensors(network()));
    return {{"prototype", {static_cast<std::int64_t>(prototype_.size())}, prototype_}};
  }
  void setWeights(const model::Tensors& weights) override {
    if (options_.isSavable) return;
    if (weights.size() != 1 || weights[0].values.size() != prototype_.size())
      throw Error("weights of another model");
    prototype_ = weights[0].values;
  }

  model::Tensors optimizerState() const override {
    if (options_.isSavable)
      return zeros(model::optimizerTensors(spec_.config, network(), optimizer_));
    return {{"prototype.m", {static_cast<std::int64_t>(momentum_.size())}, momentum_},
            {"step", {}, {static_cast<float>(steps_)}}};
  }
  void setOptimizerState(const model::Tensors& state) override {
    if (options_.isSavable) return;
    momentum_ = state.at(0).values;
    steps_ = static_cast<std::int64_t>(state.at(1).values.at(0));
  }

  bool wantsSamples(std::int64_t) const override { return options_.wantsSamples; }
  void holdSamples(std::span<const float> samples) override {
    held_.insert(held_.end(), samples.begin(), samples.end());
    if (options_.log) options_.log->held = held_;
  }
  std::string placement() const override { return "1 thread, nothing to measure"; }

 private:
  model::Network network() const { return model::buildNetwork(spec_.config, spec_.shape); }
  static model::Tensors zeros(const std::vector<model::TensorSpec>& specs) {
    model::Tensors tensors;
    for (const model::TensorSpec& spec : specs) {
      std::size_t size = 1;
      for (const std::int64_t side : spec.shape) size *= static_cast<std::size_t>(side);
      tensors.push_back({spec.name, spec.shape, std::vector<float>(size)});
    }
    return tensors;
  }
  static void note(std::vector<FakeBatch>* log, const model::Batch& batch,
                   const model::StepOptions& options) {
    if (!log) return;
    log->push_back({{batch.targets.begin(), batch.targets.end()},
                    {batch.inputs.begin(), batch.inputs.end()},
                    {batch.noise.begin(), batch.noise.end()},
                    {batch.rows.begin(), batch.rows.end()},
                    options});
  }

  std::vector<float> targetsOf(const model::Batch& batch) const {
    std::vector<float> targets(batch.targets.begin(), batch.targets.end());
    for (const std::int64_t row : batch.rows) {
      const auto first = held_.begin() + row * static_cast<std::int64_t>(prototype_.size());
      targets.insert(targets.end(), first, first + static_cast<std::int64_t>(prototype_.size()));
    }
    return targets;
  }

  model::Losses lossesOf(const std::vector<float>& targets, const model::Batch& batch,
                         const model::LossSettings& settings) const {
    const std::size_t size = prototype_.size();
    const auto count = static_cast<double>(targets.size() / size);
    const auto latent = static_cast<std::size_t>(spec_.config.latent);
    model::Losses losses;
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const double difference = targets[i] - prototype_[i % size];
      if (!std::isnan(difference)) losses.reconstruction += difference * difference / count;
    }
    losses.klOfDimensions.resize(latent);
    for (std::size_t i = 0; i < batch.noise.size(); ++i)
      losses.klOfDimensions[i % latent] += 0.5 * batch.noise[i] * batch.noise[i] / count;
    for (const double kl : losses.klOfDimensions) losses.kl += kl;
    for (const auto& [term, weight] : model::infoOf(spec_.config.objective).terms)
      losses[term] = losses.kl * (1.0 + static_cast<double>(term));
    losses.loss = losses.reconstruction + settings.weights.beta * settings.klScale * losses.kl;
    return losses;
  }

  model::StepResult failed(model::StepResult result) const {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    result.notFinite = options_.notFinite;
    if (result.notFinite == "the reconstruction term")
      result.losses.reconstruction = nan;
    else if (result.notFinite == "the KL term")
      result.losses.kl = nan;
    else
      result.gradientNorm = std::numeric_limits<double>::infinity();
    if (std::isfinite(result.gradientNorm)) result.losses.loss = result.gradientNorm = nan;
    return result;
  }

  model::ModelSpec spec_;
  FakeModelOptions options_;
  std::vector<float> prototype_, momentum_;
  model::Optimizer optimizer_;
  std::vector<float> held_;
  std::int64_t steps_ = 0;  // applied, as the optimizer counts them
  std::int64_t calls_ = 0;  // of trainStep
  std::size_t evaluations_ = 0;
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

model::ModelFactory fakeModels(FakeModelOptions options) {
  // A reader is not among the log's requests.
  FakeModelOptions ofReader = options;
  ofReader.log = nullptr;
  return {[ofReader](const model::ReaderRequest& request) {
            return std::make_unique<FakeModel>(
                model::LearnerRequest{.spec = request.spec, .seed = request.seed}, ofReader);
          },
          [options](const model::LearnerRequest& request) {
            return std::make_unique<FakeModel>(request, options);
          }};
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
