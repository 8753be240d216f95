#include "core/train/batches.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace latlas::train {
namespace {

std::vector<std::int64_t> someRows(std::int64_t count) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(count));
  std::iota(rows.begin(), rows.end(), 100);
  return rows;
}

std::vector<std::int64_t> epochOf(Batches& batches, std::int64_t epoch) {
  std::vector<std::int64_t> seen;
  for (std::int64_t step = 0; step < batches.stepsPerEpoch(); ++step) {
    const auto rows = batches.rows(epoch * batches.stepsPerEpoch() + step);
    seen.insert(seen.end(), rows.begin(), rows.end());
  }
  return seen;
}

TEST(Batches, AnEpochSeesEachRowOnceInAnOrderOfItsOwn) {
  Batches batches(someRows(103), 10, 5);
  EXPECT_EQ(batches.stepsPerEpoch(), 11);
  EXPECT_EQ(batches.rows(10).size(), 3u);
  auto first = epochOf(batches, 0), second = epochOf(batches, 1);
  EXPECT_NE(first, second);
  std::sort(first.begin(), first.end());
  std::sort(second.begin(), second.end());
  EXPECT_EQ(first, someRows(103));
  EXPECT_EQ(second, someRows(103));
}

TEST(Batches, AStepIsAFunctionOfSeedAndNumber) {
  Batches unbroken(someRows(50), 8, 5), resumed(someRows(50), 8, 5), other(someRows(50), 8, 6);
  for (std::int64_t step = 0; step < 20; ++step) unbroken.rows(step);
  const auto expected = unbroken.rows(20);
  const auto found = resumed.rows(20);
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), found.begin(), found.end()));
  const auto different = other.rows(20);
  EXPECT_FALSE(std::equal(expected.begin(), expected.end(), different.begin(), different.end()));
}

TEST(Batches, NoiseDiffersByStepAndNotByRun) {
  std::vector<float> a(16), b(16), next(16), evaluation(16);
  fillStepNoise(1, 7, a);
  fillStepNoise(1, 7, b);
  fillStepNoise(1, 8, next);
  fillEvaluationNoise(1, 7, evaluation);
  EXPECT_EQ(a, b);
  EXPECT_NE(a, next);
  EXPECT_NE(a, evaluation);
}

}  // namespace
}  // namespace latlas::train
