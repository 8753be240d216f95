// The fused loops against the same formulas in double precision.
#include "core/model/torch/elementwise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

// Longer than the loops' blocks and chunks, and no multiple of either.
constexpr int longCount = 70001;

TEST(Elementwise, SumOfSquares) {
  const std::vector<float> x = someNoise(longCount);
  double expected = 0.0;
  for (const float value : x) expected += static_cast<double>(value) * value;
  EXPECT_NEAR(sumOfSquares(x.data(), longCount), expected, 1e-6 * expected);
  EXPECT_EQ(sumOfSquares(x.data(), 0), 0.0);
}

TEST(Elementwise, BernoulliIsExactForEveryLogit) {
  for (double logit = -120.0; logit <= 120.0; logit += 0.037)
    for (const float pixel : {0.0f, 0.3f, 1.0f}) {
      const auto given = static_cast<float>(logit);
      float gradient = 0.0f;
      const double nll = bernoulliNll(&given, &pixel, &gradient, 2.0f, 1);
      const double l = given;
      const double expected = std::max(l, 0.0) + std::log1p(std::exp(-std::abs(l))) - l * pixel;
      // The terms cancel down to `expected` from sizes of |l|.
      EXPECT_NEAR(nll, expected, 3e-7 * (std::abs(l) + expected)) << l;
      EXPECT_NEAR(gradient, 2.0 * (1.0 / (1.0 + std::exp(-l)) - pixel), 5e-7) << l;
    }
}

TEST(Elementwise, BernoulliOfManySums) {
  std::vector<float> logits = someNoise(longCount), pixels = somePixels({1, 1, longCount}, 1);
  std::vector<float> gradient(longCount);
  double expected = 0.0;
  for (int i = 0; i < longCount; ++i) {
    const double l = logits[static_cast<std::size_t>(i)] *= 4.0f;
    expected += std::log1p(std::exp(l)) - l * pixels[static_cast<std::size_t>(i)];
  }
  const double sum = bernoulliNll(logits.data(), pixels.data(), gradient.data(), 1.0f, longCount);
  EXPECT_NEAR(sum, expected, 1e-7 * expected);
  EXPECT_EQ(bernoulliNll(logits.data(), pixels.data(), nullptr, 1.0f, longCount), sum);
  const double l = logits.back();
  EXPECT_NEAR(gradient.back(), 1.0 / (1.0 + std::exp(-l)) - pixels.back(), 1e-6);
}

TEST(Elementwise, GaussianOfManySums) {
  const std::vector<float> means = someNoise(longCount);
  const std::vector<float> pixels = somePixels({1, 1, longCount}, 1);
  std::vector<float> gradient(longCount);
  const double sigma = 0.3;
  double expected = 0.0;
  for (std::size_t i = 0; i < longCount; ++i) {
    const double scaled = (static_cast<double>(pixels[i]) - means[i]) / sigma;
    expected += 0.5 * scaled * scaled + std::log(sigma) + 0.5 * std::log(2 * std::numbers::pi);
  }
  EXPECT_NEAR(
      gaussianNll(means.data(), pixels.data(), gradient.data(), 0.5f, sigma, longCount), expected,
      1e-6 * expected);
  EXPECT_NEAR(gradient.back(),
              0.5 * (static_cast<double>(means.back()) - pixels.back()) / (sigma * sigma), 1e-4);
}

TEST(Elementwise, MissingValuesTakeNoPartInTheGaussian) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> means{1.0f, 5.0f, -2.0f}, present{0.5f, nan, -1.0f};
  const std::vector<float> meansOfPresent{1.0f, -2.0f}, onlyPresent{0.5f, -1.0f};
  std::vector<float> gradient(3), gradientOfPresent(2);
  EXPECT_DOUBLE_EQ(
      gaussianNll(means.data(), present.data(), gradient.data(), 1.0f, 0.7, 3),
      gaussianNll(meansOfPresent.data(), onlyPresent.data(), gradientOfPresent.data(), 1.0f, 0.7,
                  2));
  EXPECT_EQ(gradient[0], gradientOfPresent[0]);
  EXPECT_EQ(gradient[1], 0.0f);
  EXPECT_EQ(gradient[2], gradientOfPresent[1]);
}

TEST(Elementwise, WhatIsNotFiniteStaysNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const float pixel = 0.5f, logit = 1.0f;
  for (const float bad : {nan, infinity, -infinity}) {
    EXPECT_FALSE(std::isfinite(bernoulliNll(&bad, &pixel, nullptr, 1.0f, 1))) << bad;
    EXPECT_FALSE(std::isfinite(gaussianNll(&bad, &pixel, nullptr, 1.0f, 0.1, 1))) << bad;
    EXPECT_FALSE(std::isfinite(sumOfSquares(&bad, 1))) << bad;
  }
  EXPECT_FALSE(std::isfinite(bernoulliNll(&logit, &nan, nullptr, 1.0f, 1)));
}

}  // namespace
}  // namespace latlas::model
