#include "core/train/corruption.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/train/streams.h"

namespace latlas::train {
namespace {

constexpr std::size_t kRows = 50, kSize = 400;
constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

class CorruptionTest : public testing::Test {
 protected:
  CorruptionTest() : targets(kRows * kSize, 0.3f), rows(kRows) {
    std::iota(rows.begin(), rows.end(), 7);
  }
  void apply(std::int64_t step = 5) { corrupt(config, step, rows, targets, inputs); }

  model::Config config;
  std::vector<float> targets, inputs;
  std::vector<std::int64_t> rows;
};

// That many of n happened, each with probability p: within 5 standard deviations.
void expectRate(std::size_t found, std::size_t n, double p) {
  const auto count = static_cast<double>(n);
  EXPECT_NEAR(static_cast<double>(found), p * count, 5.0 * std::sqrt(p * (1.0 - p) * count));
}

std::size_t countOf(const std::vector<float>& values, auto&& condition) {
  return static_cast<std::size_t>(std::ranges::count_if(values, condition));
}
constexpr auto isNan = [](float value) { return std::isnan(value); };
constexpr auto isZero = [](float value) { return value == 0.0f; };

bool sameBits(const std::vector<float>& a, const std::vector<float>& b) {
  return std::ranges::equal(a, b, [](float x, float y) {
    return x == y || (std::isnan(x) && std::isnan(y));
  });
}

TEST_F(CorruptionTest, CleanSamplesStayAndCostNothing) {
  targets[3] = kNan;
  const std::vector<float> before = targets;
  apply();
  EXPECT_TRUE(sameBits(targets, before));
  EXPECT_TRUE(inputs.empty());
  EXPECT_EQ(inputs.capacity(), 0u);
  EXPECT_TRUE(isSameInEachStep(config));
}

TEST_F(CorruptionTest, DynamicBinarizationDrawsAnewInEachStep) {
  config.model.binarize = model::Binarization::dynamic;
  const std::vector<float> clean = targets;
  apply(5);
  const std::vector<float> first = targets;
  EXPECT_TRUE(inputs.empty()) << "the encoder sees the drawn pixels";
  const std::size_t ones = countOf(first, [](float value) { return value == 1.0f; });
  EXPECT_EQ(ones + countOf(first, isZero), first.size());
  expectRate(ones, first.size(), 0.3);
  targets = clean;
  apply(5);
  EXPECT_EQ(targets, first);
  targets = clean;
  apply(6);
  EXPECT_NE(targets, first);
  EXPECT_FALSE(isSameInEachStep(config));
}

TEST_F(CorruptionTest, BlackAndWhiteStayBlackAndWhite) {
  config.model.binarize = model::Binarization::dynamic;
  for (std::size_t i = 0; i < targets.size(); ++i) targets[i] = static_cast<float>(i % 2);
  const std::vector<float> before = targets;
  apply();
  EXPECT_EQ(targets, before);
}

TEST_F(CorruptionTest, StaticBinarizationIsOfTheRow) {
  config.model.binarize = model::Binarization::fixed;
  const std::vector<float> clean = targets;
  apply(5);
  const std::vector<float> first = targets;
  expectRate(countOf(first, [](float value) { return value == 1.0f; }), first.size(), 0.3);
  // Another step, and the rows in another order.
  std::ranges::reverse(rows);
  targets = clean;
  apply(9);
  EXPECT_TRUE(std::equal(first.begin(), first.begin() + kSize, targets.end() - kSize));
  std::vector<float> held = clean, evaluated = clean;
  prepareOnce(config, rows, held);
  prepareHeldOut(config, rows, evaluated);
  EXPECT_EQ(held, targets);
  EXPECT_EQ(evaluated, targets);
  EXPECT_TRUE(isSameInEachStep(config));
}

TEST_F(CorruptionTest, OtherLikelihoodsDrawNoPixels) {
  config.model.likelihood = model::Likelihood::gaussian;
  config.model.binarize = model::Binarization::dynamic;
  const std::vector<float> before = targets;
  apply();
  EXPECT_EQ(targets, before);
  EXPECT_TRUE(isSameInEachStep(config));
}

TEST_F(CorruptionTest, GaussianNoiseIsThatOfTheStepsStream) {
  config.train.noise = 0.5;
  apply(9);
  std::vector<float> draws(targets.size());
  streamOf(config.train.seed, StreamKind::gaussianNoise, 9).fillNormal(draws);
  for (std::size_t i = 0; i < draws.size(); ++i)
    ASSERT_EQ(inputs[i], targets[i] + 0.5f * draws[i]) << i;
}

TEST_F(CorruptionTest, GaussianNoiseIsOnTheInputsAlone) {
  config.train.noise = 0.5;
  targets[10] = kNan;
  const std::vector<float> before = targets;
  apply();
  EXPECT_TRUE(sameBits(targets, before));
  ASSERT_EQ(inputs.size(), targets.size());
  EXPECT_EQ(inputs[10], 0.0f) << "what is missing gets no noise";
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (i == 10) continue;
    const double draw = (inputs[i] - targets[i]) / 0.5;
    sum += draw;
    squares += draw * draw;
  }
  const auto n = static_cast<double>(inputs.size() - 1);
  EXPECT_NEAR(sum / n, 0.0, 5.0 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 1.0, 5.0 * std::sqrt(2.0 / n));
}

TEST_F(CorruptionTest, MaskedValuesAreZeroForTheEncoder) {
  config.train.masking = 0.2;
  const std::vector<float> before = targets;
  apply();
  EXPECT_EQ(targets, before);
  ASSERT_EQ(inputs.size(), targets.size());
  expectRate(countOf(inputs, isZero), inputs.size(), 0.2);
  EXPECT_EQ(countOf(inputs, [](float value) { return value != 0.0f && value != 0.3f; }), 0u);
}

TEST_F(CorruptionTest, WithheldValuesAreMissingForTheLossToo) {
  config.train.missing = 0.1;
  targets[0] = kNan;
  apply();
  ASSERT_EQ(inputs.size(), targets.size());
  EXPECT_TRUE(std::isnan(targets[0]));
  expectRate(countOf(targets, isNan), targets.size(), 0.1);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    ASSERT_EQ(inputs[i], std::isnan(targets[i]) ? 0.0f : 0.3f);
}

TEST_F(CorruptionTest, InputsFollowTheDrawnPixels) {
  config.model.binarize = model::Binarization::dynamic;
  config.train.masking = 0.2;
  apply();
  for (std::size_t i = 0; i < inputs.size(); ++i)
    ASSERT_TRUE(inputs[i] == targets[i] || inputs[i] == 0.0f);
  EXPECT_GT(countOf(inputs, isZero), countOf(targets, isZero));
}

TEST_F(CorruptionTest, AllIsAFunctionOfSeedAndStep) {
  config.train.noise = 0.1;
  config.train.masking = 0.2;
  config.train.missing = 0.3;
  const std::vector<float> clean = targets;
  const auto done = [&](std::uint64_t seed, std::int64_t step) {
    config.train.seed = seed;
    targets = clean;
    apply(step);
    return inputs;
  };
  const std::vector<float> first = done(1, 5);
  EXPECT_NE(first, done(1, 6));
  EXPECT_NE(first, done(2, 5));
  EXPECT_EQ(first, done(1, 5));
}

TEST_F(CorruptionTest, OneKindDoesNotShiftTheDrawsOfAnother) {
  config.train.masking = 0.2;
  const std::vector<float> clean = targets;
  apply();
  const std::vector<float> masked = inputs;
  config.train.missing = 0.3;
  targets = clean;
  apply();
  for (std::size_t i = 0; i < inputs.size(); ++i)
    ASSERT_EQ(inputs[i], std::isnan(targets[i]) ? 0.0f : masked[i]);
}

TEST_F(CorruptionTest, HeldOutSamplesAreBinarizedTheSameEachTimeAndNothingElse) {
  config.model.binarize = model::Binarization::dynamic;
  config.train.noise = 0.1;
  config.train.masking = 0.2;
  config.train.missing = 0.3;
  std::vector<float> once = targets, again = targets;
  prepareHeldOut(config, rows, once);
  prepareHeldOut(config, rows, again);
  EXPECT_EQ(once, again);
  const std::size_t ones = countOf(once, [](float value) { return value == 1.0f; });
  EXPECT_EQ(ones + countOf(once, isZero), once.size());
  expectRate(ones, once.size(), 0.3);
  // A row's draws do not depend on those beside it.
  std::vector<float> alone(kSize, 0.3f);
  prepareHeldOut(config, std::span(rows).subspan(2, 1), alone);
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), once.begin() + 2 * kSize));
}

}  // namespace
}  // namespace latlas::train
