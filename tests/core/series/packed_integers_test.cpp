#include "core/series/packed_integers.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/random.h"

namespace latlas::series {
namespace {

using Integers = std::vector<std::int64_t>;

void expectKept(const Integers& values) {
  const PackedIntegers packed(values);
  for (std::size_t i = 0; i < values.size(); ++i) ASSERT_EQ(packed[i], values[i]) << i;
}

// What each of so many steps took to its end, in microseconds: 400 and some, now and then a pause.
Integers times(std::size_t count) {
  Random random(1);
  std::vector<float> late(count);
  random.fillNormal(late);
  Integers values;
  double now = 1e9;
  for (const float one : late) {
    now += 400.0 + 40.0 * std::fabs(static_cast<double>(one));
    if (random.below(400) == 0) now += 3000.0;
    values.push_back(std::llround(now));
  }
  return values;
}

TEST(PackedIntegers, GivesBackEveryNumber) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  expectKept({});
  expectKept({-7});
  expectKept({kLeast, kMost});
  expectKept({kMost, kLeast, 0, kMost, -1, kLeast});
  for (const std::size_t count : {1u, 2u, 127u, 128u, 129u, 1000u, 1024u}) {
    SCOPED_TRACE(count);
    expectKept(times(count));
    Integers ramp, down, squares, cubes, leaps, jump, any;
    Random random(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto x = static_cast<std::int64_t>(i);
      ramp.push_back(50 + 3 * x);
      down.push_back(1000 - 7 * x);
      squares.push_back(x * x);
      cubes.push_back(x * x * x * 1000);
      leaps.push_back(x * 10'000'000'000'000);
      jump.push_back(x < 100 ? x : x + (std::int64_t{1} << 40));
      any.push_back(std::bit_cast<std::int64_t>(random.below(~std::uint64_t{0})));
    }
    for (const Integers& values : {ramp, down, squares, cubes, leaps, jump, any})
      expectKept(values);
  }
}

TEST(PackedIntegers, RegularOnesTakeNothing) {
  Integers steps;
  for (std::int64_t i = 0; i < 1024; ++i) steps.push_back(100'000 + 5 * i);
  EXPECT_EQ(PackedIntegers(steps).bytes(), 0u);
  steps.back() += 1;
  EXPECT_GT(PackedIntegers(steps).bytes(), 0u);
  EXPECT_EQ(PackedIntegers(steps)[1023], 100'000 + 5 * 1023 + 1);
}

TEST(PackedIntegers, TimesTakeTwoBytesOrLess) {
  EXPECT_LT(PackedIntegers(times(1024)).bytes(), 2048u);
}

}  // namespace
}  // namespace latlas::series
