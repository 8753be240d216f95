#include "core/latent/projection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "core/base/random.h"

namespace latlas::latent {
namespace {

// count points of a normal distribution with this standard deviation along each axis.
std::vector<float> ellipsoid(int count, const std::vector<float>& deviations, std::uint64_t seed) {
  std::vector<float> points(static_cast<std::size_t>(count) * deviations.size());
  Random(seed).fillNormal(points);
  for (std::size_t i = 0; i < points.size(); ++i) points[i] *= deviations[i % deviations.size()];
  return points;
}

// Turns the plane of axes a and b of each point.
void turn(std::vector<float>& points, int dims, int a, int b, double angle) {
  const double cosine = std::cos(angle), sine = std::sin(angle);
  for (std::size_t at = 0; at < points.size(); at += static_cast<std::size_t>(dims)) {
    float& x = points[at + static_cast<std::size_t>(a)];
    float& y = points[at + static_cast<std::size_t>(b)];
    const double newX = cosine * x - sine * y, newY = sine * x + cosine * y;
    x = static_cast<float>(newX);
    y = static_cast<float>(newY);
  }
}

double dot(const PlaneProjection& p, int row, int other) {
  double sum = 0.0;
  for (int d = 0; d < p.dims; ++d)
    sum += static_cast<double>(p.basis[static_cast<std::size_t>(row * p.dims + d)]) *
           p.basis[static_cast<std::size_t>(other * p.dims + d)];
  return sum;
}

void expectNear(std::span<const float> found, std::span<const float> expected, double tolerance) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    ASSERT_NEAR(found[i], expected[i], tolerance) << "at " << i;
}

TEST(RawAxes, ShowTheFirstTwoAxes) {
  const PlaneProjection raw = rawAxes(3);
  expectNear(project(raw, std::vector<float>{1, 2, 3, -4, 5, 6}), std::vector<float>{1, 2, -4, 5},
             0.0);
}

TEST(RawAxes, OneDimensionLiesOnTheXAxis) {
  const PlaneProjection raw = rawAxes(1);
  expectNear(project(raw, std::vector<float>{1.5f, -2.0f}), std::vector<float>{1.5f, 0, -2, 0},
             0.0);
  expectNear(liftToLatent(raw, 0.25f, 9.0f, std::vector<float>{7.0f}), std::vector<float>{0.25f},
             1e-6);
}

// Four points of a cross have the covariance diag(4, 1) / 2 exactly.
TEST(PrincipalComponents, OfACrossAreItsArms) {
  const std::vector<float> cross{10 + 1, 20, 10 - 1, 20, 10, 20 + 2, 10, 20 - 2};
  const PlaneProjection pca = principalComponents(cross, 2);
  expectNear(pca.mean, std::vector<float>{10, 20}, 1e-6);
  expectNear(pca.basis, std::vector<float>{0, 1, 1, 0}, 1e-6);
  EXPECT_NEAR(pca.explainedVariance[0], 0.8, 1e-12);
  EXPECT_NEAR(pca.explainedVariance[1], 0.2, 1e-12);
}

TEST(PrincipalComponents, OfAnEllipsoidAreItsTwoLongAxes) {
  const PlaneProjection pca = principalComponents(ellipsoid(20000, {1, 5, 0.5f, 3}, 1), 4);
  // Directions of a sample are off by about ratio / sqrt(count), here under 0.01.
  expectNear(pca.basis, std::vector<float>{0, 1, 0, 0, 0, 0, 0, 1}, 0.02);
  const double total = 25 + 9 + 1 + 0.25;
  EXPECT_NEAR(pca.explainedVariance[0], 25 / total, 0.01);
  EXPECT_NEAR(pca.explainedVariance[1], 9 / total, 0.01);
}

TEST(PrincipalComponents, FollowARotationExactly) {
  const std::vector<float> deviations{4, 2, 1};
  std::vector<float> points = ellipsoid(500, deviations, 2);
  const PlaneProjection before = principalComponents(points, 3);
  turn(points, 3, 0, 1, 0.5);
  turn(points, 3, 1, 2, 0.3);
  const PlaneProjection after = principalComponents(points, 3);

  std::vector<float> expected = before.basis;
  turn(expected, 3, 0, 1, 0.5);
  turn(expected, 3, 1, 2, 0.3);
  for (int row = 0; row < 2; ++row) {
    double cosine = 0.0;
    for (int d = 0; d < 3; ++d)
      cosine += static_cast<double>(expected[static_cast<std::size_t>(row * 3 + d)]) *
                after.basis[static_cast<std::size_t>(row * 3 + d)];
    EXPECT_NEAR(std::abs(cosine), 1.0, 1e-6);
  }
  EXPECT_NEAR(after.explainedVariance[0], before.explainedVariance[0], 1e-6);
}

TEST(PrincipalComponents, HaveOrthonormalRowsAndAFixedSign) {
  const int dims = 128;
  std::vector<float> deviations(dims);
  for (int d = 0; d < dims; ++d) deviations[static_cast<std::size_t>(d)] = 1.0f + 0.01f * d;
  const std::vector<float> points = ellipsoid(10000, deviations, 3);
  const PlaneProjection pca = principalComponents(points, dims);
  EXPECT_NEAR(dot(pca, 0, 0), 1.0, 1e-6);
  EXPECT_NEAR(dot(pca, 1, 1), 1.0, 1e-6);
  EXPECT_NEAR(dot(pca, 0, 1), 0.0, 1e-6);
  for (int row = 0; row < 2; ++row) {
    float largest = 0.0f;
    for (int d = 0; d < dims; ++d) {
      const float entry = pca.basis[static_cast<std::size_t>(row * dims + d)];
      if (std::abs(entry) > std::abs(largest)) largest = entry;
    }
    EXPECT_GT(largest, 0.0f);
  }
  EXPECT_EQ(principalComponents(points, dims).basis, pca.basis);
}

TEST(PrincipalComponents, LeaveOutPointsThatAreNotFinite) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float inf = std::numeric_limits<float>::infinity();
  const std::vector<float> good = ellipsoid(50, {3, 1}, 4);
  std::vector<float> mixed{nan, 0};
  mixed.insert(mixed.end(), good.begin(), good.end());
  mixed.insert(mixed.end(), {1, -inf});
  const PlaneProjection expected = principalComponents(good, 2);
  const PlaneProjection found = principalComponents(mixed, 2);
  EXPECT_EQ(found.basis, expected.basis);
  EXPECT_EQ(found.mean, expected.mean);
  EXPECT_TRUE(std::isnan(project(found, mixed)[0]));
}

TEST(PrincipalComponents, WithoutVarianceAreTheRawAxesAtTheMean) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  for (const auto& points : {std::vector<float>{2, 3, 4, 2, 3, 4}, std::vector<float>{2, 3, 4}}) {
    const PlaneProjection pca = principalComponents(points, 3);
    EXPECT_EQ(pca.basis, rawAxes(3).basis);
    expectNear(pca.mean, std::vector<float>{2, 3, 4}, 0.0);
    EXPECT_EQ(pca.explainedVariance[0], 0.0);
  }
  EXPECT_EQ(principalComponents({}, 3).basis, rawAxes(3).basis);
  EXPECT_EQ(principalComponents(std::vector<float>{nan, nan, 1}, 3).basis, rawAxes(3).basis);
}

TEST(PrincipalComponents, OfTinyAndHugeVariancesAreFound) {
  for (const float scale : {1e-18f, 1e15f}) {
    std::vector<float> cross{1, 0, -1, 0, 0, 2, 0, -2};
    for (float& value : cross) value *= scale;
    const PlaneProjection pca = principalComponents(cross, 2);
    EXPECT_NEAR(pca.explainedVariance[0], 0.8, 1e-6);
    expectNear(pca.basis, std::vector<float>{0, 1, 1, 0}, 1e-6);
  }
}

TEST(PrincipalComponents, OfPointsOnALineExplainItAll) {
  const PlaneProjection pca = principalComponents(std::vector<float>{0, 0, 3, 4, 6, 8}, 2);
  expectNear(std::span(pca.basis).first(2), std::vector<float>{0.6f, 0.8f}, 1e-6);
  EXPECT_NEAR(pca.explainedVariance[0], 1.0, 1e-12);
  EXPECT_NEAR(pca.explainedVariance[1], 0.0, 1e-12);
}

TEST(PrincipalComponents, OfOneDimensionIsThatDimension) {
  const PlaneProjection pca = principalComponents(std::vector<float>{1, 2, 3}, 1);
  expectNear(pca.basis, std::vector<float>{1, 0}, 1e-6);
  EXPECT_NEAR(pca.explainedVariance[0], 1.0, 1e-12);
}

// Whatever orthogonal change happened to the plane, the alignment undoes it.
TEST(AlignedTo, UndoesRotationsAndReflections) {
  const int dims = 5;
  const std::vector<float> points = ellipsoid(300, {3, 2, 1, 1, 1}, 5);
  const PlaneProjection pca = principalComponents(points, dims);
  const std::vector<float> previous = project(pca, points);
  for (const double angle : {0.0, 0.7, 3.0, -2.0}) {
    for (const bool mirrored : {false, true}) {
      PlaneProjection changed = pca;
      for (std::size_t d = 0; d < dims; ++d) {
        const double x = pca.basis[d], y = pca.basis[dims + d];
        changed.basis[d] = static_cast<float>(std::cos(angle) * x - std::sin(angle) * y);
        changed.basis[dims + d] = static_cast<float>((mirrored ? -1.0 : 1.0) *
                                                     (std::sin(angle) * x + std::cos(angle) * y));
      }
      const PlaneProjection aligned = alignedTo(changed, points, previous);
      expectNear(project(aligned, points), previous, 1e-5);
      EXPECT_NEAR(dot(aligned, 0, 1), 0.0, 1e-6);
    }
  }
}

TEST(AlignedTo, MixesTheExplainedVarianceWithTheRows) {
  const std::vector<float> cross{1, 0, -1, 0, 0, 2, 0, -2};  // rows of the PCA: y, then x
  const PlaneProjection aligned =
      alignedTo(principalComponents(cross, 2), cross, project(rawAxes(2), cross));
  expectNear(aligned.basis, std::vector<float>{1, 0, 0, 1}, 1e-6);
  EXPECT_NEAR(aligned.explainedVariance[0], 0.2, 1e-6);
  EXPECT_NEAR(aligned.explainedVariance[1], 0.8, 1e-6);
}

TEST(AlignedTo, IsNoFurtherFromThePreviousThanAnyOtherTurn) {
  const std::vector<float> points = ellipsoid(200, {3, 2, 1}, 6);
  const PlaneProjection pca = principalComponents(points, 3);
  const std::vector<float> previous = ellipsoid(200, {1, 2}, 7);
  const auto distance = [&](const std::vector<float>& plane) {
    double sum = 0.0;
    for (std::size_t i = 0; i < plane.size(); ++i)
      sum += std::pow(static_cast<double>(plane[i]) - previous[i], 2);
    return sum;
  };
  const double best = distance(project(alignedTo(pca, points, previous), points));
  for (int step = 0; step < 100; ++step) {
    for (const float mirror : {1.0f, -1.0f}) {
      std::vector<float> plane = project(pca, points);
      for (std::size_t i = 1; i < plane.size(); i += 2) plane[i] *= mirror;
      turn(plane, 2, 0, 1, step * 0.0628);
      EXPECT_LE(best, distance(plane) * (1 + 1e-6));
    }
  }
}

TEST(AlignedTo, KeepsThePlaneWhenNothingSpeaksForATurn) {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> points{1, 0, -1, 0, 0, 2, 0, -2};
  const PlaneProjection pca = principalComponents(points, 2);
  EXPECT_EQ(alignedTo(pca, points, std::vector<float>(8, 0.0f)).basis, pca.basis);
  EXPECT_EQ(alignedTo(pca, points, std::vector<float>(8, nan)).basis, pca.basis);
  EXPECT_EQ(alignedTo(pca, {}, {}).basis, pca.basis);
}

TEST(AlignedTo, PointsOnALineMirrorNothing) {
  const PlaneProjection raw = rawAxes(2);
  const std::vector<float> line{1, 0, 2, 0, -3, 0};
  expectNear(alignedTo(raw, line, line).basis, raw.basis, 1e-6);
}

TEST(LiftToLatent, ProjectsBackAndKeepsWhatIsOffThePlane) {
  const int dims = 6;
  const std::vector<float> points = ellipsoid(400, {3, 1, 2, 1, 1, 1}, 8);
  const PlaneProjection pca = principalComponents(points, dims);
  const std::vector<float> from(points.begin(), points.begin() + dims);
  const std::vector<float> z = liftToLatent(pca, 1.25f, -0.5f, from);
  expectNear(project(pca, z), std::vector<float>{1.25f, -0.5f}, 1e-5);

  const std::vector<float> home = project(pca, from);
  expectNear(liftToLatent(pca, home[0], home[1], from), from, 1e-5);
  for (std::size_t d = 0; d < dims; ++d)
    EXPECT_NEAR(z[d] - from[d],
                (1.25 - home[0]) * pca.basis[d] + (-0.5 - home[1]) * pca.basis[dims + d], 1e-5);
}

}  // namespace
}  // namespace latlas::latent
