#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "app/map/map_canvas.h"
#include "app/map/map_panel.h"
#include "app/map/map_view.h"
#include "app/ui/synthetic_input.h"
#include "core/latent/linear_layout.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

TEST(MapView, PixelsAndUnitsAreInverse) {
  const MapView view{{100, 50}, {400, 300}, {2, -1}, 0.01f};
  const Point middle = view.toPixels({2, -1});
  EXPECT_FLOAT_EQ(middle[0], 300);
  EXPECT_FLOAT_EQ(middle[1], 200);
  EXPECT_LT(view.toPixels({2, 0})[1], middle[1]) << "y points up";
  const Point back = view.toMap(view.toPixels({2.7f, -1.9f}));
  EXPECT_NEAR(back[0], 2.7f, 1e-4f);
  EXPECT_NEAR(back[1], -1.9f, 1e-4f);
}

TEST(MapView, FitShowsEverythingFiniteWithAMargin) {
  const std::vector<float> xy{-2, 0, 4, 1, kNaN, 7, 0, -1};
  const auto bounds = boundsOf(xy);
  ASSERT_TRUE(bounds);
  MapView view{{10, 10}, {500, 200}, {}, 0};
  fit(view, *bounds);
  for (const Point corner : {bounds->min, bounds->max}) {
    const Point at = view.toPixels(corner);
    EXPECT_GT(at[0], 15);
    EXPECT_LT(at[0], 505);
    EXPECT_GT(at[1], 15);
    EXPECT_LT(at[1], 205);
  }
  EXPECT_FALSE(boundsOf(std::vector<float>{kNaN, 1}));
  fit(view, {{3, 3}, {3, 3}});
  EXPECT_GT(view.unitsPerPixel, 0);
}

TEST(MapView, FollowsOnlyWhatLeavesTheViewOrShrinksMuch) {
  MapView view{{0, 0}, {400, 400}, {}, 0};
  fit(view, {{-2, -2}, {2, 2}});
  const MapView before = view;
  follow(view, {{-1.9f, -1.8f}, {1.9f, 2}});
  EXPECT_EQ(view.unitsPerPixel, before.unitsPerPixel);
  follow(view, {{-2, -2}, {3, 2}});
  EXPECT_GT(view.unitsPerPixel, before.unitsPerPixel);
  follow(view, {{-0.5f, -0.5f}, {0.5f, 0.5f}});
  EXPECT_LT(view.unitsPerPixel, before.unitsPerPixel);
}

TEST(MapView, ZoomKeepsWhatIsUnderThePointer) {
  MapView view{{0, 0}, {400, 300}, {1, 1}, 0.02f};
  const Point under = view.toMap({37, 250});
  zoomAt(view, {37, 250}, 3.0f);
  EXPECT_FLOAT_EQ(view.unitsPerPixel, 0.02f / 3);
  EXPECT_NEAR(view.toMap({37, 250})[0], under[0], 1e-4f);
  EXPECT_NEAR(view.toMap({37, 250})[1], under[1], 1e-4f);
}

TEST(MapView, FindsTheNearestPointWithinReach) {
  const MapView view{{0, 0}, {200, 200}, {0, 0}, 0.01f};
  const std::vector<float> xy{0, 0, 0.05f, 0, kNaN, 0, 0.9f, 0.9f};
  EXPECT_EQ(nearestPoint(view, xy, view.toPixels({0.04f, 0}), 8), 1u);
  EXPECT_EQ(nearestPoint(view, xy, view.toPixels({-0.07f, 0}), 8), 0u);
  EXPECT_FALSE(nearestPoint(view, xy, view.toPixels({0.5f, 0}), 8));
}

TEST(MapView, TicksAreRound) {
  EXPECT_FLOAT_EQ(tickStep(0.7f), 1.0f);
  EXPECT_FLOAT_EQ(tickStep(0.12f), 0.2f);
  EXPECT_FLOAT_EQ(tickStep(34.0f), 50.0f);
}

class MapPanel : public testing::Test, protected PanelFixture {
 protected:
  void SetUp() override {
    beginRun(train::RunState::running, 3);
    publishMap({-2, -2, 2, 2, 0, 0, 1, -1});
  }
  auto panel() {
    return [this] { drawMapPanel(state, graphics, {640, 520}, requests); };
  }
  // Of the canvas as it was drawn last.
  MapView view() const {
    const auto canvas = ui::findProbe("Map/Canvas");
    return {{canvas->min.x, canvas->min.y},
            {canvas->max.x - canvas->min.x, canvas->max.y - canvas->min.y},
            state.map.centre,
            state.map.unitsPerPixel};
  }
  // Fractions of the canvas where a place of the map is shown.
  ImVec2 share(Point place) const {
    const MapView now = view();
    const Point at = now.toPixels(place);
    return {(at[0] - now.origin[0]) / now.size[0], (at[1] - now.origin[1]) / now.size[1]};
  }
};

TEST_F(MapPanel, SaysWhatWillAppearAndOffersTheNextStep) {
  state = {};
  UiHarness ui(panel());
  ui.click("Map/Open");
  EXPECT_EQ(asked<request::BrowseForDataset>().size(), 1u);
  openData();
  ui.frames(2);
  ui.click("Map/Start");
  EXPECT_EQ(asked<request::StartTraining>().size(), 1u);
}

TEST_F(MapPanel, APressDecodesThatPlaceAndKeepsWhatLiesOutsideThePlane) {
  state.traverse.z = {0, 0, 0.7f};
  UiHarness ui(panel());
  ui.click("Map/Canvas", share({1, -1}));
  ASSERT_EQ(state.traverse.z.size(), 3u);
  EXPECT_NEAR(state.traverse.z[0], 1.0f, 0.02f);
  EXPECT_NEAR(state.traverse.z[1], -1.0f, 0.02f);
  EXPECT_FLOAT_EQ(state.traverse.z[2], 0.7f);
}

TEST_F(MapPanel, ADragDecodesWhereItEnds) {
  UiHarness ui(panel());
  ui.drag("Map/Canvas", {0.5f, 0.5f}, {0.25f, 0.75f});
  const auto canvas = ui::findProbe("Map/Canvas");
  const Point end = view().toMap({canvas->min.x + 0.25f * (canvas->max.x - canvas->min.x),
                                  canvas->min.y + 0.75f * (canvas->max.y - canvas->min.y)});
  const std::vector<float> expected = state.map.map->layout->toLatent(end, state.traverse.z);
  EXPECT_EQ(state.traverse.z, expected);
  EXPECT_FALSE(state.map.userMoved);
}

TEST_F(MapPanel, ARefreshUnderARestingPointerDoesNotMoveThePlace) {
  UiHarness ui(panel());
  ui.hover("Map/Canvas", {0.4f, 0.4f});
  ui::synthetic::mouseButton(0, true);
  ui.frames(2);
  const auto before = state.traverse.z;
  publishMap({-20, -20, 20, 20}, 2);
  ui.frames(3);
  EXPECT_EQ(state.traverse.z, before);
  ui::synthetic::mouseButton(0, false);
  ui.frames(1);
}

TEST_F(MapPanel, FollowsRefreshesUntilTheUserMovesTheCamera) {
  UiHarness ui(panel());
  const float fitted = state.map.unitsPerPixel;
  publishMap({-8, -8, 8, 8}, 2);
  ui.frames(2);
  EXPECT_GT(state.map.unitsPerPixel, 2 * fitted);

  ui.wheel("Map/Canvas", 2.0f);
  EXPECT_TRUE(state.map.userMoved);
  const MapView moved = view();
  publishMap({-50, -50, 50, 50}, 3);
  ui.frames(3);
  EXPECT_EQ(view().unitsPerPixel, moved.unitsPerPixel);
  EXPECT_EQ(view().centre, moved.centre);

  ui.click("Map/Fit");
  EXPECT_FALSE(state.map.userMoved);
  EXPECT_GT(state.map.unitsPerPixel, moved.unitsPerPixel);
}

TEST_F(MapPanel, TheRightButtonPans) {
  UiHarness ui(panel());
  const auto z = state.traverse.z;
  const MapView before = view();
  ui.hover("Map/Canvas", {0.5f, 0.5f});
  const ImVec2 start = ImGui::GetMousePos();
  ui::synthetic::mouseButton(1, true);
  ui.frames(1);
  ui::synthetic::mouseMove({start.x + 40, start.y - 20});
  ui.frames(2);
  ui::synthetic::mouseButton(1, false);
  ui.frames(2);
  EXPECT_TRUE(state.map.userMoved);
  EXPECT_EQ(state.traverse.z, z);
  EXPECT_NEAR(state.map.centre[0], before.centre[0] - 40 * before.unitsPerPixel, 1e-4f);
  EXPECT_NEAR(state.map.centre[1], before.centre[1] - 20 * before.unitsPerPixel, 1e-4f);
}

TEST_F(MapPanel, ADoubleClickFits) {
  UiHarness ui(panel());
  ui.wheel("Map/Canvas", 5.0f);
  ASSERT_TRUE(state.map.userMoved);
  ui.doubleClick("Map/Canvas");
  EXPECT_FALSE(state.map.userMoved);
}

TEST_F(MapPanel, HoveringPicksTheNearestPointAndShowsIt) {
  UiHarness ui(panel());
  ui.hover("Map/Canvas", share({1, -1}));
  EXPECT_EQ(state.map.hoveredPoint, 3);
  EXPECT_TRUE(ui.exists("Map/Hovered"));
  ui.hover("Map/Canvas", share({1.0f, 0.6f}));
  EXPECT_FALSE(state.map.hoveredPoint);
  EXPECT_FALSE(ui.exists("Map/Hovered"));
}

TEST_F(MapPanel, ColoursAgainOnlyWhenSomethingChanged) {
  UiHarness ui(panel());
  const auto byClass = state.map.cloud;
  ASSERT_TRUE(byClass);
  EXPECT_TRUE(std::ranges::equal(byClass->xy, state.map.map->layout->positions()));
  ui.frames(3);
  EXPECT_EQ(state.map.cloud, byClass);

  ui.click("Map/Colour by");
  ui.click("Map/Colour by/parity");
  EXPECT_EQ(state.map.colourBy, 0);
  EXPECT_NE(state.map.cloud, byClass);
  // Rows 0 and 2 are even, 1 is odd.
  EXPECT_EQ(state.map.cloud->colours[0], state.map.cloud->colours[2]);
  EXPECT_NE(state.map.cloud->colours[0], state.map.cloud->colours[1]);

  const auto byParity = state.map.cloud;
  publishMap({0, 0, 1, 1}, 2);
  ui.frames(2);
  EXPECT_NE(state.map.cloud, byParity);
  EXPECT_EQ(state.map.cloud->xy.size(), 4u);
}

TEST_F(MapPanel, TheManifoldNeedsAPlane) {
  UiHarness ui(panel());
  EXPECT_FALSE(ui.isEnabled("Map/Manifold"));
  beginRun(train::RunState::running, 2);
  publishMap({-2, -2, 2, 2});
  state.traverse.grid = GridKind::samples;
  ui.frames(2);
  ui.click("Map/Manifold");
  EXPECT_TRUE(state.map.showManifold);
  EXPECT_EQ(state.traverse.grid, GridKind::samples) << "it is Traverse's own";
}

TEST(MapLattice, FillsItsBoundsWithCellsWhoseMiddlesAreDecoded) {
  const auto layout = latent::axesLayout({0, 0}, 2);
  const std::vector<float> points =
      latticePoints({{{-2, -4}, {2, 4}}, 2}, *layout, std::vector<float>{9, 9});
  EXPECT_EQ(points, (std::vector<float>{-1, 2, 1, 2, -1, -2, 1, -2}));
}

TEST(MapLattice, NeedsAPlaceForEachLatentPoint) {
  EXPECT_TRUE(isPlane(*latent::axesLayout({0, 0}, 2)));
  EXPECT_FALSE(isPlane(*latent::axesLayout({0}, 1)));
  EXPECT_FALSE(isPlane(*latent::axesLayout({0, 0, 0}, 3)));
  EXPECT_FALSE(isPlane(*latent::pcaLayout({1, 2, 3, 4, 5, 7, 8, 8, 8}, 3, nullptr)));
}

}  // namespace
}  // namespace latlas
