#include "app/ui/ground.h"

#include <gtest/gtest.h>

namespace latlas::ui {
namespace {

float areaOf(const std::vector<Rect>& rects) {
  float area = 0.0f;
  for (const Rect& rect : rects) area += (rect.max.x - rect.min.x) * (rect.max.y - rect.min.y);
  return area;
}

bool contains(const std::vector<Rect>& rects, float x, float y) {
  for (const Rect& rect : rects)
    if (x >= rect.min.x && x < rect.max.x && y >= rect.min.y && y < rect.max.y) return true;
  return false;
}

TEST(Ground, IsEverythingWithoutPanels) {
  EXPECT_FLOAT_EQ(areaOf(uncovered({{0, 0}, {100, 50}}, {})), 5000.0f);
}

TEST(Ground, IsWhatNoPanelCovers) {
  const std::vector<Rect> panels{{{10, 10}, {40, 90}}, {{50, 10}, {90, 50}}, {{50, 60}, {90, 90}}};
  const auto rest = uncovered({{0, 0}, {100, 100}}, panels);
  EXPECT_FLOAT_EQ(areaOf(rest), 10000.0f - 30 * 80 - 40 * 40 - 40 * 30);
  EXPECT_TRUE(contains(rest, 5, 5));
  EXPECT_TRUE(contains(rest, 45, 30));
  EXPECT_TRUE(contains(rest, 70, 55));
  EXPECT_FALSE(contains(rest, 20, 55));
  EXPECT_FALSE(contains(rest, 70, 70));
}

TEST(Ground, TakesPanelsThatOverlapOrReachBeyond) {
  const std::vector<Rect> panels{{{-10, -10}, {60, 60}}, {{30, 30}, {200, 200}}};
  const auto rest = uncovered({{0, 0}, {100, 100}}, panels);
  // The two corners that neither reaches.
  EXPECT_FLOAT_EQ(areaOf(rest), 40 * 30 + 30 * 40);
  EXPECT_TRUE(uncovered({{0, 0}, {100, 100}}, std::vector<Rect>{{{0, 0}, {100, 100}}}).empty());
}

}  // namespace
}  // namespace latlas::ui
