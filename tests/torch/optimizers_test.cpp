// AdamW, RMSprop and SGD against PyTorch's formulas in double, and layers that behave differently
// while training. (Adam has its own test beside clipping.)
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"
#include "core/model/network.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr int count = 8;

std::unique_ptr<Learner> modelWith(Optimizer optimizer, const ModelSpec& spec) {
  return makeTorchLearner(
      {.spec = spec, .seed = 1, .threads = 1, .device = Device::cpu, .optimizer = optimizer});
}

// The gradients of a step from `weights`, read from SGD's buffer, which is the gradient itself
// after its first step.
Tensors gradientsAt(const ModelSpec& spec, const Tensors& weights, std::span<const float> pixels,
                    std::span<const float> noise) {
  const auto probe = modelWith(Optimizer::sgd, spec);
  probe->setWeights(weights);
  trainOn(*probe, pixels, noise, {.learningRate = 1e-9});
  return probe->optimizerState();
}

struct Moments {
  double m = 0.0, v = 0.0;
};

// The weight after PyTorch's update.
double updated(Optimizer optimizer, double w, double g, Moments& moments, int step) {
  constexpr double rate = 1e-2, momentum = 0.8, decay = 0.3;
  switch (optimizer) {
    case Optimizer::sgd: moments.m = momentum * moments.m + g; return w - rate * moments.m;
    case Optimizer::rmsProp:
      moments.v = 0.99 * moments.v + 0.01 * g * g;
      moments.m = momentum * moments.m + g / (std::sqrt(moments.v) + 1e-8);
      return w - rate * moments.m;
    case Optimizer::adam:
    case Optimizer::adamW: break;
  }
  moments.m = 0.9 * moments.m + 0.1 * g;
  moments.v = 0.999 * moments.v + 0.001 * g * g;
  const double shrunk = optimizer == Optimizer::adamW ? w * (1.0 - rate * decay) : w;
  return shrunk - rate * moments.m / (1.0 - std::pow(0.9, step)) /
                      (std::sqrt(moments.v / (1.0 - std::pow(0.999, step))) + 1e-8);
}

class Optimizers : public testing::TestWithParam<Optimizer> {};

TEST_P(Optimizers, AreThoseOfPyTorch) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const auto model = modelWith(GetParam(), spec);
  const auto noise = someNoise(count * 3);
  std::vector<std::vector<Moments>> moments;
  for (const Tensor& tensor : model->weights()) moments.emplace_back(tensor.values.size());
  for (int step = 1; step <= 5; ++step) {
    const auto pixels = somePixels(spec.shape, count, static_cast<std::uint64_t>(step));
    const Tensors before = model->weights();
    const Tensors gradients = gradientsAt(spec, before, pixels, noise);
    trainOn(*model, pixels, noise, {.learningRate = 1e-2, .momentum = 0.8, .weightDecay = 0.3});
    const Tensors after = model->weights();
    for (std::size_t t = 0; t < before.size(); ++t) {
      const auto& gradient = tensorNamed(gradients, before[t].name + ".m").values;
      for (std::size_t i = 0; i < gradient.size(); ++i)
        ASSERT_NEAR(after[t].values[i],
                    updated(GetParam(), before[t].values[i], gradient[i], moments[t][i], step),
                    2e-6)
            << before[t].name << "[" << i << "], step " << step;
    }
  }
}

TEST_P(Optimizers, TheirStateComesBack) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const auto model = modelWith(GetParam(), spec), resumed = modelWith(GetParam(), spec);
  const auto pixels = somePixels(spec.shape, count), noise = someNoise(count * 3);
  for (int step = 0; step < 3; ++step) trainOn(*model, pixels, noise);
  const Tensors state = model->optimizerState();
  const Network network = buildNetwork(spec.config, spec.shape);
  const auto expected = optimizerTensors(spec.config, network, GetParam());
  ASSERT_EQ(state.size(), expected.size());
  for (std::size_t i = 0; i < state.size(); ++i) {
    EXPECT_EQ(state[i].name, expected[i].name);
    EXPECT_EQ(state[i].shape, expected[i].shape);
  }
  resumed->setWeights(model->weights());
  resumed->setOptimizerState(state);
  trainOn(*model, pixels, noise);
  trainOn(*resumed, pixels, noise);
  EXPECT_EQ(model->weights(), resumed->weights());
}

INSTANTIATE_TEST_SUITE_P(All, Optimizers,
                         testing::Values(Optimizer::adam, Optimizer::adamW, Optimizer::rmsProp,
                                         Optimizer::sgd),
                         [](const auto& test) {
                           Config config;
                           config.train.optimizer = test.param;
                           return keyValue(config, "optimizer");
                         });

TEST(FactorVaeState, HoldsTheDiscriminatorAndGoesOnBitForBit) {
  ModelSpec spec = smallSpec(Architecture::mlp);
  spec.config.objective = Objective::factorVae;
  const auto model = modelWith(Optimizer::adam, spec), resumed = modelWith(Optimizer::adam, spec);
  const auto pixels = somePixels(spec.shape, count), noise = someNoise(count * 3);
  for (int step = 0; step < 3; ++step) trainOn(*model, pixels, noise);
  const Tensors state = model->optimizerState();
  const Network network = buildNetwork(spec.config, spec.shape);
  const auto expected = optimizerTensors(spec.config, network, Optimizer::adam);
  ASSERT_EQ(state.size(), expected.size());
  for (std::size_t i = 0; i < state.size(); ++i) EXPECT_EQ(state[i].name, expected[i].name);
  resumed->setWeights(model->weights());
  resumed->setOptimizerState(state);
  for (int step = 0; step < 3; ++step)
    EXPECT_EQ(trainOn(*model, pixels, noise).losses, trainOn(*resumed, pixels, noise).losses);
  EXPECT_EQ(model->optimizerState(), resumed->optimizerState());
}

TEST(BatchNorm, AveragesTheBatchesItHasSeen) {
  ModelSpec spec = smallSpec(Architecture::mlp);
  spec.config.batchNorm = true;
  const auto model = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, count), noise = someNoise(count * 3);
  const Tensors start = model->weights();
  EXPECT_EQ(tensorNamed(start, "encoder.2.running_mean").values, std::vector<float>(12, 0.0f));
  EXPECT_EQ(tensorNamed(start, "encoder.2.running_var").values, std::vector<float>(12, 1.0f));
  trainOn(*model, pixels, noise, {.learningRate = 1e-12});
  // x W^T + b by hand, with the weights of before.
  const auto& weight = tensorNamed(start, "encoder.1.weight").values;
  const auto& bias = tensorNamed(start, "encoder.1.bias").values;
  const Tensors after = model->weights();
  for (std::size_t unit = 0; unit < 12; ++unit) {
    double sum = 0.0, squares = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
      double value = bias[unit];
      for (std::size_t p = 0; p < 64; ++p) value += weight[unit * 64 + p] * pixels[i * 64 + p];
      sum += value;
      squares += value * value;
    }
    const double mean = sum / count;
    const double variance = (squares - count * mean * mean) / (count - 1);
    EXPECT_NEAR(tensorNamed(after, "encoder.2.running_mean").values[unit], 0.1 * mean, 1e-5);
    EXPECT_NEAR(tensorNamed(after, "encoder.2.running_var").values[unit], 0.9 + 0.1 * variance,
                1e-4);
  }
}

TEST(BatchNorm, InferenceDoesNotDependOnWhoElseIsInTheBatch) {
  ModelSpec spec = smallSpec(Architecture::conv);
  spec.config.batchNorm = true;
  const auto model = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, count);
  for (int step = 0; step < 5; ++step) trainOn(*model, pixels, someNoise(count * 3));
  std::vector<float> all(count * 3), one(3);
  model->encode(pixels, all, {});
  model->encode(std::span(pixels).first(64), one, {});
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(one[i], all[i], 1e-5);
  const Tensors before = model->weights();
  lossesOf(*model, pixels, someNoise(count * 3));
  EXPECT_EQ(model->weights(), before) << "evaluation moves no average";
}

TEST(BatchNorm, ABatchOfOneIsTakenWithTheRunningAverages) {
  ModelSpec spec = smallSpec(Architecture::mlp);
  spec.config.batchNorm = true;
  const auto model = SmallModel{spec}.make();
  EXPECT_TRUE(trainOn(*model, somePixels(spec.shape, 1), someNoise(3)).applied());
}

TEST(Dropout, IsDrawnBySeedInTrainingOnly) {
  ModelSpec spec = smallSpec(Architecture::mlp);
  spec.config.hidden = {300};
  spec.config.dropout = 0.5;
  const auto pixels = somePixels(spec.shape, count), noise = someNoise(count * 3);
  const auto lossWithSeed = [&](std::uint64_t seed) {
    const auto model = SmallModel{spec}.make();
    return trainOn(*model, pixels, noise, {.loss = {.drawSeed = seed}}).losses.loss;
  };
  EXPECT_EQ(lossWithSeed(3), lossWithSeed(3));
  EXPECT_NE(lossWithSeed(3), lossWithSeed(4));
  ModelSpec whole = spec;
  whole.config.dropout = 0.0;
  const auto dropped = SmallModel{spec}.make(), plain = SmallModel{whole}.make();
  // The same weights: layers behind dropout have other names.
  Tensors weights = plain->weights();
  const Tensors others = dropped->weights();
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i].values = others[i].values;
  plain->setWeights(weights);
  EXPECT_EQ(lossesOf(*dropped, pixels, noise).loss, lossesOf(*plain, pixels, noise).loss);
}

TEST(LearnedSigma, FindsTheSpreadOfTheData) {
  // Nothing to encode: pixels are 0.5 + 0.2 noise, so the best sigma is 0.2.
  ModelSpec spec = smallSpec(Architecture::mlp);
  spec.config.likelihood = Likelihood::gaussian;
  spec.config.learnSigma = true;
  spec.config.sigma = 1.0;
  const auto model = SmallModel{spec}.make();
  EXPECT_EQ(tensorNamed(model->weights(), "log_sigma").values.front(), 0.0f);
  for (int step = 0; step < 1500; ++step) {
    std::vector<float> pixels = someNoise(64 * 64, static_cast<std::uint64_t>(step));
    for (float& pixel : pixels) pixel = 0.5f + 0.2f * pixel;
    trainOn(*model, pixels, someNoise(64 * 3, 5000 + static_cast<std::uint64_t>(step)),
            {.learningRate = 5e-3});
  }
  EXPECT_NEAR(std::exp(tensorNamed(model->weights(), "log_sigma").values.front()), 0.2, 0.01);
}

TEST(HeldSamples, GiveTheSameStepsAsSamplesHandedOver) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const auto handed = SmallModel{spec}.make(), held = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, 20), noise = someNoise(4 * 3);
  EXPECT_FALSE(held->wantsSamples(20)) << "on the CPU there is nothing to gain";
  held->holdSamples(std::span(pixels).first(64 * 13));
  held->holdSamples(std::span(pixels).subspan(64 * 13));
  const std::vector<std::int64_t> rows{17, 2, 2, 12};
  std::vector<float> batch;
  for (const std::int64_t row : rows)
    batch.insert(batch.end(), pixels.begin() + row * 64, pixels.begin() + (row + 1) * 64);
  EXPECT_EQ(handed->trainStep({batch, {}, noise, {}}, {}).losses,
            held->trainStep({{}, {}, noise, rows}, {}).losses);
  EXPECT_EQ(handed->weights(), held->weights());
  const std::vector<std::int64_t> beyond{0, 20, 1, 2};
  EXPECT_THROW(held->trainStep({{}, {}, noise, beyond}, {}), Error);
}

TEST(NotFinite, NamesTheTermOrTheTensor) {
  const ModelSpec spec = smallSpec(Architecture::mlp);
  const auto model = SmallModel{spec}.make();
  auto pixels = somePixels(spec.shape, count);
  const auto noise = someNoise(count * 3);
  pixels[9] = std::nanf("");
  EXPECT_EQ(trainOn(*model, pixels, noise).notFinite, "the reconstruction term");
  Tensors weights = model->weights();
  for (Tensor& tensor : weights)
    if (tensor.name == "logvar.0.bias") tensor.values[1] = 200.0f;
  model->setWeights(weights);
  pixels[9] = 0.5f;
  EXPECT_NE(trainOn(*model, pixels, noise).notFinite, "");
}

}  // namespace
}  // namespace latlas::model
