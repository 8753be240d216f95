#include "app/ui/chart_buckets.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "tests/ui/made_series.h"

namespace latlas::ui {
namespace {

using test::kNan;
using test::seriesOf;

ChartCurve curveOf(const series::Series& series, double from, double to, int count,
                   double past = 0.0, bool logarithmic = false) {
  ChartSmoothing smoothing;
  if (past > 0.0) smoothing.follow(series, 0, past);
  return bucketCurve(series, 0, {from, to, count, logarithmic}, past > 0.0 ? &smoothing : nullptr);
}

// The average by its definition.
std::vector<double> plainAverage(const std::vector<float>& values, double past) {
  std::vector<double> averages;
  double sum = 0.0, weight = 0.0;
  for (const float value : values) {
    if (std::isfinite(value)) {
      sum = past * sum + (1.0 - past) * static_cast<double>(value);
      weight = past * weight + (1.0 - past);
    }
    averages.push_back(sum / weight);
  }
  return averages;
}

std::vector<float> wave(std::size_t count) {
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = static_cast<float>(std::sin(0.05 * static_cast<double>(i)) +
                                   0.001 * static_cast<double>(i));
  return values;
}

TEST(Buckets, KeepASingleSpikeAmongAMillionPoints) {
  std::vector<float> values(1'000'000, 1.0f);
  values[654'321] = 500.0f;
  values[123'456] = -7.0f;
  const auto curve = curveOf(seriesOf(values), 0.0, 999'999.0, 300);
  EXPECT_EQ(curve.columns.size(), 300u);
  double low = 1.0, high = 1.0, at = 0.0;
  for (const auto& column : curve.columns) {
    low = std::min(low, column.low);
    if (column.high > high) high = column.high, at = column.x;
  }
  EXPECT_EQ(high, 500.0);
  EXPECT_EQ(low, -7.0);
  EXPECT_NEAR(at, 654'321.0, 999'999.0 / 300);
}

TEST(Buckets, EveryPointFallsIntoExactlyOneColumn) {
  std::vector<float> values(5000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i);
  for (const bool logarithmic : {false, true}) {
    const auto curve =
        curveOf(seriesOf(values), logarithmic ? 1.0 : 0.0, 4999.0, 37, 0.0, logarithmic);
    double expected = 0.0;
    for (const auto& column : curve.columns) {
      EXPECT_EQ(column.first, expected);
      EXPECT_EQ(column.low, column.first);
      EXPECT_EQ(column.high, column.last);
      expected = column.last + 1.0;
    }
    EXPECT_EQ(expected, 5000.0);
  }
}

TEST(Buckets, UnevenStepsAreFound) {
  series::Series series({"loss"});
  for (std::int64_t i = 0; i < 3000; ++i) {
    const float value = static_cast<float>(i);
    series.append({i < 1000 ? i : i < 2000 ? 1000 : i * i, 0.0, 0.0}, {&value, 1});
  }
  const auto curve = curveOf(series, 0.0, 2999.0 * 2999.0, 200);
  double expected = 0.0;
  for (const auto& column : curve.columns) {
    EXPECT_EQ(column.low, expected);
    expected = column.high + 1.0;
  }
  EXPECT_EQ(expected, 3000.0);
}

TEST(Buckets, FewPointsKeepTheirPlacesAndTheirNeighboursOutside) {
  const std::vector<float> values = {5, 4, 3, 2, 1};
  const auto curve = curveOf(seriesOf(values, 10), 12.0, 28.0, 100);
  ASSERT_EQ(curve.columns.size(), 3u);
  EXPECT_EQ(curve.columns[0].x, 10.0);
  EXPECT_EQ(curve.columns[1].x, 20.0);
  EXPECT_EQ(curve.columns[2].x, 30.0);
  EXPECT_EQ(curve.columns[1].last, 3.0);
}

TEST(Buckets, ValuesThatAreNotFiniteAreReportedAndDoNotEnterTheCurve) {
  std::vector<float> values(100, 2.0f);
  values[0] = kNan;
  values[40] = kNan;
  values[43] = kNan;
  values[70] = std::numeric_limits<float>::infinity();
  const auto curve = curveOf(seriesOf(values), 0.0, 99.0, 10, 0.5);
  ASSERT_EQ(curve.notFinite.size(), 3u);
  EXPECT_EQ(curve.notFinite[1].x, 40.0);
  EXPECT_TRUE(std::isnan(curve.notFinite[1].value));
  EXPECT_EQ(curve.notFinite[2].x, 70.0);
  EXPECT_TRUE(std::isinf(curve.notFinite[2].value));
  for (const auto& column : curve.columns) EXPECT_EQ(column.high, 2.0);
  for (const auto& [x, y] : curve.smooth) EXPECT_NEAR(y, 2.0, 1e-12);
}

TEST(Buckets, WhatWasNotMeasuredIsAGap) {
  std::vector<float> values(100, series::kMissing);
  for (std::size_t i = 50; i < 100; ++i) values[i] = 3.0f;
  const auto curve = curveOf(seriesOf(values), 0.0, 99.0, 100, 0.5);
  EXPECT_EQ(curve.columns.size(), 50u);
  EXPECT_EQ(curve.smooth.size(), 50u);
  EXPECT_TRUE(curve.notFinite.empty());
  EXPECT_TRUE(curveOf(seriesOf(std::vector<float>(2000, series::kMissing)), 0.0, 1999.0, 10, 0.5)
                  .columns.empty());
}

TEST(Smoothing, IsTheBiasCorrectedAverage) {
  const std::vector<float> values = {10, 20, 30};
  const auto curve = curveOf(seriesOf(values), 0.0, 2.0, 100, 0.5);
  ASSERT_EQ(curve.smooth.size(), 3u);
  EXPECT_NEAR(curve.smooth[0].second, 10.0, 1e-12);
  // Weights 1/4 and 1/2, over their sum 3/4; then 1/8, 1/4, 1/2 over 7/8.
  EXPECT_NEAR(curve.smooth[1].second, (0.25 * 10 + 0.5 * 20) / 0.75, 1e-12);
  EXPECT_NEAR(curve.smooth[2].second, (0.125 * 10 + 0.25 * 20 + 0.5 * 30) / 0.875, 1e-12);
}

TEST(Smoothing, IsTheSameWhereverItIsReadAndHoweverTheSeriesGrew) {
  auto values = wave(5000);
  values[10] = values[1500] = values[1501] = kNan;
  values[4990] = series::kMissing;
  for (const double past : {0.3, 0.9, 0.99}) {
    const auto expected = plainAverage(values, past);
    series::Series series({"loss"});
    ChartSmoothing smoothing;
    for (std::size_t i = 0; i < values.size(); ++i) {
      series.append({static_cast<std::int64_t>(i), 0.0, 0.0}, {&values[i], 1});
      if (i % 777 != 0 && i + 1 != values.size()) continue;
      smoothing.follow(series, 0, past);
      ChartSmoothing::Reader ascending(smoothing, series);
      for (std::size_t row = 0; row <= i; row += 1 + row % 97)
        ASSERT_NEAR(ascending.at(row).value(), expected[row], 1e-9) << row << " of " << i;
      for (const std::size_t row : {i, i / 2, i / 3, std::size_t{0}})
        ASSERT_NEAR(ChartSmoothing::Reader(smoothing, series).at(row).value(), expected[row], 1e-9);
    }
  }
}

TEST(Smoothing, FollowsAnotherSeriesAnotherColumnAndAnotherWeight) {
  const auto first = wave(3000);
  auto second = first;
  second[100] = 50.0f;
  series::Series both({"a", "b"});
  for (std::size_t i = 0; i < first.size(); ++i)
    both.append({static_cast<std::int64_t>(i), 0.0, 0.0}, std::array{first[i], second[i]});
  ChartSmoothing smoothing;
  const auto expectAverage = [&](const series::Series& series, std::size_t column, double past,
                                 const std::vector<float>& values) {
    smoothing.follow(series, column, past);
    EXPECT_NEAR(ChartSmoothing::Reader(smoothing, series).at(200).value(),
                plainAverage(values, past)[200], 1e-9);
  };
  expectAverage(both, 0, 0.9, first);
  expectAverage(both, 1, 0.9, second);
  expectAverage(both, 1, 0.5, second);
  expectAverage(seriesOf(first), 0, 0.5, first);
  expectAverage(seriesOf(second), 0, 0.5, second);
  expectAverage(seriesOf(std::vector<float>(first.begin(), first.begin() + 300)), 0, 0.5, first);
}

TEST(Smoothing, OfNothingFiniteIsNothing) {
  const series::Series series = seriesOf(std::vector<float>(10, kNan));
  ChartSmoothing smoothing;
  smoothing.follow(series, 0, 0.5);
  EXPECT_EQ(ChartSmoothing::Reader(smoothing, series).at(9), std::nullopt);
}

TEST(Buckets, NearestRowIsNearest) {
  const auto series = seriesOf(std::vector<float>{0, 0, 0}, 10);
  EXPECT_EQ(nearestRow(series, -5.0), 0u);
  EXPECT_EQ(nearestRow(series, 4.0), 0u);
  EXPECT_EQ(nearestRow(series, 6.0), 1u);
  EXPECT_EQ(nearestRow(series, 99.0), 2u);
}

}  // namespace
}  // namespace latlas::ui
