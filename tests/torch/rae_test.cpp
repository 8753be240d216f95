// The regularized autoencoder's terms against their definitions, computed by plain loops in double
// from what encode() and decode() give.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr int kCount = 6, kLatent = 3;

struct Scene {
  Config config;
  ModelSpec spec;
  std::unique_ptr<Learner> model;
  std::vector<float> pixels, mu;
  LossSettings settings;

  explicit Scene(const std::vector<std::pair<std::string, std::string>>& keys) {
    config.model = smallSpec(Architecture::mlp).config;
    setKey(config, "objective", "rae");
    for (const auto& [key, value] : keys) setKey(config, key, value);
    spec = {config.model, smallSpec(Architecture::mlp).shape};
    model = SmallModel{spec}.make();
    pixels = somePixels(spec.shape, kCount);
    mu.resize(kCount * kLatent);
    model->encode(pixels, mu, {});
    settings = settingsFor(*model);
    settings.weights = config.loss;
  }

  Losses losses(std::span<const float> noise) const {
    return model->evaluate({pixels, {}, noise, {}}, settings);
  }
};

double halfSquaredNorm(const std::vector<float>& mu) {
  double sum = 0.0;
  for (const float value : mu) sum += 0.5 * value * value / kCount;
  return sum;
}

// The sum over tensors of the decoder that `counts` says yes to.
double squares(const Learner& model, auto counts) {
  double sum = 0.0;
  for (const Tensor& tensor : model.weights())
    if (tensor.name.starts_with("decoder.") && counts(tensor))
      for (const float value : tensor.values) sum += static_cast<double>(value) * value;
  return sum;
}

TEST(Rae, IsReconstructionAndTheL2OfZ) {
  const Scene scene({{"rae_regularizer", "none"}, {"beta", "0.7"}});
  const Losses losses = scene.losses({});
  EXPECT_EQ(losses.kl, 0.0);
  EXPECT_TRUE(losses.klOfDimensions.empty());
  EXPECT_NEAR(losses[Term::latentL2], halfSquaredNorm(scene.mu), 1e-6);
  EXPECT_EQ(losses[Term::regularizer], 0.0);
  EXPECT_NEAR(losses.loss, losses.reconstruction + 0.7 * losses[Term::latentL2], 1e-9);

  ModelSpec plain = scene.spec;
  plain.config.objective = Objective::ae;
  EXPECT_DOUBLE_EQ(losses.reconstruction,
                   lossesOf(*SmallModel{plain}.make(), scene.pixels, {}).reconstruction);
}

TEST(Rae, WeightDecayIsTheSumOfTheDecodersSquares) {
  const Scene scene({{"rae_regularizer", "weight_decay"}, {"lambda", "0.2"}});
  const Losses losses = scene.losses({});
  const double expected = squares(*scene.model, [](const Tensor&) { return true; });
  EXPECT_NEAR(losses[Term::regularizer], expected, 1e-6 * expected);
  EXPECT_NEAR(losses.loss, losses.reconstruction + 0.1 * losses[Term::latentL2] + 0.2 * expected,
              1e-6 * losses.loss);
}

// A decoder without hidden layers is W z + b, whose Jacobian is W wherever z is.
TEST(Rae, OfALinearDecoderTheGradientPenaltyIsThatOfTheClosedForm) {
  const Scene scene({{"hidden", "none"}, {"likelihood", "gaussian"}, {"lambda", "0.2"}});
  const Tensors weights = scene.model->weights();
  const Tensor& w = tensorNamed(weights, "decoder.0.weight");
  const auto noise = someNoise(kCount * kLatent);
  double expected = 0.0;
  for (std::size_t i = 0; i < kCount; ++i)
    for (std::size_t row = 0; row < w.values.size() / kLatent; ++row) {
      double change = 0.0;
      for (std::size_t k = 0; k < kLatent; ++k)
        change += static_cast<double>(w.values[row * kLatent + k]) * noise[i * kLatent + k];
      expected += change * change / kCount;
    }
  const Losses losses = scene.losses(noise);
  EXPECT_NEAR(losses[Term::regularizer], expected, 1e-4 * expected);
  EXPECT_NEAR(losses.loss, losses.reconstruction + 0.1 * losses[Term::latentL2] + 0.2 * expected,
              1e-4);
}

TEST(Rae, OnAverageTheGradientPenaltyIsTheSquaredNormOfTheJacobian) {
  for (const std::string likelihood : {"bernoulli", "gaussian"}) {
    const Scene scene({{"activation", "tanh"}, {"likelihood", likelihood}, {"output", "sigmoid"}});
    const std::size_t size = scene.pixels.size() / kCount;
    double norm = 0.0;
    for (std::size_t k = 0; k < kLatent; ++k) {
      constexpr float reach = 0.02f;
      std::vector<float> above = scene.mu, below = scene.mu;
      for (std::size_t i = 0; i < kCount; ++i) {
        above[i * kLatent + k] += reach;
        below[i * kLatent + k] -= reach;
      }
      std::vector<float> high(kCount * size), low(kCount * size);
      scene.model->decode(above, high);
      scene.model->decode(below, low);
      for (std::size_t i = 0; i < high.size(); ++i)
        norm += std::pow((static_cast<double>(high[i]) - low[i]) / (2.0 * reach), 2) / kCount;
    }
    double mean = 0.0;
    constexpr int draws = 400;
    for (std::uint64_t draw = 0; draw < draws; ++draw)
      mean += scene.losses(someNoise(kCount * kLatent, draw))[Term::regularizer] / draws;
    // The mean of 2,400 squared norms along a direction, each with a deviation of about its size.
    EXPECT_NEAR(mean, norm, 0.08 * norm) << likelihood;
  }
}

TEST(Rae, TrainingLowersThePenaltyThatIsWeighed) {
  const auto after = [](const std::string& lambda) {
    const Scene scene({{"lambda", lambda}});
    StepOptions options{.loss = scene.settings, .learningRate = 3e-3};
    double last = 0.0;
    for (std::uint64_t step = 0; step < 150; ++step)
      last = trainOn(*scene.model, scene.pixels, someNoise(kCount * kLatent, step), options)
                 .losses[Term::regularizer];
    return last;
  };
  EXPECT_LT(after("5"), 0.3 * after("0"));
}

}  // namespace
}  // namespace latlas::model
