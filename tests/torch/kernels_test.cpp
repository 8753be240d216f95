// The fused loops against the same formulas in double precision.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/model/torch/kernels/likelihood_kernels.h"
#include "core/model/torch/kernels/optimizer_kernels.h"
#include "core/model/torch/kernels/switched_units_kernel.h"
#include "tests/torch/small_models.h"

namespace latlas::model {
namespace {

// Longer than the loops' blocks and chunks, and no multiple of either.
constexpr int longCount = 70001;
constexpr double halfBin = 1.0 / 510.0;

double sigmoid(double x) { return 1.0 / (1.0 + std::exp(-x)); }
double softplus(double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }

// -log p by the definition, in double.
double expectedNll(Likelihood likelihood, double output, double target, double sigma) {
  switch (likelihood) {
    case Likelihood::bernoulli: return softplus(output) - output * target;
    case Likelihood::gaussian:
      return 0.5 * std::pow((target - output) / sigma, 2) + std::log(sigma) +
             0.5 * std::log(2.0 * std::numbers::pi);
    case Likelihood::laplace: return std::abs(target - output) / sigma + std::log(2.0 * sigma);
    case Likelihood::discretizedLogistic: {
      const double u = (target + halfBin - output) / sigma, v = (target - halfBin - output) / sigma;
      if (target < halfBin) return softplus(-u);
      if (target > 1.0 - halfBin) return softplus(v);
      return -std::log(sigmoid(u) - sigmoid(v));
    }
  }
  return 0.0;
}

const std::vector<Likelihood> allLikelihoods{Likelihood::bernoulli, Likelihood::gaussian,
                                             Likelihood::laplace, Likelihood::discretizedLogistic};

class Likelihoods : public testing::TestWithParam<Likelihood> {};

TEST_P(Likelihoods, ValueAndSlopesOfEveryOutput) {
  for (const double sigma : {0.07, 0.6})
    for (double output = -3.0; output <= 3.0; output += 0.0137)
      for (const float target : {0.0f, 77.0f / 255.0f, 1.0f}) {
        const auto given = static_cast<float>(output);
        float gradient = 0.0f;
        const NllTask task{GetParam(), sigma, false};
        const NllSums sums = nllSums(task, {&given, &target, 1, &gradient, 2.0f});
        const double value = expectedNll(GetParam(), given, target, sigma);
        // Farther out than this the definition's difference of sigmoids loses its digits.
        if (std::abs(given - target) / sigma < 14.0) {
          EXPECT_NEAR(sums.nll, value, 2e-6 * (1.0 + std::abs(value))) << given << " " << target;
        }
        if (GetParam() == Likelihood::laplace && std::abs(given - target) < 1e-3) continue;
        if (std::abs(given - target) / sigma > 15.0) continue;
        constexpr double reach = 1e-5;
        const auto slope = [&](double step, double relative) {
          return expectedNll(GetParam(), given + step, target, sigma * (1.0 + relative));
        };
        const double byOutput = (slope(reach, 0.0) - slope(-reach, 0.0)) / (2.0 * reach);
        const double byLogSigma = (slope(0.0, reach) - slope(0.0, -reach)) / (2.0 * reach);
        EXPECT_NEAR(gradient, 2.0 * byOutput, 2e-4 * (1.0 + std::abs(byOutput))) << given;
        if (GetParam() == Likelihood::bernoulli) continue;
        EXPECT_NEAR(sums.logSigmaSlope, byLogSigma, 2e-4 * (1.0 + std::abs(byLogSigma))) << given;
      }
}

TEST_P(Likelihoods, StayFiniteFarOut) {
  for (const float output : {-1e3f, -90.0f, 90.0f, 1e3f})
    for (const float target : {0.0f, 0.5f, 1.0f}) {
      float gradient = 0.0f;
      const NllSums sums = nllSums({GetParam(), 0.1, false}, {&output, &target, 1, &gradient});
      EXPECT_TRUE(std::isfinite(sums.nll) && std::isfinite(gradient)) << output;
      EXPECT_GE(sums.nll, -3.0);
    }
}

TEST_P(Likelihoods, OfManyAreTheSumAlsoByRows) {
  std::vector<float> outputs = someNoise(longCount);
  const std::vector<float> targets = somePixels({1, 1, longCount}, 1);
  std::vector<float> gradient(longCount), byRows(longCount);
  double expected = 0.0;
  for (std::size_t i = 0; i < outputs.size(); ++i)
    expected += expectedNll(GetParam(), outputs[i], targets[i], 0.3);
  const NllTask task{GetParam(), 0.3, false};
  const NllSums sums = nllSums(task, {outputs.data(), targets.data(), longCount, gradient.data()});
  EXPECT_NEAR(sums.nll, expected, 2e-6 * std::abs(expected));
  EXPECT_EQ(nllSums(task, {outputs.data(), targets.data(), longCount}).nll, sums.nll);

  constexpr std::int64_t width = 10000, rows = 7;
  std::vector<NllSums> rowSums(rows);
  const std::vector<float> scales{1, 2, 3, 4, 5, 6, 7};
  nllRows(task, {outputs.data(), targets.data(), rows, 1, width, byRows.data(), scales.data()},
          rowSums.data());
  double total = 0.0;
  for (const NllSums& row : rowSums) total += row.nll;
  EXPECT_NEAR(total, nllSums(task, {outputs.data(), targets.data(), 70000}).nll,
              1e-9 * std::abs(total));
  EXPECT_FLOAT_EQ(byRows[65000], 7.0f * gradient[65000]);
  EXPECT_FLOAT_EQ(byRows[123], gradient[123]);
}

TEST_P(Likelihoods, RowsMayShareATarget) {
  const std::vector<float> outputs = someNoise(6 * 50), targets = somePixels({1, 1, 50}, 3);
  std::vector<NllSums> rows(6);
  const NllTask task{GetParam(), 0.4, false};
  nllRows(task, {outputs.data(), targets.data(), 6, 2, 50}, rows.data());
  for (std::size_t row = 0; row < 6; ++row)
    EXPECT_EQ(rows[row].nll,
              nllSums(task, {outputs.data() + row * 50, targets.data() + row / 2 * 50, 50}).nll);
}

TEST_P(Likelihoods, MissingValuesTakeNoPart) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> outputs{1.0f, 5.0f, -2.0f}, present{0.5f, nan, 1.0f};
  const std::vector<float> outputsOfPresent{1.0f, -2.0f}, onlyPresent{0.5f, 1.0f};
  std::vector<float> gradient(3), gradientOfPresent(2);
  const NllSums sums =
      nllSums({GetParam(), 0.7, true}, {outputs.data(), present.data(), 3, gradient.data()});
  const NllSums observed =
      nllSums({GetParam(), 0.7, false},
              {outputsOfPresent.data(), onlyPresent.data(), 2, gradientOfPresent.data()});
  EXPECT_DOUBLE_EQ(sums.nll, observed.nll);
  EXPECT_DOUBLE_EQ(sums.logSigmaSlope, observed.logSigmaSlope);
  EXPECT_EQ(gradient[0], gradientOfPresent[0]);
  EXPECT_EQ(gradient[1], 0.0f);
  EXPECT_EQ(gradient[2], gradientOfPresent[1]);
}

TEST_P(Likelihoods, WhatIsNotFiniteStaysNotFinite) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const float pixel = 0.5f, output = 1.0f;
  for (const float bad : {nan, infinity, -infinity})
    EXPECT_FALSE(std::isfinite(nllSums({GetParam(), 0.1, false}, {&bad, &pixel, 1}).nll)) << bad;
  EXPECT_FALSE(std::isfinite(nllSums({GetParam(), 0.1, false}, {&output, &nan, 1}).nll));
}

INSTANTIATE_TEST_SUITE_P(All, Likelihoods, testing::ValuesIn(allLikelihoods), [](const auto& test) {
  Config config;
  config.model.likelihood = test.param;
  std::string name = keyValue(config, "likelihood");
  std::erase(name, '-');
  return name;
});

TEST(DiscretizedLogistic, TheMassOfAllLevelsIsOne) {
  for (const float mean : {-0.2f, 0.0f, 0.4f, 1.3f}) {
    double mass = 0.0;
    for (int level = 0; level < 256; ++level) {
      const float target = static_cast<float>(level) / 255.0f;
      mass += std::exp(
          -nllSums({Likelihood::discretizedLogistic, 0.05, false}, {&mean, &target, 1}).nll);
    }
    EXPECT_NEAR(mass, 1.0, 1e-5) << mean;
  }
}

TEST(SumOfSquares, OfMany) {
  const std::vector<float> x = someNoise(longCount);
  double expected = 0.0;
  for (const float value : x) expected += static_cast<double>(value) * value;
  EXPECT_NEAR(sumOfSquares(x.data(), longCount), expected, 1e-6 * expected);
  EXPECT_EQ(sumOfSquares(x.data(), 0), 0.0);
  const float infinity = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(std::isfinite(sumOfSquares(&infinity, 1)));
}

// What is added corrects outputs that took each unit as it is at the mean.
TEST(SwitchedUnits, MakeTheMapThatOfTheDraw) {
  constexpr std::int64_t rows = 5, hidden = 37, width = 51;
  const std::vector<float> activations = someNoise(rows * hidden, 1);
  const std::vector<float> weights = someNoise(hidden * width, 2);
  for (const float offSlope : {0.0f, 0.01f}) {
    // From no unit that is switched, over a few, to all.
    for (const int every : {0, 1, 3, 20}) {
      std::vector<float> slopes(hidden), outputs(rows * width);
      std::vector<double> expected(rows * width);
      for (std::int64_t unit = 0; unit < hidden; ++unit) {
        const bool isOn = activations[static_cast<std::size_t>(unit)] > 0.0f;
        const bool isTaken = every > 0 && unit % every == 0 ? !isOn : isOn;
        slopes[static_cast<std::size_t>(unit)] = isTaken ? 1.0f : offSlope;
      }
      for (std::int64_t row = 0; row < rows; ++row)
        for (std::int64_t column = 0; column < width; ++column) {
          double mapped = 0.0, real = 0.0;
          for (std::int64_t unit = 0; unit < hidden; ++unit) {
            const double a = activations[static_cast<std::size_t>(row * hidden + unit)];
            const double w = weights[static_cast<std::size_t>(unit * width + column)];
            mapped += slopes[static_cast<std::size_t>(unit)] * a * w;
            real += (a > 0.0 ? 1.0 : offSlope) * a * w;
          }
          const auto at = static_cast<std::size_t>(row * width + column);
          outputs[at] = static_cast<float>(mapped);
          expected[at] = real;
        }
      addSwitchedUnits({activations.data(), slopes.data(), offSlope, weights.data(), rows, hidden,
                        width},
                       outputs.data());
      for (std::size_t i = 0; i < outputs.size(); ++i)
        ASSERT_NEAR(outputs[i], expected[i], 2e-5) << "every " << every;
    }
  }
}

}  // namespace
}  // namespace latlas::model
