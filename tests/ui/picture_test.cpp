// Pictures apart from the window: what is recorded, and the pixels that become of it.
#include "app/ui/picture.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>

#include "app/ui/widgets.h"
#include "tests/ui/ui_harness.h"

namespace latlas {
namespace {

using Colour = std::array<int, 3>;

class Picture : public testing::Test {
 protected:
  // Drawn in a frame, at 100 %.
  data::Images made(ImVec2 size, const std::function<void(ImDrawList&, ImVec2)>& draw) {
    data::Images image;
    const test::UiHarness ui([&] { image = ui::rasterize(ui::recordPicture(size, draw)); });
    return image;
  }
  static Colour at(const data::Images& image, int x, int y) {
    const std::size_t place = 3 * static_cast<std::size_t>(y * image.shape.width + x);
    return {image.pixels[place], image.pixels[place + 1], image.pixels[place + 2]};
  }
};

TEST_F(Picture, FilledShapesHaveTheirColoursToThePixel) {
  const auto image = made({20, 10}, [](ImDrawList& list, ImVec2 pixels) {
    EXPECT_EQ(pixels.x, 40.0f);
    EXPECT_EQ(ui::scaled(3.0f), 6.0f);
    list.AddRectFilled({0, 0}, pixels, IM_COL32(10, 20, 30, 255));
    list.AddRectFilled({4, 4}, {12, 8}, IM_COL32(200, 100, 50, 255));
  });
  EXPECT_EQ(ui::scaled(3.0f), 3.0f);
  ASSERT_EQ(image.shape, (data::Shape{3, 20, 40}));
  for (int y = 0; y < 20; ++y)
    for (int x = 0; x < 40; ++x) {
      const bool inside = x >= 4 && x < 12 && y >= 4 && y < 8;
      ASSERT_EQ(at(image, x, y), (inside ? Colour{200, 100, 50} : Colour{10, 20, 30}))
          << x << ", " << y;
    }
}

TEST_F(Picture, WhatIsHalfTransparentIsMixedOnceAlsoWhereTrianglesMeet) {
  const auto image = made({16, 16}, [](ImDrawList& list, ImVec2 pixels) {
    list.AddRectFilled({0, 0}, pixels, IM_COL32(0, 0, 0, 255));
    list.AddRectFilled({0, 0}, pixels, IM_COL32(255, 255, 255, 128));
  });
  for (int y = 0; y < 32; ++y)
    for (int x = 0; x < 32; ++x) ASSERT_EQ(at(image, x, y)[0], 128) << x << ", " << y;
}

TEST_F(Picture, NothingIsDrawnOutsideTheClip) {
  const auto image = made({10, 10}, [](ImDrawList& list, ImVec2 pixels) {
    list.AddRectFilled({0, 0}, pixels, IM_COL32(0, 0, 0, 255));
    list.PushClipRect({5, 6}, {9, 10}, true);
    list.AddRectFilled({-100, -100}, {100, 100}, IM_COL32(255, 0, 0, 255));
    list.PopClipRect();
  });
  EXPECT_EQ(at(image, 4, 7)[0], 0);
  EXPECT_EQ(at(image, 5, 5)[0], 0);
  EXPECT_EQ(at(image, 5, 6)[0], 255);
  EXPECT_EQ(at(image, 8, 9)[0], 255);
  EXPECT_EQ(at(image, 9, 9)[0], 0);
}

TEST_F(Picture, TextAndLinesLeaveInk) {
  const auto image = made({60, 20}, [](ImDrawList& list, ImVec2 pixels) {
    list.AddRectFilled({0, 0}, pixels, IM_COL32(255, 255, 255, 255));
    list.AddText({0, 0}, IM_COL32(0, 0, 0, 255), "mmmm");
    list.AddLine({0.5f, 35.5f}, {119.5f, 35.5f}, IM_COL32(0, 0, 0, 255), 3.0f);
  });
  int ink = 0;
  for (int y = 0; y < 30; ++y)
    for (int x = 0; x < 60; ++x) ink += at(image, x, y)[0] < 64 ? 1 : 0;
  EXPECT_GT(ink, 40);
  for (int x = 2; x < 118; ++x) EXPECT_LT(at(image, x, 35)[0], 32) << x;
}

// More corners than 16 bits of an index can name.
TEST_F(Picture, ManyShapesAreDrawnAll) {
  const auto image = made({100, 100}, [](ImDrawList& list, ImVec2) {
    for (int i = 0; i < 40'000; ++i) {
      const ImVec2 corner(static_cast<float>(i % 200), static_cast<float>(i / 200));
      list.AddRectFilled(corner, {corner.x + 1, corner.y + 1}, IM_COL32(9, 9, 9, 255));
    }
  });
  for (const std::uint8_t value : image.pixels) ASSERT_EQ(value, 9);
}

}  // namespace
}  // namespace latlas
