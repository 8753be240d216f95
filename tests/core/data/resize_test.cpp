#include "core/data/pictures/resize.h"

#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

Images imageOf(int width, int height, int channels, Bytes pixels) {
  return {{channels, height, width}, 1, std::move(pixels)};
}

TEST(ToSquare, KeepsConstantsRampsAndSizes) {
  const Bytes ramp = [] {
    Bytes pixels;
    for (int y = 0; y < 60; ++y)
      for (int x = 0; x < 60; ++x) pixels.push_back(static_cast<std::uint8_t>(4 * x));
    return pixels;
  }();
  EXPECT_EQ(toSquare(imageOf(60, 60, 1, ramp), 60).pixels, ramp);
  for (const int size : {8, 15, 20, 59, 97}) {
    const Images constant = toSquare(imageOf(60, 60, 1, Bytes(3600, 131)), size);
    EXPECT_EQ(constant.pixels, Bytes(static_cast<std::size_t>(size * size), 131));
    const Images small = toSquare(imageOf(60, 60, 1, ramp), size);
    // Away from the border a triangle filter keeps a straight line: 4 x (the place - 1/2).
    for (int x = size / 4; x < 3 * size / 4; ++x)
      EXPECT_NEAR(small.pixels[static_cast<std::size_t>(x)], 4.0 * ((x + 0.5) * 60.0 / size - 0.5),
                  0.51);
  }
}

TEST(ToSquare, ReducingAStripePatternGivesItsMean) {
  Bytes stripes;
  for (int i = 0; i < 64 * 64; ++i) stripes.push_back(i % 2 ? 255 : 0);
  const Images small = toSquare(imageOf(64, 64, 1, stripes), 8);
  // At the border the filter is cut off and no longer even.
  for (std::size_t i = 0; i < small.pixels.size(); ++i)
    if (i % 8 != 0 && i % 8 != 7) {
      EXPECT_NEAR(small.pixels[i], 127.5, 0.6);
    }
}

TEST(ToSquare, TakesTheMiddle) {
  Bytes wide;
  for (int y = 0; y < 10; ++y)
    for (int x = 0; x < 30; ++x) wide.insert(wide.end(), {static_cast<std::uint8_t>(x), 0, 9});
  const Images square = toSquare(imageOf(30, 10, 3, wide), 10);
  for (std::size_t x = 0; x < 10; ++x) {
    EXPECT_EQ(square.pixels[3 * x], 10 + x);
    EXPECT_EQ(square.pixels[3 * x + 2], 9);
  }
}

// Reducing 4 to 2, the filter's three weights are 3/4, 3/4 and 1/4 of 7/4.
const Bytes kFourAcross{0, 70, 140, 210};
const Bytes kTwoAcross{50, 160};

TEST(ToSquare, ReducesByTheTriangleFilter) {
  Bytes square;
  for (int y = 0; y < 4; ++y) square.insert(square.end(), kFourAcross.begin(), kFourAcross.end());
  EXPECT_EQ(toSquare(imageOf(4, 4, 1, square), 2).pixels, (Bytes{50, 160, 50, 160}));
}

TEST(ToSquare, StretchesEachAxisByItself) {
  Bytes wide = kFourAcross;
  wide.insert(wide.end(), {210, 140, 70, 0});
  EXPECT_EQ(toSquare(imageOf(4, 2, 1, wide), 2, Fit::stretch).pixels, (Bytes{50, 160, 160, 50}));
  const Bytes tall{0, 9, 70, 9, 140, 9, 210, 9};
  EXPECT_EQ(toSquare(imageOf(2, 4, 1, tall), 2, Fit::stretch).pixels, (Bytes{50, 9, 160, 9}));
}

TEST(ToSquare, PadsWithTheBackground) {
  Bytes wide = kFourAcross;
  wide.insert(wide.end(), kFourAcross.begin(), kFourAcross.end());
  EXPECT_EQ(toSquare(imageOf(4, 2, 1, wide), 2, Fit::pad, 7).pixels, (Bytes{50, 160, 7, 7}));
  // Enlarged: 3/4 of the nearer and 1/4 of the farther pixel between the two centres.
  const Bytes line{0, 50, 150, 200}, beside(4, 255);
  Bytes expected = beside;
  for (const Bytes* each : {&line, &line, &beside})
    expected.insert(expected.end(), each->begin(), each->end());
  EXPECT_EQ(toSquare(imageOf(2, 1, 1, {0, 200}), 4, Fit::pad, 255).pixels, expected);
  // A very narrow picture keeps a column, in colour.
  const Images narrow = toSquare(imageOf(1, 400, 3, plainImage(1, 400, {1, 2, 3})), 8, Fit::pad, 0);
  for (std::size_t i = 0; i < 64; ++i) {
    EXPECT_EQ(narrow.pixels[3 * i], i % 8 == 3 ? 1 : 0) << i;
    EXPECT_EQ(narrow.pixels[3 * i + 2], i % 8 == 3 ? 3 : 0) << i;
  }
}

}  // namespace
}  // namespace latlas::data::test
