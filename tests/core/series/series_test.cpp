#include "core/series/series.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/core/series/float_columns.h"
#include "tests/support/allocation_peak.h"

namespace latlas::series {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Noise with a spike, a NaN and an infinity here and there; then a knob that is seldom turned.
Series made(std::int64_t rows, std::uint64_t seed = 1) {
  Series series({"loss", "lr"});
  Random random(seed);
  for (std::int64_t i = 0; i < rows; ++i) {
    float loss = static_cast<float>(random.uniform());
    if (random.below(500) == 0) loss = 1e6f;
    if (random.below(900) == 0) loss = kNan;
    if (random.below(900) == 0) loss = -kInfinity;
    if (random.below(700) == 0) loss = kMissing;
    const float rate = i < rows / 3 ? 1e-3f : 1e-4f;
    series.append({10 + i, static_cast<double>(10 + i) / 469.0, 0.25e-3 * static_cast<double>(i)},
                  std::array{loss, rate});
  }
  return series;
}

Extent plainExtent(const Series& series, std::size_t column, std::size_t first, std::size_t last) {
  Extent extent;
  for (std::size_t row = first; row < last; ++row) extent.add(series.value(column, row));
  return extent;
}

TEST(Series, KeepsEveryValueAcrossChunksAndLevels) {
  // More than 32 chunks, so that the tree has three levels, and a tail.
  constexpr std::int64_t kRows = 33 * 1024 + 500;
  Series series({"a", "b"});
  for (std::int64_t i = 0; i < kRows; ++i)
    series.append({3 * i, static_cast<double>(i) / 7.0, 1e-6 * static_cast<double>(i * i)},
                  std::array{static_cast<float>(i), static_cast<float>(i / 100)});
  ASSERT_EQ(series.size(), static_cast<std::size_t>(kRows));
  for (std::int64_t i = 0; i < kRows; ++i) {
    const auto row = static_cast<std::size_t>(i);
    ASSERT_EQ(series.step(row), 3 * i);
    ASSERT_EQ(series.epoch(row), static_cast<double>(static_cast<float>(i / 7.0)));
    ASSERT_DOUBLE_EQ(series.seconds(row), 1e-6 * static_cast<double>(i * i));
    ASSERT_EQ(series.value(0, row), static_cast<float>(i));
    ASSERT_EQ(series.value(1, row), static_cast<float>(i / 100));
  }
}

TEST(Series, IrregularStepsAndTimesAreKept) {
  Series series({"a"});
  const auto stepOf = [](std::int64_t i) { return i < 1500 ? i * i : i * 10'000'000'000; };
  for (std::int64_t i = 0; i < 4096; ++i)
    series.append({stepOf(i), 1e-3 * static_cast<double>(i * i), 5000.0 * static_cast<double>(i)},
                  std::array{0.0f});
  for (std::int64_t i = 0; i < 4096; ++i) {
    const auto row = static_cast<std::size_t>(i);
    ASSERT_EQ(series.step(row), stepOf(i));
    ASSERT_EQ(series.epoch(row),
              static_cast<double>(static_cast<float>(1e-3 * static_cast<double>(i * i))));
    ASSERT_EQ(series.seconds(row), 5000.0 * static_cast<double>(i));
  }
}

TEST(Series, ACopyDoesNotSeeLaterRows) {
  Series series({"a"});
  const auto append = [&series](std::int64_t step) {
    series.append({step, 0.0, 0.0}, std::array{static_cast<float>(step)});
  };
  for (std::int64_t step = 0; step < 1030; ++step) append(step);
  const Series copy = series;
  for (std::int64_t step = 1030; step < 70'000; ++step) append(step);
  EXPECT_EQ(copy.size(), 1030u);
  EXPECT_EQ(copy.step(1029), 1029);
  EXPECT_EQ(series.value(0, 1029), 1029.0f);
  EXPECT_EQ(series.chunkOf(5), copy.chunkOf(1023));
  EXPECT_EQ(copy.chunkOf(1024), nullptr);
  EXPECT_NE(series.chunkOf(1024), nullptr);
}

TEST(Series, ExtentsOfAnyRangeAreThoseOfItsValues) {
  const Series series = made(70'000);
  Random random(7);
  const auto below = [&random](std::size_t end) {
    return static_cast<std::size_t>(random.below(end));
  };
  for (int round = 0; round < 400; ++round) {
    std::size_t first = below(series.size() + 1), last = below(series.size() + 1);
    if (round % 2 == 0) last = std::min(series.size(), first + below(3000));
    if (first > last) std::swap(first, last);
    for (const std::size_t column : {0u, 1u})
      ASSERT_EQ(series.extent(column, first, last), plainExtent(series, column, first, last))
          << first << " to " << last;
  }
  EXPECT_FALSE(series.extent(0, 5, 5).any());
  EXPECT_TRUE(series.extent(0, 0, series.size()).notFinite);
  EXPECT_EQ(series.extent(0, 0, series.size()).high, 1e6f);
}

TEST(Series, MissingValuesAreNeitherNumbersNorFailures) {
  Series series({"a"});
  series.append({1, 0, 0}, std::array{kMissing});
  series.append({2, 0, 0}, std::array{2.0f});
  EXPECT_TRUE(isMissing(series.value(0, 0)));
  EXPECT_FALSE(isMissing(kNan));
  EXPECT_EQ(series.extent(0, 0, 2), (Extent{2.0f, 2.0f, false}));
}

TEST(Series, RangesAreReadAsTheirValues) {
  const Series series = made(5000);
  for (const std::size_t first : {0u, 1000u, 1024u, 3000u, 4999u})
    for (const std::size_t column : {0u, 1u}) {
      std::vector<float> values(std::min<std::size_t>(2500, series.size() - first));
      series.read(column, first, values);
      for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_EQ(std::bit_cast<std::uint32_t>(values[i]),
                  std::bit_cast<std::uint32_t>(series.value(column, first + i)));
    }
}

TEST(Series, FindsTheRowOfAStep) {
  Series series({"a"});
  for (std::int64_t i = 1; i <= 3000; ++i) series.append({10 * i, 0, 0}, std::array{0.0f});
  EXPECT_EQ(series.rowAt(-5), 0u);
  EXPECT_EQ(series.rowAt(10), 0u);
  EXPECT_EQ(series.rowAt(11), 1u);
  EXPECT_EQ(series.rowAt(29'990), 2998u);
  EXPECT_EQ(series.rowAt(30'001), 3000u);
}

TEST(Series, OtherColumnsKeepTheRows) {
  const Series series = made(2000);
  const Series wider = series.withColumns({"lr", "clip", "loss"});
  ASSERT_EQ(wider.size(), series.size());
  EXPECT_EQ(wider.head(1999), series.head(1999));
  EXPECT_EQ(wider.value(0, 1999), 1e-4f);
  EXPECT_TRUE(isMissing(wider.value(1, 1999)));
  EXPECT_EQ(wider.withColumns({"loss", "lr"}), series);
}

// A run of 100,000 steps must not be felt in the memory of the program.
TEST(Series, ARowTakesFewBytes) {
  constexpr std::size_t kRows = 100 * 1024;
  const Floats loss = losses(kRows, 1), reconstruction = losses(kRows, 2), kl = losses(kRows, 3);
  const Floats norm = losses(kRows, 4);
  Series series({"loss", "reconstruction", "kl", "gradient_norm", "lr", "images_per_second"});
  Random random(1);
  const std::size_t before = test::allocatedBytes();
  for (std::size_t i = 0; i < kRows; ++i) {
    const auto step = static_cast<double>(i + 1);
    series.append(
        {static_cast<std::int64_t>(i + 1), step / 469.0, 2.4e-3 * step + 1e-4 * random.uniform()},
        std::array{loss[i], reconstruction[i], kl[i], norm[i], 1e-3f, static_cast<float>(i / 200)});
  }
  // 4 bytes for each of five columns that change and for the epoch, 8 for the time, and less than 3
  // for the extremes and the tables themselves; nothing for the learning rate and the steps.
  EXPECT_LT(test::allocatedBytes() - before, 35 * kRows);
}

TEST(Series, ColumnsAreFoundByName) {
  Series series({"loss", "kl"});
  EXPECT_EQ(series.column("kl"), 1u);
  EXPECT_EQ(series.column("k"), std::nullopt);
  EXPECT_EQ(newest(series, "kl"), std::nullopt);
  series.append({1, 0, 0}, std::array{2.0f, 3.0f});
  EXPECT_EQ(newest(series, "kl"), 3.0f);
  EXPECT_EQ(newest(series, "lr"), std::nullopt);
}

TEST(Series, RefusesRowsThatDoNotFit) {
  Series series({"loss", "kl"});
  series.append({5, 0, 0}, std::array{2.0f, 3.0f});
  EXPECT_THROW(series.append({6, 0, 0}, std::array{2.0f}), Error);
  EXPECT_THROW(series.append({4, 0, 0}, std::array{2.0f, 3.0f}), Error);
  EXPECT_EQ(series.size(), 1u);
  series.append({5, 0, 0}, std::array{2.0f, 3.0f});
  EXPECT_EQ(series.size(), 2u);
}

}  // namespace
}  // namespace latlas::series
