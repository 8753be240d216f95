#include "core/data/builtin/sprites.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <set>
#include <thread>

#include "core/data/builtin/sprite_renderer.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

// The order that dSprites documents, written out on its own.
std::int64_t gridIndex(int shape, int scale, int orientation, int x, int y) {
  return (((shape * 6 + scale) * 40 + orientation) * 32 + x) * 32 + y;
}

struct Moments {
  double area = 0, x = 0, y = 0;  // in pixels; the centre of brightness
};

Moments momentsOf(const Bytes& pixels, int size) {
  Moments m;
  for (int row = 0; row < size; ++row)
    for (int column = 0; column < size; ++column) {
      const double value = pixels[static_cast<std::size_t>(row * size + column)] / 255.0;
      m.area += value;
      m.x += value * (column + 0.5);
      m.y += value * (row + 0.5);
    }
  m.x /= m.area;
  m.y /= m.area;
  return m;
}

Bytes drawn(const Sprite& sprite, int size) {
  Bytes pixels(static_cast<std::size_t>(size * size), 77);
  SpriteRenderer(size).draw(sprite, pixels);
  return pixels;
}

TEST(Sprites, HaveTheFiveFactorsAndTheirValues) {
  const auto info = openSource("builtin:sprites")->info();
  EXPECT_EQ(info.count, 16384);
  EXPECT_EQ(info.publishedTrainCount, info.count);
  EXPECT_EQ(info.shape, (Shape{1, 32, 32}));
  EXPECT_EQ(info.classes, (std::vector<std::string>{"square", "ellipse", "heart"}));
  ASSERT_EQ(info.factors.size(), 5u);
  const std::vector<std::string> names{"shape", "scale", "orientation", "posX", "posY"};
  const std::vector<std::size_t> counts{3, 6, 40, 32, 32};
  for (std::size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(info.factors[i].name, names[i]);
    ASSERT_EQ(info.factors[i].values.size(), counts[i]);
  }
  for (std::size_t i = 0; i < 6; ++i)
    EXPECT_NEAR(info.factors[1].values[i], 0.5 + 0.1 * static_cast<double>(i), 1e-12);
  for (std::size_t i = 0; i < 40; ++i)
    EXPECT_NEAR(info.factors[2].values[i], std::numbers::pi / 20 * static_cast<double>(i), 1e-12);
  EXPECT_EQ(info.factors[2].unit, "rad");
  EXPECT_EQ(info.factors[3].values.front(), 0.0);
  EXPECT_EQ(info.factors[3].values.back(), 1.0);
  EXPECT_NEAR(info.factors[4].values[1], 1.0 / 31, 1e-12);
}

TEST(Sprites, FullGridIsInTheOrderOfDSprites) {
  const auto grid = openSource("builtin:sprites?size=16&count=all");
  EXPECT_EQ(grid->info().count, 737280);
  EXPECT_EQ(grid->info().memoryBytes, 0);
  for (int shape = 0; shape < 3; ++shape)
    for (const int scale : {0, 5})
      for (const int orientation : {0, 17, 39})
        for (const int x : {0, 13, 31})
          for (const int y : {0, 1, 31}) {
            const auto row = gridIndex(shape, scale, orientation, x, y);
            EXPECT_EQ(grid->label(row), shape);
            const int expected[] = {shape, scale, orientation, x, y};
            for (int factor = 0; factor < 5; ++factor)
              EXPECT_EQ(grid->factorLevel(row, factor), expected[factor]);
          }
  EXPECT_EQ(gridIndex(2, 5, 39, 31, 31), grid->info().count - 1);
}

// Factor values must be what is seen: posX moves right, posY moves down, by equal steps.
TEST(Sprites, PositionsMoveTheCentreByEqualSteps) {
  const int size = 64;
  const auto grid = openSource("builtin:sprites?size=64&count=all");
  for (int shape = 0; shape < 2; ++shape)  // a heart's centre of brightness turns about its own
    for (const int level : {0, 1, 16, 31}) {
      const auto right = momentsOf(rowBytes(*grid, gridIndex(shape, 3, 5, level, 0)), size);
      const auto down = momentsOf(rowBytes(*grid, gridIndex(shape, 3, 5, 0, level)), size);
      // Centres from a quarter to three quarters of the picture; bytes round by up to 1/510.
      EXPECT_NEAR(right.x, 16.0 + 32.0 * level / 31.0, 0.02);
      EXPECT_NEAR(right.y, 16.0, 0.02);
      EXPECT_NEAR(down.y, 16.0 + 32.0 * level / 31.0, 0.02);
      EXPECT_NEAR(down.x, 16.0, 0.02);
    }
}

TEST(Sprites, AreaGrowsWithTheSquareOfTheScaleAndNeverLeavesThePicture) {
  for (const int size : {8, 33, 64, 256})
    for (const auto shape : {SpriteShape::square, SpriteShape::ellipse, SpriteShape::heart}) {
      const double whole = momentsOf(drawn({shape, 1.0, 0.3, 0.5, 0.5}, size), size).area;
      for (const double scale : {0.5, 0.8, 1.0})
        for (const double place : {0.0, 1.0}) {
          const double area = momentsOf(drawn({shape, scale, 2.5, place, place}, size), size).area;
          // Each edge pixel rounds by up to 1/510; there are at most some 6 x size x 0.24 of them.
          EXPECT_NEAR(area, whole * scale * scale, 0.02 + 0.001 * size);
        }
    }
}

TEST(Sprites, ShapesHaveTheirClosedFormAreas) {
  const double size = 256, reach = 0.24 * size;
  const auto area = [&](SpriteShape shape) {
    return momentsOf(drawn({shape, 1.0, 0.7, 0.4, 0.6}, 256), 256).area;
  };
  EXPECT_NEAR(area(SpriteShape::square) / (2.0 * reach * reach), 1.0, 1e-3);
  // 96 chords lose 0.07 % of an ellipse's area.
  EXPECT_NEAR(area(SpriteShape::ellipse) / (std::numbers::pi * 0.6 * reach * reach), 1.0, 2e-3);
  // The heart curve encloses 180 pi; its farthest point from the middle of its box is its tip or
  // its lobes, so it must lie between half a disc and a disc.
  EXPECT_GT(area(SpriteShape::heart), 0.5 * std::numbers::pi * reach * reach);
  EXPECT_LT(area(SpriteShape::heart), std::numbers::pi * reach * reach);
}

TEST(Sprites, CoverageIsExactWhereItIsKnown) {
  // An upright square from 5.569 to 10.431 pixels in a picture of 16 x 16 (half side 0.24/sqrt 2).
  const Bytes pixels = drawn({SpriteShape::square, 0.895, 0.0, 0.5, 0.5}, 16);
  const double half = 0.895 * 0.24 / std::numbers::sqrt2 * 16;
  const double edge = half - 2.0;  // the part of the third pixel from the centre
  ASSERT_TRUE(edge > 0 && edge < 1);
  const auto at = [&](int row, int column) {
    return pixels[static_cast<std::size_t>(row * 16 + column)];
  };
  EXPECT_EQ(at(8, 8), 255);
  EXPECT_EQ(at(8, 10), std::lround(255 * edge));
  EXPECT_EQ(at(10, 10), std::lround(255 * edge * edge));
  EXPECT_EQ(at(8, 11), 0);
}

TEST(Sprites, AQuarterTurnKeepsASquareAndNoTurnKeepsAHeart) {
  const auto grid = openSource("builtin:sprites?size=32&count=all");
  const auto turned = [&](int shape, int orientation) {
    return rowBytes(*grid, gridIndex(shape, 5, orientation, 9, 9));
  };
  const Bytes square = turned(0, 3), quarter = turned(0, 13);
  for (std::size_t i = 0; i < square.size(); ++i) EXPECT_NEAR(square[i], quarter[i], 1);
  for (int one = 0; one < 40; ++one)
    for (int other = 0; other < one; ++other) EXPECT_NE(turned(2, one), turned(2, other));
}

TEST(Sprites, AnUprightHeartHasItsTipBelow) {
  const Bytes pixels = drawn({SpriteShape::heart, 1.0, 0.0, 0.5, 0.5}, 64);
  int upper = 0, lower = 0;
  for (std::size_t i = 0; i < pixels.size(); ++i)
    (i < pixels.size() / 2 ? upper : lower) += pixels[i];
  EXPECT_GT(upper, lower);
  for (std::size_t row = 0; row < 64; ++row)
    for (std::size_t column = 0; column < 32; ++column)
      EXPECT_NEAR(pixels[row * 64 + column], pixels[row * 64 + 63 - column], 1);
}

TEST(Sprites, DrawsAreDifferentRowsOfTheGridWithTheSamePixels) {
  const auto draws = openSource("builtin:sprites?size=24&count=500&seed=7");
  const auto grid = openSource("builtin:sprites?size=24&count=all");
  std::set<std::int64_t> rows;
  for (std::int64_t i = 0; i < 500; ++i) {
    const auto level = [&](int factor) { return draws->factorLevel(i, factor); };
    const auto row = gridIndex(level(0), level(1), level(2), level(3), level(4));
    rows.insert(row);
    EXPECT_EQ(draws->label(i), level(0));
    ASSERT_EQ(rowBytes(*draws, i), rowBytes(*grid, row));
  }
  EXPECT_EQ(rows.size(), 500u);
}

TEST(Sprites, EqualSeedsAreEqualAndOthersDiffer) {
  const auto fingerprint = [](const char* source) { return openSource(source)->fingerprint(); };
  EXPECT_EQ(fingerprint("builtin:sprites?count=300"),
            fingerprint("builtin:sprites?seed=0&count=300"));
  EXPECT_NE(fingerprint("builtin:sprites?count=300&seed=1"),
            fingerprint("builtin:sprites?count=300&seed=2"));
  EXPECT_NE(fingerprint("builtin:sprites?count=all"),
            fingerprint("builtin:sprites?count=all&size=64"));
  const auto info = openSource("builtin:sprites?count=300&seed=5")->info();
  EXPECT_EQ(openSource(info.source)->fingerprint(),
            fingerprint("builtin:sprites?count=300&seed=5"));
}

// Saved runs know their sprites by it.
TEST(Sprites, FingerprintIsPinned) {
  EXPECT_EQ(openSource("builtin:sprites")->fingerprint(), "6e5426d1714cc31a");
  EXPECT_EQ(openSource("builtin:sprites?count=all&size=64")->fingerprint(), "738ae58ec3b4bfdd");
  EXPECT_EQ(openSource("builtin:sprites?colour=0")->fingerprint(), "6e5426d1714cc31a");
}

TEST(Sprites, ColourIsASixthFactor) {
  const auto grey = openSource("builtin:sprites?size=16&count=all");
  const auto grid = openSource("builtin:sprites?size=16&count=all&colour=1");
  const DatasetInfo& info = grid->info();
  EXPECT_EQ(info.shape, (Shape{3, 16, 16}));
  EXPECT_EQ(info.count, 8 * 737280);
  ASSERT_EQ(info.factors.size(), 6u);
  EXPECT_EQ(info.factors[5].name, "colour");
  EXPECT_EQ(info.factors[5].unit, "degrees");
  for (std::size_t i = 0; i < 8; ++i)
    EXPECT_EQ(info.factors[5].values[i], 45.0 * static_cast<double>(i));
  // Of red, green and blue at each hue, by the hexagon of hue, saturation and value.
  const double shares[8][3] = {{1, 0, 0}, {1, 0.75, 0}, {0.5, 1, 0}, {0, 1, 0.25},
                               {0, 1, 1}, {0, 0.25, 1}, {0.5, 0, 1}, {1, 0, 0.75}};
  const std::int64_t sprite = gridIndex(1, 4, 3, 10, 20);
  const Bytes plain = rowBytes(*grey, sprite);
  for (int colour = 0; colour < 8; ++colour) {
    const std::int64_t row = sprite * 8 + colour;
    EXPECT_EQ(grid->label(row), 1);
    EXPECT_EQ(grid->factorLevel(row, 1), 4);
    EXPECT_EQ(grid->factorLevel(row, 4), 20);
    EXPECT_EQ(grid->factorLevel(row, 5), colour);
    const Bytes pixels = rowBytes(*grid, row);
    for (std::size_t i = 0; i < 256; ++i)
      for (std::size_t channel = 0; channel < 3; ++channel)
        EXPECT_EQ(pixels[channel * 256 + i], std::lround(plain[i] * shares[colour][channel]));
  }
  const auto draws = openSource("builtin:sprites?size=16&count=40&colour=1&seed=3");
  EXPECT_EQ(draws->info().source, "builtin:sprites?size=16&count=40&seed=3&colour=1");
  for (std::int64_t i = 0; i < 40; ++i) {
    const auto level = [&](int factor) { return draws->factorLevel(i, factor); };
    const auto row = gridIndex(level(0), level(1), level(2), level(3), level(4)) * 8 + level(5);
    ASSERT_EQ(rowBytes(*draws, i), rowBytes(*grid, row));
  }
}

TEST(Sprites, AreTheSameFromManyThreads) {
  const auto grid = openSource("builtin:sprites?size=16&count=all");
  std::vector<std::int64_t> rows(64);
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<std::int64_t>(i) * 11003;
  std::vector<std::vector<float>> results(4, std::vector<float>(64 * 256));
  {
    std::vector<std::jthread> threads;
    for (auto& result : results) threads.emplace_back([&] { grid->read(rows, result); });
  }
  for (const auto& result : results) EXPECT_EQ(result, results[0]);
}

TEST(Sprites, RefuseWhatTheyDoNotKnow) {
  const auto error = [](const char* source) { return errorOf([&] { openSource(source); }); };
  expectSays(error("builtin:spirtes"), {"spirtes", "builtin:sprites"});
  expectSays(error("builtin:sprites?sise=32"), {"\"sise\"", "\"size\""});
  expectSays(error("builtin:sprites?size=7"), {"size", "8", "256", "\"7\""});
  expectSays(error("builtin:sprites?size=257"), {"\"257\""});
  expectSays(error("builtin:sprites?size=3x"), {"\"3x\""});
  expectSays(error("builtin:sprites?count=0"), {"count", "\"0\""});
  expectSays(error("builtin:sprites?count=737281"), {"737280", "\"737281\""});
  expectSays(error("builtin:sprites?seed=-1"), {"seed"});
  expectSays(error("builtin:sprites?size"), {"key=value", "\"size\""});
  expectSays(error("builtin:sprites?size=8&size=9"), {"\"size\"", "twice"});
  OpenOptions small;
  small.memoryLimit = 1'000'000;
  expectSays(errorOf([&] { openSource("builtin:sprites", small); }),
             {"16.8 MB", "1.0 MB", "count=all"});
  EXPECT_NO_THROW(openSource("builtin:sprites?count=all&size=256", small));
}

}  // namespace
}  // namespace latlas::data::test
