#include "app/gl/point_renderer.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/base/random.h"
#include "tests/gl/gl_fixture.h"

namespace latlas::gl {
namespace {

using test::Pixels;
using ui::PointCloud;
using ui::PointView;

struct Colour {
  double r = 0, g = 0, b = 0, a = 0;  // premultiplied
};

// The same scene, computed here: each point a disc with an edge that falls off over one pixel, laid
// over what is there.
std::vector<Colour> expected(const PointCloud& cloud, const PointView& view) {
  std::vector<Colour> image(static_cast<std::size_t>(view.width) * view.height);
  for (std::size_t i = 0; i < cloud.colours.size(); ++i) {
    const double px = view.width / 2.0 + (cloud.xy[2 * i] - view.centre[0]) * view.pixelsPerUnit;
    const double py =
        view.height / 2.0 - (cloud.xy[2 * i + 1] - view.centre[1]) * view.pixelsPerUnit;
    const auto level = [&](int shift) { return (cloud.colours[i] >> shift & 0xFF) / 255.0; };
    for (int y = 0; y < view.height; ++y)
      for (int x = 0; x < view.width; ++x) {
        const double dx = x + 0.5 - px, dy = y + 0.5 - py;
        const double side = (view.pointDiameter + 1.0) / 2.0;
        if (std::fabs(dx) > side || std::fabs(dy) > side) continue;
        const double coverage =
            std::clamp(view.pointDiameter / 2.0 - std::hypot(dx, dy) + 0.5, 0.0, 1.0);
        const double a = coverage * level(IM_COL32_A_SHIFT);
        Colour& c = image[static_cast<std::size_t>(y) * view.width + x];
        c = {level(IM_COL32_R_SHIFT) * a + c.r * (1 - a),
             level(IM_COL32_G_SHIFT) * a + c.g * (1 - a),
             level(IM_COL32_B_SHIFT) * a + c.b * (1 - a), a + c.a * (1 - a)};
      }
  }
  return image;
}

class Points : public test::GlTest {
 protected:
  static std::shared_ptr<PointCloud> cloudOf(std::vector<float> xy,
                                             std::vector<std::uint32_t> colours) {
    return std::make_shared<PointCloud>(PointCloud{std::move(xy), std::move(colours)});
  }

  PointRenderer renderer_;
  PointView view_{.width = 64, .height = 48, .pixelsPerUnit = 10.0f, .pointDiameter = 8.0f};
};

TEST_F(Points, ASceneEqualsItsComputation) {
  Random random(3);
  auto cloud = std::make_shared<PointCloud>();
  for (int i = 0; i < 60; ++i) {
    cloud->xy.push_back(static_cast<float>(random.uniform() * 5.0 - 2.5));
    cloud->xy.push_back(static_cast<float>(random.uniform() * 4.0 - 2.0));
    cloud->colours.push_back(IM_COL32(random.below(256), random.below(256), random.below(256),
                                      64 + random.below(192)));
  }
  const Pixels drawn = read(renderer_.draw(cloud, view_));
  const auto image = expected(*cloud, view_);
  double worstAlpha = 0.0, worstColour = 0.0;
  for (int y = 0; y < view_.height; ++y)
    for (int x = 0; x < view_.width; ++x) {
      const Colour& want = image[static_cast<std::size_t>(y) * view_.width + x];
      const auto have = drawn.at(x, y);
      worstAlpha = std::max(worstAlpha, std::fabs(have[3] - want.a * 255.0));
      // Compared as they will be seen, that is weighted by their alpha.
      const double weight = have[3] / 255.0;
      worstColour = std::max({worstColour, std::fabs(have[0] * weight - want.r * 255.0),
                              std::fabs(have[1] * weight - want.g * 255.0),
                              std::fabs(have[2] * weight - want.b * 255.0)});
    }
  // Each of up to a dozen overlapping points rounds to 8 bits (half a level each, partly
  // cancelling), and the rasterizer places points on a 1/256 pixel grid (a level on a soft edge).
  EXPECT_LE(worstAlpha, 5.0);
  EXPECT_LE(worstColour, 6.0);
}

TEST_F(Points, LaterPointsLieAboveEarlierOnesAndColoursAreStraight) {
  const auto cloud = cloudOf({0, 0, 0, 0}, {IM_COL32(255, 0, 0, 128), IM_COL32(0, 0, 255, 128)});
  const auto middle = read(renderer_.draw(cloud, view_)).at(32, 24);
  // Over a transparent ground: alpha 1 - 1/4; blue 1/2 and red 1/4 of it, divided by that alpha.
  EXPECT_NEAR(middle[3], 191, 2);
  EXPECT_NEAR(middle[2], 170, 3);
  EXPECT_NEAR(middle[0], 85, 3);
  EXPECT_EQ(middle[1], 0);
}

TEST_F(Points, YPointsUpAndTheFirstRowIsTheTop) {
  const auto cloud = cloudOf({1, 2}, {IM_COL32(0, 255, 0, 255)});
  const Pixels drawn = read(renderer_.draw(cloud, view_));
  EXPECT_EQ(drawn.at(42, 4)[3], 255);
  EXPECT_EQ(drawn.at(42, 43)[3], 0);
  EXPECT_EQ(drawn.at(21, 4)[3], 0);
}

TEST_F(Points, TheViewMovesAndScales) {
  const auto cloud = cloudOf({5, 5}, {IM_COL32(255, 255, 255, 255)});
  EXPECT_EQ(read(renderer_.draw(cloud, view_)).at(32, 24)[3], 0);
  view_.centre = {5, 5};
  EXPECT_EQ(read(renderer_.draw(cloud, view_)).at(32, 24)[3], 255);
  view_.width = 100;
  const auto wide = renderer_.draw(cloud, view_);
  EXPECT_EQ(wide.width, 100);
  EXPECT_EQ(read(wide).at(50, 24)[3], 255);
}

TEST_F(Points, AreDrawnAnewOnlyForAnotherCloudOrView) {
  const auto cloud = cloudOf({0, 0}, {IM_COL32(255, 0, 0, 255)});
  EXPECT_EQ(read(renderer_.draw(cloud, view_)).at(32, 24)[0], 255);
  // The same object counts as unchanged, even when a test breaks the promise and changes it.
  cloud->colours[0] = IM_COL32(0, 255, 0, 255);
  EXPECT_EQ(read(renderer_.draw(cloud, view_)).at(32, 24)[0], 255);
  const auto other = std::make_shared<PointCloud>(*cloud);
  EXPECT_EQ(read(renderer_.draw(other, view_)).at(32, 24)[1], 255);
}

TEST_F(Points, NothingToDrawGivesNothing) {
  EXPECT_TRUE(renderer_.draw(nullptr, view_).empty());
  PointView flat = view_;
  flat.height = 0;
  EXPECT_TRUE(renderer_.draw(cloudOf({0, 0}, {~0u}), flat).empty());
  const Pixels blank = read(renderer_.draw(cloudOf({}, {}), view_));
  EXPECT_TRUE(std::all_of(blank.rgba.begin(), blank.rgba.end(), [](auto v) { return v == 0; }));
}

}  // namespace
}  // namespace latlas::gl
