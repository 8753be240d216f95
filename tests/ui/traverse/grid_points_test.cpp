#include "app/traverse/grid_points.h"

#include <gtest/gtest.h>

namespace latlas::app {
namespace {

TEST(GridPoints, HaveTheSizeTheirKindSays) {
  TraverseState traverse;
  EXPECT_TRUE(gridPoints(traverse, GridKind::samples).empty());
  traverse.gridSide = 5;
  traverse.z = {0.0f, 0.0f, 0.5f};
  EXPECT_EQ(gridPoints(traverse, GridKind::samples).size(), 5u * 5 * 3);
  EXPECT_EQ(gridPoints(traverse, GridKind::manifold).size(), 5u * 5 * 3);
  EXPECT_EQ(gridPoints(traverse, GridKind::traversal).size(), 3u * 5 * 3);
  EXPECT_FLOAT_EQ(gridPoints(traverse, GridKind::manifold)[2], 0.5f);
  traverse.z = {0.0f};
  EXPECT_EQ(gridPoints(traverse, GridKind::manifold).size(), 5u);
}

}  // namespace
}  // namespace latlas::app
