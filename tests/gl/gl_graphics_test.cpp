#include "app/gl/gl_graphics.h"

#include <memory>

#include "tests/gl/gl_fixture.h"

namespace latlas::gl {
namespace {

using test::Pixels;

class Images : public test::GlTest {
 protected:
  // Pixel k of the whole set has the level k (modulo 251).
  static std::shared_ptr<data::Images> counted(int channels, int height, int width, int count) {
    auto images = std::make_shared<data::Images>();
    images->shape = {channels, height, width};
    images->count = count;
    for (std::int64_t i = 0; i < images->shape.size() * count; ++i)
      images->pixels.push_back(static_cast<std::uint8_t>(i % 251));
    return images;
  }

  GlGraphics graphics_;
};

TEST_F(Images, GreyOnesAreTiledAndTheRestIsTransparent) {
  const auto images = counted(1, 2, 3, 3);  // odd widths catch a wrong row alignment
  const auto view = graphics_.images("sheet", images, 2);
  ASSERT_EQ(view.width, 6);
  ASSERT_EQ(view.height, 4);
  const Pixels pixels = read(view);
  using Rgba = std::array<int, 4>;
  EXPECT_EQ(pixels.at(0, 0), (Rgba{0, 0, 0, 255}));
  EXPECT_EQ(pixels.at(2, 1), (Rgba{5, 5, 5, 255}));
  EXPECT_EQ(pixels.at(3, 0), (Rgba{6, 6, 6, 255}));
  EXPECT_EQ(pixels.at(1, 2), (Rgba{13, 13, 13, 255}));
  EXPECT_EQ(pixels.at(4, 3), (Rgba{0, 0, 0, 0}));
}

TEST_F(Images, ColouredOnesKeepTheirChannels) {
  const auto view = graphics_.images("sheet", counted(3, 2, 2, 2), 8);
  ASSERT_EQ(view.width, 4);
  ASSERT_EQ(view.height, 2);
  const Pixels pixels = read(view);
  using Rgba = std::array<int, 4>;
  EXPECT_EQ(pixels.at(1, 0), (Rgba{3, 4, 5, 255}));
  EXPECT_EQ(pixels.at(2, 1), (Rgba{18, 19, 20, 255}));
}

TEST_F(Images, AreUploadedAgainOnlyForAnotherObject) {
  const auto images = counted(1, 2, 2, 1);
  EXPECT_EQ(read(graphics_.images("one", images, 1)).at(0, 0)[0], 0);
  images->pixels[0] = 99;
  EXPECT_EQ(read(graphics_.images("one", images, 1)).at(0, 0)[0], 0);
  EXPECT_EQ(read(graphics_.images("two", images, 1)).at(0, 0)[0], 99);
  const auto copy = std::make_shared<data::Images>(*images);
  EXPECT_EQ(read(graphics_.images("one", copy, 1)).at(0, 0)[0], 99);
}

TEST_F(Images, TooManyForOneTextureLoseTheirLastRows) {
  int largest = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largest);
  const auto view = graphics_.images("long", counted(1, 64, 1, largest / 64 + 10), 1);
  EXPECT_EQ(view.width, 1);
  EXPECT_EQ(view.height, largest / 64 * 64);
}

TEST_F(Images, NoneGiveNothing) {
  EXPECT_TRUE(graphics_.images("none", nullptr, 4).empty());
  EXPECT_TRUE(graphics_.images("none", std::make_shared<data::Images>(), 4).empty());
}

}  // namespace
}  // namespace latlas::gl
