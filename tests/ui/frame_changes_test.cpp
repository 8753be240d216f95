#include "app/ui/frame_changes.h"

#include <gtest/gtest.h>

#include <functional>
#include <utility>

#include "app/ui/frame_part.h"
#include "app/ui/graphics.h"
#include "tests/ui/ui_harness.h"

namespace latlas::ui {
namespace {

constexpr PixelRect kScreen{0, 0, 640, 480};

bool covers(const std::vector<PixelRect>& rects, int x, int y) {
  for (const PixelRect& rect : rects)
    if (!intersection(rect, {x, y, x + 1, y + 1}).empty()) return true;
  return false;
}

int areaOf(const std::vector<PixelRect>& rects) {
  int area = 0;
  for (const PixelRect& rect : rects) area += (rect.right - rect.left) * (rect.bottom - rect.top);
  return area;
}

class FrameChangesTest : public testing::Test {
 protected:
  static constexpr int kTileArea = FrameChanges::kTile * FrameChanges::kTile;

  using Draw = std::function<void(ImDrawList&)>;

  std::vector<PixelRect> changed(Draw draw, const std::vector<ImTextureID>& repainted = {}) {
    draw_ = std::move(draw);
    harness_.frames(1);
    return changes_.since(*ImGui::GetDrawData(), repainted);
  }
  static Draw square(float x, float y, ImU32 colour = IM_COL32_WHITE) {
    return [=](ImDrawList& list) { list.AddRectFilled({x, y}, {x + 10, y + 10}, colour); };
  }

  Draw draw_ = [](ImDrawList&) {};
  test::UiHarness harness_{[this] { draw_(*ImGui::GetForegroundDrawList()); }, {640, 480}};
  FrameChanges changes_;
};

TEST_F(FrameChangesTest, AFirstFrameIsNewAndTheSameAgainIsNot) {
  EXPECT_EQ(changed(square(100, 100)), std::vector{kScreen});
  EXPECT_TRUE(changed(square(100, 100)).empty());
  changes_.forget();
  EXPECT_EQ(changed(square(100, 100)), std::vector{kScreen});
  ImGui::GetIO().DisplaySize = {600, 470};
  EXPECT_EQ(changed(square(100, 100)), (std::vector{PixelRect{0, 0, 600, 470}}));
}

TEST_F(FrameChangesTest, WhatMovesChangesWhereItWasAndWhereItIs) {
  changed(square(100, 100));
  const auto rects = changed(square(500, 300));
  EXPECT_TRUE(covers(rects, 100, 100));
  EXPECT_TRUE(covers(rects, 109, 109));
  EXPECT_TRUE(covers(rects, 500, 300));
  EXPECT_FALSE(covers(rects, 300, 200));
  EXPECT_LE(areaOf(rects), 4 * kTileArea);
  EXPECT_EQ(areaOf(changed(square(500, 300, IM_COL32(255, 255, 255, 254)))), kTileArea) << "colour";
  EXPECT_EQ(areaOf(changed([](ImDrawList&) {})), kTileArea) << "gone";
}

TEST_F(FrameChangesTest, TheOrderOfWhatOverlapsCounts) {
  const ImU32 red = IM_COL32(255, 0, 0, 255);
  const auto inOrder = [&](bool redFirst) {
    return [=](ImDrawList& list) {
      square(40, 40, redFirst ? red : IM_COL32_WHITE)(list);
      square(45, 45, redFirst ? IM_COL32_WHITE : red)(list);
    };
  };
  changed(inOrder(true));
  EXPECT_TRUE(changed(inOrder(true)).empty());
  EXPECT_TRUE(covers(changed(inOrder(false)), 47, 47));
}

TEST_F(FrameChangesTest, WhatIsClippedAwayDoesNotCount) {
  const auto behind = [](float x) {
    return [=](ImDrawList& list) {
      list.PushClipRect({0, 0}, {50, 50});
      list.AddRectFilled({x, 200}, {x + 9, 209}, IM_COL32_WHITE);
      list.PopClipRect();
    };
  };
  changed(behind(100));
  EXPECT_TRUE(changed(behind(150)).empty());
  // Nor what lies beyond the screen, however far.
  changed(square(-1e30f, 1e30f));
  EXPECT_TRUE(changed(square(1e30f, -1e30f)).empty());
}

TEST_F(FrameChangesTest, ARepaintedTextureChangesWhereItIsDrawn) {
  const ImTextureID mine = textureId(70), other = textureId(71);
  const Draw draw = [&](ImDrawList& list) { list.AddImage(mine, {200, 200}, {232, 232}); };
  changed(draw);
  EXPECT_TRUE(changed(draw, {other}).empty());
  const auto rects = changed(draw, {mine});
  EXPECT_TRUE(covers(rects, 210, 210));
  EXPECT_LE(areaOf(rects), 4 * kTileArea);
  EXPECT_TRUE(changed(draw).empty()) << "once";
}

TEST_F(FrameChangesTest, AFillCountsByItsPlaceAndColour) {
  const auto fill = [](ImU32 colour) {
    return [=](ImDrawList& list) {
      list.PushClipRect({64, 64}, {96, 96});
      list.AddCallback([](const ImDrawList*, const ImDrawCmd*) {},
                       reinterpret_cast<void*>(static_cast<std::uintptr_t>(colour)));
      list.PopClipRect();
    };
  };
  changed(fill(1));
  EXPECT_TRUE(changed(fill(1)).empty());
  EXPECT_EQ(changed(fill(2)), (std::vector{PixelRect{64, 64, 96, 96}}));
}

TEST_F(FrameChangesTest, RectanglesCoverTheChangedTilesOnce) {
  changed([](ImDrawList&) {});
  // A plus sign of tiles, and one in the last row and column, which are not whole.
  const auto rects = changed([](ImDrawList& list) {
    list.AddRectFilled({96, 65}, {127, 255}, IM_COL32_WHITE);
    list.AddRectFilled({33, 130}, {190, 159}, IM_COL32_WHITE);
    list.AddRectFilled({630, 470}, {639, 479}, IM_COL32_WHITE);
  });
  EXPECT_EQ(areaOf(rects), (6 + 5 - 1 + 1) * kTileArea);
  for (std::size_t i = 0; i < rects.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) EXPECT_TRUE(intersection(rects[i], rects[j]).empty());
  for (const auto& [x, y] : {std::pair{100, 70}, {100, 250}, {40, 140}, {180, 140}, {635, 475}})
    EXPECT_TRUE(covers(rects, x, y)) << x << ", " << y;
  EXPECT_LE(rects.size(), 4u) << "what lies below one another is one";
}

TEST_F(FrameChangesTest, TooManyPiecesAreTheWhole) {
  changed([](ImDrawList&) {});
  EXPECT_EQ(changed([](ImDrawList& list) {
              for (int i = 0; i < 200; ++i)
                square(static_cast<float>(64 * (i % 10)), static_cast<float>(64 * (i / 10)))(list);
            }),
            std::vector{kScreen});
}

TEST_F(FrameChangesTest, PixelsMayBeFinerThanUnits) {
  changed(square(100, 100));
  ImDrawData& frame = *ImGui::GetDrawData();
  frame.FramebufferScale = {2, 2};
  EXPECT_EQ(changes_.since(frame, {}), (std::vector{PixelRect{0, 0, 1280, 960}}));
  draw_ = square(120, 100);
  harness_.frames(1);
  frame.FramebufferScale = {2, 2};
  const auto rects = changes_.since(frame, {});
  EXPECT_TRUE(covers(rects, 200, 200));
  EXPECT_TRUE(covers(rects, 240, 200));
  EXPECT_FALSE(covers(rects, 100, 100));
  {
    const FramePart part(frame, rects);
    const ImDrawList& list = *frame.CmdLists[frame.CmdListsCount - 1];
    ASSERT_GE(list.CmdBuffer.Size, 1);
    EXPECT_EQ(list.CmdBuffer[0].ClipRect.y, static_cast<float>(rects.front().top) / 2);
  }
}

TEST_F(FrameChangesTest, APartHoldsWhatShowsInItAndLeavesTheFrameAsItWas) {
  changed([](ImDrawList& list) {
    for (int i = 0; i < 10; ++i) square(60.0f * static_cast<float>(i), 200)(list);
  });
  ImDrawData& frame = *ImGui::GetDrawData();
  const ImDrawList& squares = *frame.CmdLists[frame.CmdListsCount - 1];
  const auto triangles = [&] {
    unsigned count = 0;
    for (const ImDrawCmd& command : squares.CmdBuffer) count += command.ElemCount / 3;
    return count;
  };
  EXPECT_EQ(triangles(), 20u);
  {
    const std::vector rects{PixelRect{120, 190, 132, 212}, PixelRect{180, 205, 300, 208}};
    const FramePart part(frame, rects);
    EXPECT_EQ(triangles(), 6u) << "the squares at 120, 180 and 240";
    ASSERT_EQ(squares.CmdBuffer.Size, 2);
    EXPECT_EQ(squares.CmdBuffer[0].ClipRect.x, 120.0f);
    EXPECT_EQ(squares.CmdBuffer[0].ClipRect.w, 212.0f);
    EXPECT_EQ(squares.CmdBuffer[1].ClipRect.y, 205.0f);
    EXPECT_EQ(squares.CmdBuffer[1].ClipRect.z, 300.0f);
  }
  EXPECT_EQ(triangles(), 20u);
}

}  // namespace
}  // namespace latlas::ui
