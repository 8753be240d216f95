// Vectors: a Gaussian likelihood over standardized columns, of which some values may be missing.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "core/base/error.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

constexpr int count = 32, columns = 6;
constexpr float missing = std::numeric_limits<float>::quiet_NaN();

ModelSpec vectorSpec(Objective objective) {
  ModelSpec spec = smallSpec(Architecture::mlp, data::vectorShape(columns), 2);
  spec.config.likelihood = Likelihood::gaussian;
  spec.config.objective = objective;
  spec.config.activation = Activation::tanh;
  spec.config.sigma = 0.5;
  return spec;
}

// Points of a plane, up to some 3 deviations out; every seventh value is missing.
std::vector<float> planeWithHoles() {
  const std::vector<float> at = someNoise(2 * count, 5), axes = someNoise(2 * columns, 6);
  std::vector<float> values;
  for (std::size_t i = 0; i < count; ++i)
    for (std::size_t j = 0; j < columns; ++j)
      values.push_back((i * columns + j) % 7 == 3
                           ? missing
                           : at[2 * i] * axes[j] + at[2 * i + 1] * axes[columns + j]);
  return values;
}

std::vector<float> filledWithZeros(std::vector<float> values) {
  for (float& value : values)
    if (std::isnan(value)) value = 0.0f;
  return values;
}

TEST(Vectors, TheLossIsThatOfTheObservedValues) {
  const auto model = SmallModel{vectorSpec(Objective::ae)}.make();
  const std::vector<float> values = planeWithHoles();
  std::vector<float> mu(2 * count), muOfFilled(2 * count), means(values.size());
  model->encode(values, mu, {});
  model->encode(filledWithZeros(values), muOfFilled, {});
  EXPECT_EQ(mu, muOfFilled);
  model->decode(mu, means);
  double expected = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    const double scaled = (values[i] - means[i]) / 0.5;
    expected += 0.5 * scaled * scaled + std::log(0.5) + 0.5 * std::log(2 * std::numbers::pi);
  }
  EXPECT_NEAR(lossesOf(*model, values, {}, 1.0).loss, expected / count, 1e-5 * expected / count);
}

TEST(Vectors, GradientsAreTheSlopesOfTheLossAlsoAroundHoles) {
  const auto model = SmallModel{vectorSpec(Objective::vae)}.make();
  const std::vector<float> values = planeWithHoles(), noise = someNoise(2 * count);
  const Tensors start = model->weights();
  trainOn(*model, values, noise);
  const Tensors state = model->optimizerState();
  for (std::size_t i = 0; i < start.size(); ++i) {
    // After one step Adam's first moment is 0.1 g.
    const std::vector<float> moment = tensorNamed(state, start[i].name + ".m").values;
    double squares = 0.0;
    for (const float value : moment) squares += 100.0 * value * value;
    const double norm = std::sqrt(squares);
    ASSERT_GT(norm, 0.0) << start[i].name;
    constexpr double reach = 0.01;
    double ends[2];
    for (const int side : {0, 1}) {
      Tensors moved = start;
      for (std::size_t j = 0; j < moment.size(); ++j)
        moved[i].values[j] +=
            static_cast<float>((side == 0 ? -reach : reach) * 10.0 * moment[j] / norm);
      model->setWeights(moved);
      ends[side] = lossesOf(*model, values, noise, 1.0).loss;
    }
    EXPECT_NEAR((ends[1] - ends[0]) / (2 * reach), norm, 5e-3 * norm + 2e-3) << start[i].name;
  }
}

TEST(Vectors, AreDecodedBeyondTheRangeOfPixelsAndHolesAreFilledIn) {
  const auto model = SmallModel{vectorSpec(Objective::ae)}.make();
  const std::vector<float> values = planeWithHoles();
  for (int step = 0; step < 3000; ++step)
    ASSERT_TRUE(trainOn(*model, values, {}, {.learningRate = 0.01}).applied());
  std::vector<float> mu(2 * count), means(values.size());
  model->encode(values, mu, {});
  model->decode(mu, means);
  float least = 0.0f, most = 0.0f;
  double squares = 0.0;
  int observed = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    least = std::min(least, means[i]);
    most = std::max(most, means[i]);
    EXPECT_TRUE(std::isfinite(means[i]));
    if (std::isnan(values[i])) continue;
    squares += (values[i] - means[i]) * (values[i] - means[i]);
    ++observed;
  }
  EXPECT_LT(least, -1.0f);
  EXPECT_GT(most, 1.5f);
  EXPECT_LT(std::sqrt(squares / observed), 0.25);
}

TEST(Vectors, HaveNoConvolutionsAndNoBernoulli) {
  for (const bool conv : {true, false}) {
    ModelSpec spec = vectorSpec(Objective::vae);
    if (conv)
      spec.config.architecture = Architecture::conv;
    else
      spec.config.likelihood = Likelihood::bernoulli;
    EXPECT_THROW(SmallModel{spec}.make(), Error);
    suitTo(spec.config, spec.shape);
    EXPECT_NO_THROW(SmallModel{spec}.make());
  }
}

}  // namespace
}  // namespace latlas::model
