#include "core/series/packed_epochs.h"

#include <gtest/gtest.h>

#include <bit>
#include <limits>
#include <vector>

namespace latlas::series {
namespace {

struct Rows {
  std::vector<std::int64_t> steps;
  std::vector<float> epochs;
};

// Of a run over `samples` of which each step takes `batch`, or what is left of the epoch.
struct Course {
  std::int64_t samples, batch;
  std::int64_t step = 0, epoch = 0, consumed = 0;

  void advance() {
    ++step;
    consumed += batch;
    if (consumed < samples) return;
    consumed = 0;
    ++epoch;
  }
  void record(Rows& into, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      advance();
      into.steps.push_back(step);
      into.epochs.push_back(
          static_cast<float>(static_cast<double>(epoch) +
                             static_cast<double>(consumed) / static_cast<double>(samples)));
    }
  }
};

Rows rowsAfter(Course run, std::int64_t steps, std::size_t count) {
  while (run.step < steps) run.advance();
  Rows rows;
  run.record(rows, count);
  return rows;
}

PackedEpochs packed(const Rows& rows) {
  return PackedEpochs(rows.epochs, PackedIntegers(rows.steps));
}

void expectKept(const Rows& rows) {
  const PackedEpochs kept = packed(rows);
  for (std::size_t i = 0; i < rows.epochs.size(); ++i)
    ASSERT_EQ(std::bit_cast<std::uint32_t>(kept.at(i, rows.steps[i])),
              std::bit_cast<std::uint32_t>(rows.epochs[i]))
        << "row " << i;
}

TEST(PackedEpochs, GivesBackEveryBit) {
  for (const std::int64_t samples : {1, 100, 128, 1280, 54'000, 1'000'000})
    for (const std::int64_t before : {0, 1, 1000, 300'000})
      for (const std::size_t count : {1u, 128u, 1024u}) {
        SCOPED_TRACE(std::to_string(samples) + " samples, step " + std::to_string(before));
        expectKept(rowsAfter({samples, 128}, before, count));
      }
}

TEST(PackedEpochs, GivesBackWhatNoRunHas) {
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  expectKept({{0, 0, 3}, {-0.0f, kNan, -2.5f}});
  expectKept({{5, 5, 5, 6}, {1.0f, 1.5f, 1.25f, 9.0f}});
  expectKept({{1, 2, 3}, {std::numeric_limits<float>::infinity(), 1e30f, -1e30f}});
  Rows squares;
  for (std::int64_t i = 0; i < 1024; ++i) {
    squares.steps.push_back(i * i);
    squares.epochs.push_back(1e-3f * static_cast<float>(i * i));
  }
  expectKept(squares);
}

TEST(PackedEpochs, TakeNothingAlsoWhereTheLastBatchIsSmaller) {
  for (const std::int64_t samples : {1280, 14'400, 54'000})
    EXPECT_EQ(packed(rowsAfter({samples, 128}, 10'000, 1024)).bytes(), 0u) << samples;
}

// The beginning of the epoch in which that happened follows from neither of both.
TEST(PackedEpochs, AnotherBatchSizeWithinAnEpochTakesTwoBytesOrLess) {
  Course run{54'000, 128};
  Rows rows;
  run.record(rows, 500);
  run.batch = 64;
  run.record(rows, 524);
  expectKept(rows);
  EXPECT_GT(packed(rows).bytes(), 0u);
  EXPECT_LT(packed(rows).bytes(), 2048u);
}

}  // namespace
}  // namespace latlas::series
