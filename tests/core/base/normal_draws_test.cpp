// Normal draws: that they are normal, and that a seed gives the same ones everywhere.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/normal_pairs.h"
#include "core/base/random.h"

namespace latlas {
namespace {

const std::vector<float>& draws() {
  static const std::vector<float> all = [] {
    std::vector<float> values(4000000);
    Random(5).fillNormal(values);
    return values;
  }();
  return all;
}

double count() { return static_cast<double>(draws().size()); }

// Pinned so that a change that would alter every seeded run cannot slip in, nor a compiler, a CPU
// or a sanitizer's build that gives other bits.
TEST(NormalDraws, ArePinnedToTheBit) {
  std::array<float, 1001> values;
  Random(1, 2).fillNormal(values);
  std::uint32_t folded = 0;
  for (const float value : values) folded = folded * 31 + std::bit_cast<std::uint32_t>(value);
  EXPECT_EQ(folded, 0x14ee20a7u) << std::hex << folded;
  EXPECT_EQ(values[0], -0x1.0f6978p+0f) << std::hexfloat << values[0];
  EXPECT_EQ(values[1], -0x1.156d9p+0f) << std::hexfloat << values[1];
  EXPECT_EQ(values[1000], -0x1.06843cp-1f) << std::hexfloat << values[1000];
}

TEST(NormalDraws, AreBoxAndMullersInDoublePrecision) {
  Random random(3);
  std::vector<std::uint64_t> bits(200000);
  for (std::uint64_t& word : bits) word = random.bits();
  // The ends of what a word can say.
  bits[0] = 0;
  bits[1] = ~std::uint64_t{0};
  bits[2] = 0xffffffff00000000u;
  bits[3] = 0x00000000ffffffffu;
  bits[4] = std::uint64_t{1} << 63;
  std::vector<float> values(2 * bits.size());
  normalPairs(bits, values);
  double furthest = 0.0;
  for (std::size_t i = 0; i < bits.size(); ++i) {
    // A float keeps 24 bits of the uniform number.
    const float kept = static_cast<float>(bits[i] >> 33) + 0.5f;
    const double radius = std::sqrt(-2.0 * std::log(static_cast<double>(kept) * 0x1p-31));
    const double t = (static_cast<double>(bits[i] & 0x3fffffffu) - 0x1p29) * 0x1p-30;
    double x = radius * std::cos(t * std::numbers::pi / 2);
    double y = radius * std::sin(t * std::numbers::pi / 2);
    if (bits[i] & 0x40000000u) std::swap(x, y);
    if (bits[i] & 0x80000000u) x = -x, y = -y;
    ASSERT_TRUE(std::isfinite(values[2 * i]) && std::isfinite(values[2 * i + 1])) << i;
    furthest = std::max({furthest, std::abs(values[2 * i] - x), std::abs(values[2 * i + 1] - y)});
  }
  EXPECT_LT(furthest, 2e-6);
  EXPECT_NEAR(std::hypot(values[0], values[1]), std::sqrt(-2.0 * std::log(0x1p-32)), 1e-5);
}

// An odd number loses the last one's other half, and nothing depends on how many are asked for.
TEST(NormalDraws, BeginAlikeHoweverManyThereAre) {
  std::vector<float> all(1500);
  Random(8).fillNormal(all);
  for (const std::size_t size : {0u, 1u, 2u, 3u, 511u, 512u, 513u, 1023u, 1024u, 1025u}) {
    std::vector<float> some(size + 1, 99.0f);
    Random random(8);
    random.fillNormal({some.data(), size});
    EXPECT_TRUE(std::equal(some.begin(), some.end() - 1, all.begin())) << size;
    EXPECT_EQ(some.back(), 99.0f) << size;
    std::array<float, 2> next;
    random.fillNormal(next);
    EXPECT_EQ(next[0], all[(size + 1) / 2 * 2]) << size;
  }
}

// Five standard errors each: of the mean 1/sqrt(n), then sqrt(2/n), sqrt(15/n), sqrt(96/n).
TEST(NormalDraws, HaveTheMomentsOfTheNormalDistribution) {
  std::array<double, 4> sums{};
  for (const float value : draws()) {
    double power = 1.0;
    for (double& sum : sums) sum += power *= value;
  }
  constexpr std::array expected{0.0, 1.0, 0.0, 3.0}, variances{1.0, 2.0, 15.0, 96.0};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR(sums[i] / count(), expected[i], 5.0 * std::sqrt(variances[i] / count())) << i + 1;
}

TEST(NormalDraws, HaveItsTails) {
  for (const double bound : {0.01, 0.1, 1.0, 2.0, 3.0, 4.0, 4.5}) {
    const double share = std::erfc(bound / std::numbers::sqrt2) / 2.0;
    const double tolerance = 5.0 * std::sqrt(share * (1.0 - share) / count());
    const auto above = static_cast<double>(
        std::ranges::count_if(draws(), [=](float value) { return value > bound; }));
    const auto below = static_cast<double>(
        std::ranges::count_if(draws(), [=](float value) { return value < -bound; }));
    EXPECT_NEAR(above / count(), share, tolerance) << bound;
    EXPECT_NEAR(below / count(), share, tolerance) << bound;
  }
}

TEST(NormalDraws, AreAsFarFromTheNormalDistributionAsChanceAllows) {
  std::vector<float> sorted = draws();
  std::ranges::sort(sorted);
  double distance = 0.0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double below = std::erfc(-sorted[i] / std::numbers::sqrt2) / 2.0;
    const auto rank = static_cast<double>(i);
    distance = std::max({distance, below - rank / count(), (rank + 1.0) / count() - below});
  }
  // Kolmogorov and Smirnov: 1.95 is passed once in a thousand times.
  EXPECT_LT(distance * std::sqrt(count()), 1.95);
}

// Neither they nor their squares know of their neighbours: correlations of five standard errors.
TEST(NormalDraws, AreIndependentOfTheirNeighbours) {
  for (const std::size_t lag : {1u, 2u, 3u, 8u}) {
    double plain = 0.0, squares = 0.0, mixed = 0.0;
    for (std::size_t i = 0; i + lag < draws().size(); ++i) {
      const double x = draws()[i], y = draws()[i + lag];
      plain += x * y;
      squares += (x * x - 1.0) * (y * y - 1.0);
      mixed += x * (y * y - 1.0);
    }
    EXPECT_NEAR(plain / count(), 0.0, 5.0 / std::sqrt(count())) << lag;
    EXPECT_NEAR(squares / count(), 0.0, 5.0 * 2.0 / std::sqrt(count())) << lag;
    EXPECT_NEAR(mixed / count(), 0.0, 5.0 * std::sqrt(2.0 / count())) << lag;
  }
}

// The direction of a pair, in 16 sectors, of near and of far pairs alike.
TEST(NormalDraws, PointEverywhereAlike) {
  for (const bool areFar : {false, true}) {
    std::array<double, 16> sectors{};
    double pairs = 0.0;
    for (std::size_t i = 0; i < draws().size(); i += 2) {
      const double x = draws()[i], y = draws()[i + 1];
      if ((x * x + y * y > 6.0) != areFar) continue;
      const double turn = std::atan2(y, x) / (2.0 * std::numbers::pi) + 0.5;
      ++sectors[std::min<std::size_t>(15, static_cast<std::size_t>(turn * 16.0))];
      ++pairs;
    }
    double chiSquare = 0.0;
    for (const double sector : sectors)
      chiSquare += (sector - pairs / 16) * (sector - pairs / 16) / (pairs / 16);
    EXPECT_LT(chiSquare, 44.3) << areFar;  // 15 degrees of freedom, p = 0.0001
  }
}

}  // namespace
}  // namespace latlas
