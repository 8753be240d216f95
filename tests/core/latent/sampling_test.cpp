#include "core/latent/sampling.h"

#include <gtest/gtest.h>

#include "core/base/error.h"

namespace latlas::latent {
namespace {

TEST(PriorSamples, HaveTheMomentsOfAStandardNormal) {
  const int count = 50000, dims = 4;
  const std::vector<float> z = priorSamples(count, dims, 1);
  ASSERT_EQ(z.size(), 200000u);
  for (int d = 0; d < dims; ++d) {
    double sum = 0.0, squares = 0.0, product = 0.0;
    for (int i = 0; i < count; ++i) {
      const double value = z[static_cast<std::size_t>(i * dims + d)];
      sum += value;
      squares += value * value;
      product += value * z[static_cast<std::size_t>(i * dims + (d + 1) % dims)];
    }
    // Five standard errors of each estimate.
    EXPECT_NEAR(sum / count, 0.0, 0.0224);
    EXPECT_NEAR(squares / count, 1.0, 0.0316);
    EXPECT_NEAR(product / count, 0.0, 0.0224);
  }
}

TEST(PriorSamples, FollowTheSeedAndBeginAlike) {
  const std::vector<float> z = priorSamples(10, 3, 7);
  EXPECT_EQ(priorSamples(10, 3, 7), z);
  EXPECT_NE(priorSamples(10, 3, 8), z);
  const std::vector<float> few = priorSamples(5, 3, 7);
  EXPECT_EQ(few, std::vector<float>(z.begin(), z.begin() + 15));
}

TEST(ManifoldGrid, GoesLeftToRightAndTopToBottom) {
  const std::vector<float> grid = manifoldGrid(std::vector<float>{9, 8, 7}, 2, 0, 3, 1.5f);
  const std::vector<float> expected{1.5f,  8, -1.5f, 1.5f,  8, 0, 1.5f,  8, 1.5f,  //
                                    0,     8, -1.5f, 0,     8, 0, 0,     8, 1.5f,  //
                                    -1.5f, 8, -1.5f, -1.5f, 8, 0, -1.5f, 8, 1.5f};
  EXPECT_EQ(grid, expected);
}

TEST(ManifoldGrid, OfOneLatentAxisVariesAlongX) {
  EXPECT_EQ(manifoldGrid(std::vector<float>{5}, 0, 0, 2, 1.0f), (std::vector<float>{-1, 1, -1, 1}));
}

TEST(ManifoldGrid, OfOneCellIsTheMiddle) {
  EXPECT_EQ(manifoldGrid(std::vector<float>{5, 6, 7}, 0, 1, 1, 3.0f),
            (std::vector<float>{0, 0, 7}));
}

TEST(TraversalGrid, HasARowForEachAxis) {
  const std::vector<int> axes{1, 0};
  const std::vector<float> grid = traversalGrid(std::vector<float>{9, 8}, axes, 3, 2.0f);
  EXPECT_EQ(grid, (std::vector<float>{9, -2, 9, 0, 9, 2, -2, 8, 0, 8, 2, 8}));
}

TEST(Grids, RefuseAxesThatAreNotThereAndEmptySizes) {
  const std::vector<float> centre{0, 0};
  const std::vector<int> wrong{2};
  EXPECT_THROW(manifoldGrid(centre, 0, 2, 3, 1.0f), Error);
  EXPECT_THROW(manifoldGrid(centre, -1, 1, 3, 1.0f), Error);
  EXPECT_THROW(manifoldGrid(centre, 0, 1, 0, 1.0f), Error);
  EXPECT_THROW(traversalGrid(centre, wrong, 3, 1.0f), Error);
  EXPECT_THROW(priorSamples(0, 2, 1), Error);
}

}  // namespace
}  // namespace latlas::latent
