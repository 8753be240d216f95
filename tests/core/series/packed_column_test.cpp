#include "core/series/packed_column.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/core/series/packed_values.h"

namespace latlas::series {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

Extent plainExtent(const Floats& values, std::size_t first, std::size_t last) {
  Extent extent;
  for (std::size_t row = first; row < last; ++row) extent.add(values[row]);
  return extent;
}

template <class Packed>
Floats readOf(const Packed& packed, std::size_t first, std::size_t count) {
  Floats values(count);
  packed.read(first, values);
  return values;
}

// Value by value, in ranges, and their extents.
template <class Packed>
void expectKept(const Floats& values) {
  const Packed packed{std::span<const float>(values)};
  Floats one;
  for (std::size_t row = 0; row < values.size(); ++row) one.push_back(packed[row]);
  EXPECT_EQ(bitsOf(one), bitsOf(values));
  EXPECT_EQ(bitsOf(readOf(packed, 0, values.size())), bitsOf(values));
  Random random(values.size());
  for (int round = 0; round < 60; ++round) {
    std::size_t first = static_cast<std::size_t>(random.below(values.size() + 1));
    std::size_t last = static_cast<std::size_t>(random.below(values.size() + 1));
    if (first > last) std::swap(first, last);
    const Floats part(values.begin() + static_cast<std::ptrdiff_t>(first),
                      values.begin() + static_cast<std::ptrdiff_t>(last));
    if (first < last) {
      ASSERT_EQ(bitsOf(readOf(packed, first, last - first)), bitsOf(part)) << first << ' ' << last;
    }
    ASSERT_EQ(packed.extent(first, last), plainExtent(values, first, last)) << first << ' ' << last;
  }
}

// One row, a group and its neighbours, a whole chunk, and what is no multiple of anything.
constexpr std::size_t kCounts[] = {1, 2, 31, 127, 128, 129, 300, 1000, 1024};

TEST(PackedFloats, GivesBackEveryBit) {
  for (const std::size_t count : kCounts)
    for (const auto& [name, values] : columnsByName(count)) {
      SCOPED_TRACE(name + ", " + std::to_string(count));
      expectKept<PackedFloats>(values);
    }
}

TEST(PackedRuns, GivesBackEveryBit) {
  for (const std::size_t count : kCounts)
    for (const auto& [name, values] : columnsByName(count)) {
      SCOPED_TRACE(name + ", " + std::to_string(count));
      expectKept<PackedRuns>(values);
    }
}

TEST(PackedColumn, GivesBackEveryBit) {
  for (const std::size_t count : kCounts)
    for (const auto& [name, values] : columnsByName(count)) {
      SCOPED_TRACE(name + ", " + std::to_string(count));
      expectKept<PackedColumn>(values);
    }
}

TEST(PackedFloats, ExtentsTellWhatIsNotFinite) {
  Floats values = losses(1024, 4);
  values[200] = kMissing;
  values[500] = kInfinity;
  const PackedFloats packed{values};
  EXPECT_FALSE(packed.extent(0, 500).notFinite);
  EXPECT_TRUE(packed.extent(0, 501).notFinite);
  EXPECT_TRUE(packed.extent(384, 512).notFinite);
  EXPECT_FALSE(packed.extent(501, 1024).notFinite);
  EXPECT_FALSE(packed.extent(200, 201).any());
}

TEST(PackedColumn, KeepsWhateverIsSmaller) {
  const auto columns = columnsByName(1024);
  for (const char* name : {"constant", "constant NaN", "knob"})
    EXPECT_TRUE(PackedColumn(columns.at(name)).keepsRuns()) << name;
  for (const char* name : {"losses", "random bits", "ramp through zero", "signed zeros"})
    EXPECT_FALSE(PackedColumn(columns.at(name)).keepsRuns()) << name;
  for (const auto& [name, values] : columns)
    EXPECT_EQ(PackedColumn(values).bytes(),
              std::min(PackedFloats(values).bytes(), PackedRuns(values).bytes()))
        << name;
}

TEST(PackedColumn, LossesTakeThreeBytesOrLess) {
  constexpr std::size_t kRows = 1024;
  EXPECT_LT(PackedColumn(losses(kRows, 5)).bytes() * 8, 24 * kRows);
  EXPECT_LE(PackedColumn(Floats(kRows, 1e-3f)).bytes(), 6u);
  // What cannot be packed takes hardly more than it did.
  EXPECT_LE(PackedColumn(randomBits(kRows, 6)).bytes() * 8, 33 * kRows);
}

}  // namespace
}  // namespace latlas::series
