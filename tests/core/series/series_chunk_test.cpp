#include "core/series/series_chunk.h"

#include <gtest/gtest.h>

#include "tests/core/series/float_columns.h"
#include "tests/support/allocation_peak.h"

namespace latlas::series {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

Extent plainExtent(const Floats& values, std::size_t first, std::size_t last) {
  Extent extent;
  for (std::size_t row = first; row < last; ++row) extent.add(values[row]);
  return extent;
}

Floats readOf(const ChunkColumn& column, std::size_t first, std::size_t count) {
  Floats values(count);
  column.read(first, values);
  return values;
}

// Value by value, in ranges, and their extents.
void expectKept(const Floats& values) {
  const ChunkColumn column{values};
  Floats one;
  for (std::size_t row = 0; row < values.size(); ++row) one.push_back(column[row]);
  EXPECT_EQ(bitsOf(one), bitsOf(values));
  EXPECT_EQ(bitsOf(readOf(column, 0, values.size())), bitsOf(values));
  Random random(values.size());
  for (int round = 0; round < 200; ++round) {
    std::size_t first = static_cast<std::size_t>(random.below(values.size() + 1));
    std::size_t last = static_cast<std::size_t>(random.below(values.size() + 1));
    if (first > last) std::swap(first, last);
    const Floats part(values.begin() + static_cast<std::ptrdiff_t>(first),
                      values.begin() + static_cast<std::ptrdiff_t>(last));
    ASSERT_EQ(bitsOf(readOf(column, first, last - first)), bitsOf(part)) << first << ' ' << last;
    ASSERT_EQ(column.extent(first, last), plainExtent(values, first, last)) << first << ' ' << last;
  }
}

TEST(ChunkColumn, GivesBackEveryBit) {
  for (const auto& [name, values] : columnsByName(kChunkRows)) {
    SCOPED_TRACE(name);
    expectKept(values);
  }
}

TEST(ChunkColumn, ExtentsTellWhatIsNotFinite) {
  Floats values = losses(kChunkRows, 4);
  values[200] = kMissing;
  values[500] = kInfinity;
  const ChunkColumn column{values};
  EXPECT_FALSE(column.extent(0, 500).notFinite);
  EXPECT_TRUE(column.extent(0, 501).notFinite);
  EXPECT_TRUE(column.extent(384, 512).notFinite);
  EXPECT_FALSE(column.extent(501, 1024).notFinite);
  EXPECT_FALSE(column.extent(200, 201).any());
}

TEST(ChunkColumn, OneValueIsKeptOnce) {
  const auto bytesOf = [](const Floats& values) {
    const std::size_t before = test::allocatedBytes();
    const ChunkColumn column{values};
    return test::allocatedBytes() - before;
  };
  EXPECT_LT(bytesOf(Floats(kChunkRows, 1e-3f)), 64u);
  EXPECT_LT(bytesOf(Floats(kChunkRows, kMissing)), 64u);
  // Equal numbers, but other bits.
  EXPECT_GT(bytesOf(columnsByName(kChunkRows).at("signed zeros")), kChunkRows * sizeof(float));
}

TEST(ChunkSteps, GivesBackEveryStep) {
  using Steps = std::vector<std::int64_t>;
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  Steps even, odd, equal(kChunkRows, 7), far(kChunkRows, kMost), last;
  for (std::int64_t i = 0; i < static_cast<std::int64_t>(kChunkRows); ++i) {
    even.push_back(100'000 + 5 * i);
    odd.push_back(i * i * i * 1000);
  }
  far[0] = kLeast;
  last = even;
  last.back() += 1;
  for (const Steps& steps : {even, odd, equal, far, last}) {
    const ChunkSteps kept(steps);
    for (std::size_t row = 0; row < kChunkRows; ++row) ASSERT_EQ(kept[row], steps[row]) << row;
  }
}

}  // namespace
}  // namespace latlas::series
