#include "app/map/map_controller.h"

#include <algorithm>
#include <set>

#include "tests/ui/controller_fixture.h"

namespace latlas::app {
namespace {

TEST(ProbeRows, AreAllRowsOrTenThousandSpreadOnes) {
  const auto few = probeRows(7);
  EXPECT_EQ(few, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6}));
  const auto many = probeRows(737'280);
  EXPECT_EQ(many.size(), 10'000u);
  EXPECT_EQ(std::set<std::int64_t>(many.begin(), many.end()).size(), 10'000u);
  EXPECT_TRUE(std::is_sorted(many.begin(), many.end()));
  EXPECT_GE(many.front(), 0);
  EXPECT_LT(many.back(), 737'280);
  EXPECT_EQ(many, probeRows(737'280));
}

using MapControllerTest = ControllerTest<MapController>;

TEST_F(MapControllerTest, BringsThePointsOnceAndThePairUnderThePointer) {
  beginRun();
  settle();
  ASSERT_TRUE(state.map.map);
  EXPECT_EQ(state.map.map->rows.size(), 100u);
  const auto first = state.map.map;
  settle();
  EXPECT_EQ(state.map.map, first) << "the weights are the same";
  state.map.hoveredPoint = 7;
  settle();
  ASSERT_TRUE(state.hovered);
  EXPECT_EQ(state.hovered->row, 7);
}

TEST_F(MapControllerTest, DecodesThePlacesBeneathThePointsWhereTheyAreShown) {
  beginRun();
  state.traverse.z = {0.0f, 0.0f};
  settle();
  settle();
  EXPECT_FALSE(state.map.underlay.images);
  state.map.showManifold = true;
  settle();
  const MapUnderlay first = state.map.underlay;
  ASSERT_TRUE(first.images);
  EXPECT_EQ(first.images->images.count, first.lattice.side * first.lattice.side);
  EXPECT_EQ(first.lattice.bounds.max[0], state.traverse.range);
  EXPECT_EQ(state.traverse.gridImages, nullptr) << "Traverse's grid is its own";

  state.traverse.range = 1.5f;
  settle();
  EXPECT_NE(state.map.underlay.images, first.images);
  EXPECT_EQ(state.map.underlay.lattice.bounds.max[0], 1.5f);
}

TEST_F(MapControllerTest, ForgetsTheMapOfARunThatAnotherReplaced) {
  beginRun();
  settle();
  state.map.userMoved = true;
  controller.runBegan(state.draft, View::kept);
  EXPECT_TRUE(state.map.map && state.map.userMoved);
  controller.runBegan(state.draft, View::anew);
  EXPECT_FALSE(state.map.map || state.map.userMoved);
}

}  // namespace
}  // namespace latlas::app
