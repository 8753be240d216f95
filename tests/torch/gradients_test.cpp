// The hand-written backward pass against finite differences of the loss. Seen from outside: the
// gradient is read from Adam's first moment, which after one step is 0.1 g.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr int count = 6;

struct Case {
  Architecture architecture;
  Activation activation;
  Objective objective;
  Likelihood likelihood;
};

std::string nameOf(const Case& c) {
  Config config;
  config.model.architecture = c.architecture;
  config.model.activation = c.activation;
  config.model.objective = c.objective;
  config.model.likelihood = c.likelihood;
  return keyValue(config, "model") + "_" + keyValue(config, "activation") + "_" +
         keyValue(config, "objective") + "_" + keyValue(config, "likelihood");
}

class Gradients : public testing::TestWithParam<Case> {};

double dot(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a[i]) * b[i];
  return sum;
}

double norm(const std::vector<float>& a) { return std::sqrt(dot(a, a)); }

// d loss / d tensor along `direction` (of length 1).
double slope(Model& model, const Tensors& start, std::size_t tensor,
             const std::vector<float>& direction, float reach, auto lossOf) {
  double ends[2];
  for (const int side : {0, 1}) {
    Tensors moved = start;
    for (std::size_t i = 0; i < direction.size(); ++i)
      moved[tensor].values[i] += (side == 0 ? -reach : reach) * direction[i];
    model.setWeights(moved);
    ends[side] = lossOf();
  }
  return (ends[1] - ends[0]) / (2.0 * reach);
}

std::vector<float> ofLengthOne(std::vector<float> direction) {
  const double length = norm(direction);
  for (float& value : direction) value = static_cast<float>(value / length);
  return direction;
}

TEST_P(Gradients, AreTheSlopesOfTheLoss) {
  ModelSpec spec = smallSpec(GetParam().architecture, {2, 9, 8});
  spec.config.activation = GetParam().activation;
  spec.config.objective = GetParam().objective;
  spec.config.likelihood = GetParam().likelihood;
  spec.config.sigma = 0.5;
  const auto model = SmallModel{spec}.make();
  const auto pixels = somePixels(spec.shape, count);
  const auto noise = someNoise(count * 3);
  constexpr double beta = 1.7;
  // Rounding noise falls with the reach of the differences, curvature grows; across the kinks of
  // rectifiers a short reach is better, and still less exact.
  const bool hasKinks = GetParam().activation == Activation::relu ||
                        GetParam().activation == Activation::leakyRelu;
  const float reach = hasKinks ? 0.0003f : 0.01f;
  const double tolerance = hasKinks ? 5e-2 : 5e-3, roundingNoise = hasKinks ? 1e-2 : 2e-3;

  const Tensors start = model->weights();
  const StepResult step = model->trainStep(pixels, noise, {.beta = beta});
  const Tensors state = model->optimizerState();
  double squares = 0.0;
  for (std::size_t i = 0; i < start.size(); ++i) {
    std::vector<float> gradient = tensorNamed(state, start[i].name + ".m").values;
    for (float& value : gradient) value *= 10.0f;
    squares += dot(gradient, gradient);
    ASSERT_GT(norm(gradient), 0.0) << start[i].name;

    const auto lossOf = [&] { return model->evaluate(pixels, noise, beta).loss; };
    // Along itself a gradient falls short when a part of it is wrong; along other directions it
    // shows parts that are missing.
    const double along = slope(*model, start, i, ofLengthOne(gradient), reach, lossOf);
    EXPECT_NEAR(along, norm(gradient), tolerance * norm(gradient) + roundingNoise) << start[i].name;
    for (std::uint64_t draw = 0; draw < 3; ++draw) {
      const auto direction = ofLengthOne(someNoise(static_cast<int>(gradient.size()), 100 + draw));
      EXPECT_NEAR(slope(*model, start, i, direction, reach, lossOf), dot(gradient, direction),
                  tolerance * norm(gradient) + roundingNoise)
          << start[i].name;
    }
  }
  EXPECT_NEAR(step.gradientNorm, std::sqrt(squares), 1e-5 * step.gradientNorm);
}

std::vector<Case> allCases() {
  std::vector<Case> cases;
  for (const auto architecture : {Architecture::mlp, Architecture::conv})
    for (const auto activation : {Activation::relu, Activation::leakyRelu, Activation::silu,
                                  Activation::gelu, Activation::tanh})
      for (const auto objective : {Objective::vae, Objective::ae})
        for (const auto likelihood : {Likelihood::bernoulli, Likelihood::gaussian})
          cases.push_back({architecture, activation, objective, likelihood});
  return cases;
}

INSTANTIATE_TEST_SUITE_P(All, Gradients, testing::ValuesIn(allCases()),
                         [](const auto& test) { return nameOf(test.param); });

}  // namespace
}  // namespace latlas::model
