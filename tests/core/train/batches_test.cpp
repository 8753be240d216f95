#include "core/train/batches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "core/train/streams.h"

namespace latlas::train {
namespace {

std::vector<std::int64_t> someRows(std::int64_t count) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), 100);
  return rows;
}

// The rows of the steps with these batch sizes, the last of which is repeated up to `steps`.
std::vector<std::int64_t> walk(Batches& batches, Position& position, int steps,
                               std::vector<int> sizes) {
  std::vector<std::int64_t> seen;
  for (int step = 0; step < steps; ++step) {
    const int batch = sizes[std::min(static_cast<std::size_t>(step), sizes.size() - 1)];
    const std::int64_t count = batches.countAt(position, batch);
    const auto rows = batches.at(position, count).rows;
    seen.insert(seen.end(), rows.begin(), rows.end());
    position = batches.after(position, count);
  }
  return seen;
}

TEST(Batches, AnEpochSeesEachRowOnceInAnOrderOfItsOwn) {
  Batches batches(someRows(103), 5);
  EXPECT_EQ(batches.stepsPerEpoch(10), 11);
  Position position;
  auto first = walk(batches, position, 11, {10});
  EXPECT_EQ(position, (Position{1, 0}));
  auto second = walk(batches, position, 11, {10});
  EXPECT_NE(first, second);
  std::sort(first.begin(), first.end());
  std::sort(second.begin(), second.end());
  EXPECT_EQ(first, someRows(103));
  EXPECT_EQ(second, someRows(103));
}

TEST(Batches, TheBatchSizeMayChangeWithinAnEpoch) {
  Batches batches(someRows(50), 5);
  Position position, same;
  const auto changed = walk(batches, position, 6, {7, 1, 20, 3, 30});
  EXPECT_EQ(position, (Position{1, 30})) << "what was left of the epoch, then the next";
  const auto steady = walk(batches, same, 10, {8});
  ASSERT_EQ(changed.size(), 80u);
  EXPECT_TRUE(std::equal(changed.begin(), changed.begin() + 70, steady.begin()))
      << "the order of an epoch is not the batch size's";
  EXPECT_DOUBLE_EQ(batches.epochAt(position), 1.6);
}

TEST(Batches, WhatAStepSeesDependsOnSeedAndPositionOnly) {
  Batches unbroken(someRows(50), 5), resumed(someRows(50), 5), other(someRows(50), 6);
  Position position;
  walk(unbroken, position, 17, {8});
  const auto found = resumed.at(position, 8), expected = unbroken.at(position, 8);
  EXPECT_TRUE(std::ranges::equal(found.rows, expected.rows));
  EXPECT_FALSE(std::ranges::equal(found.rows, other.at(position, 8).rows));
}

TEST(Batches, PlacesAreThoseOfTheRows) {
  Batches batches(someRows(50), 5);
  const auto part = batches.at({3, 20}, 10);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(part.rows[i], part.places[i] + 100);
}

TEST(Batches, ARestTooSmallToCompareIsTakenAlong) {
  const Batches batches(someRows(101), 5);
  EXPECT_EQ(batches.countAt({0, 100}, 10), 1);
  EXPECT_EQ(batches.countAt({0, 90}, 10), 10);
  EXPECT_EQ(batches.countAt({0, 90}, 10, 2), 11);
  EXPECT_EQ(batches.countAt({0, 80}, 10, 2), 10);
  EXPECT_EQ(Batches(someRows(1), 5).countAt({}, 10, 2), 1);
}

TEST(Batches, APositionFollowsFromStepsOfOneSize) {
  const Batches batches(someRows(103), 5);
  EXPECT_EQ(batches.positionAfter(25, 10), (Position{2, 30}));
  EXPECT_EQ(batches.positionAfter(22, 10), (Position{2, 0}));
  EXPECT_EQ(Batches({}, 5).positionAfter(22, 10), Position());
}

TEST(Streams, NoiseDiffersByStepAndNotByRun) {
  std::vector<float> a(16), b(16), next(16);
  fillStepNoise(1, 7, a);
  fillStepNoise(1, 7, b);
  fillStepNoise(1, 8, next);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, next);
  EXPECT_EQ(drawSeedOf(1, 7), drawSeedOf(1, 7));
  EXPECT_NE(drawSeedOf(1, 7), drawSeedOf(1, 8));
  EXPECT_NE(drawSeedOf(1, 7), drawSeedOf(2, 7));
}

TEST(Streams, ARowsEvaluationNoiseIsItsOwn) {
  const std::vector<std::int64_t> rows{4, 9, 2};
  std::vector<float> together(9), alone(3);
  fillEvaluationNoise(1, rows, together);
  fillEvaluationNoise(1, std::span(rows).subspan(1, 1), alone);
  EXPECT_TRUE(std::equal(alone.begin(), alone.end(), together.begin() + 3));
  EXPECT_FALSE(std::equal(alone.begin(), alone.end(), together.begin()));
}

}  // namespace
}  // namespace latlas::train
