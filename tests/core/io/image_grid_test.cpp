#include "core/io/image_grid.h"

#include <gtest/gtest.h>
#include <stb_image.h>

#include <numeric>

#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/temporary_folder.h"

namespace latlas::io {
namespace {

// Images whose pixels all have the value 10 (index + 1).
data::Images plainImages(data::Shape shape, int count) {
  data::Images images{shape, count, {}};
  for (int i = 0; i < count; ++i)
    images.pixels.insert(images.pixels.end(), static_cast<std::size_t>(shape.size()),
                         static_cast<std::uint8_t>(10 * (i + 1)));
  return images;
}

TEST(MakeGrid, LaysImagesRowByRowWithGapsAndABlackRest) {
  const Picture picture = makeGrid(plainImages({1, 1, 2}, 3), {.columns = 2, .cell = 0, .gap = 1});
  EXPECT_EQ(picture.width, 5);
  EXPECT_EQ(picture.height, 3);
  EXPECT_EQ(picture.channels, 1);
  EXPECT_EQ(picture.pixels, (std::vector<std::uint8_t>{10, 10, 0, 20, 20,  //
                                                       0, 0, 0, 0, 0,      //
                                                       30, 30, 0, 0, 0}));
}

TEST(MakeGrid, FewImagesMakeAShorterRow) {
  const Picture picture = makeGrid(plainImages({1, 4, 4}, 3), {.columns = 8});
  EXPECT_EQ(picture.width, 12);
  EXPECT_EQ(picture.height, 4);
}

TEST(MakeGrid, ScalesTheLongerSideToTheCell) {
  data::Images image{{1, 2, 4}, 1, {1, 2, 3, 4, 5, 6, 7, 8}};
  const Picture twice = makeGrid(image, {.columns = 1, .cell = 8});
  EXPECT_EQ(twice.width, 8);
  EXPECT_EQ(twice.height, 4);
  EXPECT_EQ(std::vector<std::uint8_t>(twice.pixels.begin() + 8, twice.pixels.begin() + 24),
            (std::vector<std::uint8_t>{1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8}));
  const Picture half = makeGrid(image, {.columns = 1, .cell = 2});
  EXPECT_EQ(half.width, 2);
  EXPECT_EQ(half.height, 1);
  EXPECT_EQ(half.pixels, (std::vector<std::uint8_t>{6, 8}));
}

TEST(MakeGrid, RefusesWhatIsNoPicture) {
  const data::Images image = plainImages({1, 4, 4}, 1);
  EXPECT_THROW(makeGrid({{1, 4, 4}, 0, {}}, {}), Error);
  EXPECT_THROW(makeGrid({{2, 1, 1}, 1, {0, 0}}, {}), Error);
  EXPECT_THROW(makeGrid({{1, 4, 4}, 2, std::vector<std::uint8_t>(16)}, {}), Error);
  EXPECT_THROW(makeGrid(image, {.columns = 0}), Error);
  EXPECT_THROW(makeGrid(image, {.cell = -1}), Error);
  EXPECT_THROW(makeGrid(image, {.gap = -1}), Error);
  EXPECT_THROW(makeGrid(image, {.cell = 2'000'000'000}), Error);
  EXPECT_THROW(makeGrid(plainImages({1, 1, 1}, 2), {.columns = 2, .gap = 2'147'483'647}), Error);
  EXPECT_THROW(makeGrid(plainImages({1, 1, 1}, 20000), {.columns = 20000}), Error);
}

TEST(WritePng, ReadsBackPixelByPixel) {
  const test::TemporaryFolder folder;
  for (const int channels : {1, 3}) {
    data::Images images{{channels, 5, 7}, 6, {}};
    images.pixels.resize(static_cast<std::size_t>(6 * images.shape.size()));
    std::iota(images.pixels.begin(), images.pixels.end(), std::uint8_t{0});
    const Picture picture = makeGrid(images, {.columns = 3, .cell = 14, .gap = 2});
    const auto path = folder / "new folder/grid.png";
    writePng(path, picture);

    const auto bytes = readFile(path);
    int width = 0, height = 0, found = 0;
    stbi_uc* pixels = stbi_load_from_memory(bytes.data(), static_cast<int>(bytes.size()), &width,
                                            &height, &found, 0);
    ASSERT_NE(pixels, nullptr);
    EXPECT_EQ(width, picture.width);
    EXPECT_EQ(height, picture.height);
    EXPECT_EQ(found, channels);
    EXPECT_TRUE(std::equal(picture.pixels.begin(), picture.pixels.end(), pixels));
    stbi_image_free(pixels);
  }
}

TEST(WritePng, FailureNamesTheFile) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "file", std::string_view("x"));
  try {
    writePng(folder / "file/grid.png", makeGrid(plainImages({1, 2, 2}, 1), {}));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("grid.png"), std::string::npos);
  }
}

}  // namespace
}  // namespace latlas::io
