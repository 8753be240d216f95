#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "core/latent/linear_layout.h"

namespace latlas::latent {
namespace {

// Three points on a line through 3-D space, and one beside it.
const std::vector<float> kPoints{0, 0, 0, 3, 4, 0, 6, 8, 0, 3, 4, 1};

TEST(AxesLayout, ShowsTheFirstTwoDimensionsAndNamesThem) {
  const auto layout = axesLayout({1, 2, 3, 4, 5, 6}, 3);
  EXPECT_EQ(std::vector(layout->positions().begin(), layout->positions().end()),
            (std::vector<float>{1, 2, 4, 5}));
  EXPECT_EQ(layout->toPlane(std::vector<float>{7, 8, 9}), (Place{7, 8}));
  EXPECT_EQ(layout->toLatent({1, 2}, std::vector<float>{7, 8, 9}), (std::vector<float>{1, 2, 9}));
  EXPECT_EQ(layout->axisName(0), "z0");
  EXPECT_EQ(layout->axisName(1), "z1");
  EXPECT_FALSE(layout->isLossless());
  EXPECT_TRUE(axesLayout({1, 2}, 2)->isLossless());
}

TEST(AxesLayout, OfOneDimensionIsALine) {
  const auto layout = axesLayout({1, 2}, 1);
  EXPECT_EQ(std::vector(layout->positions().begin(), layout->positions().end()),
            (std::vector<float>{1, 0, 2, 0}));
  EXPECT_EQ(layout->axisName(1), "");
}

TEST(PcaLayout, NamesItsAxesByTheVarianceThatTheyExplain) {
  const auto layout = pcaLayout(kPoints, 3, nullptr);
  // Of squares around the mean: 50 along the line, 0.75 across.
  EXPECT_EQ(layout->axisName(0), "PC 1 (99 %)");
  EXPECT_EQ(layout->axisName(1), "PC 2 (1 %)");
  EXPECT_FALSE(layout->isLossless());
}

TEST(PcaLayout, LiftsAPlaceToWhereItProjectsBack) {
  const auto layout = pcaLayout(kPoints, 3, nullptr);
  const std::vector<float> z = layout->toLatent({2.5f, -0.5f}, std::vector<float>{1, 1, 1});
  const Place back = layout->toPlane(z);
  EXPECT_NEAR(back[0], 2.5f, 1e-5f);
  EXPECT_NEAR(back[1], -0.5f, 1e-5f);
}

TEST(PcaLayout, LiesAsItLayBefore) {
  const auto before = pcaLayout(kPoints, 3, nullptr);
  std::vector<float> mirrored = kPoints;
  for (float& value : mirrored) value = -value;
  const auto after = pcaLayout(mirrored, 3, before.get());
  for (std::size_t i = 0; i < before->positions().size(); ++i)
    EXPECT_NEAR(after->positions()[i], before->positions()[i], 1e-4f);
}

TEST(PlaneLayout, ShowsAllOfTwoDimensionsAndComponentsOfMore) {
  EXPECT_EQ(planeLayout({0, 0, 1, 1, 2, 2}, 2, nullptr)->axisName(0), "z0");
  EXPECT_TRUE(planeLayout(kPoints, 3, nullptr)->axisName(0).starts_with("PC 1"));
  EXPECT_EQ(planeLayout({0, 0, 0, 1, 1, 1}, 3, nullptr)->axisName(0), "z0") << "too few points";
}

TEST(Layouts, GiveAPointThatIsNotFiniteNoPlace) {
  std::vector<float> points = kPoints;
  points[0] = std::numeric_limits<float>::quiet_NaN();
  const auto layout = pcaLayout(points, 3, nullptr);
  EXPECT_TRUE(std::isnan(layout->positions()[0]));
  EXPECT_TRUE(std::isfinite(layout->positions()[2]));
}

}  // namespace
}  // namespace latlas::latent
