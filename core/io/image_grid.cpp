#include "core/io/image_grid.h"

#include <stb_image_write.h>

#include <algorithm>
#include <cstring>
#include <string>

#include "core/base/error.h"
#include "core/base/files.h"

namespace latlas::io {
namespace {

// Pixels a side: the largest texture that common GPUs and viewers take.
constexpr std::int64_t kLargestSide = 16384;

// An image's size in the picture, in pixels.
struct Cell {
  int width, height;
};

Cell cellFor(const data::Shape& shape, int longerSide) {
  if (longerSide == 0) return {shape.width, shape.height};
  const int longer = std::max(shape.width, shape.height);
  const auto scaled = [&](int side) {
    return std::max(1, static_cast<int>((std::int64_t{side} * longerSide + longer / 2) / longer));
  };
  return {scaled(shape.width), scaled(shape.height)};
}

// The source pixel under the centre of pixel `at` of `length`.
int nearest(int at, int length, int sourceLength) {
  return static_cast<int>((2 * std::int64_t{at} + 1) * sourceLength / (2 * std::int64_t{length}));
}

void requireGrid(const data::Images& images, const GridLayout& layout) {
  const auto refuse = [](const std::string& expected, std::int64_t found) {
    return Error("An image grid needs " + expected + ", found " + std::to_string(found) + ".");
  };
  if (images.count < 1) throw refuse("at least one image", images.count);
  if (images.shape.channels != 1 && images.shape.channels != 3)
    throw refuse("images of 1 or 3 channels", images.shape.channels);
  if (static_cast<std::int64_t>(images.pixels.size()) != images.count * images.shape.size() ||
      images.pixels.empty())
    throw refuse("all pixels of its images", static_cast<std::int64_t>(images.pixels.size()));
  if (layout.columns < 1) throw refuse("at least one column", layout.columns);
  if (layout.cell < 0) throw refuse("a cell of 0 or more pixels", layout.cell);
  if (layout.gap < 0) throw refuse("a gap of 0 or more pixels", layout.gap);
}

// Length of `count` cells in a row with the gaps between them.
int gridSide(std::int64_t count, int cell, int gap) {
  // The first comparison keeps the product within 64 bits.
  const std::int64_t side =
      count > kLargestSide ? count : count * cell + (count - 1) * std::int64_t{gap};
  if (side > kLargestSide)
    throw Error("A picture may have at most " + std::to_string(kLargestSide) +
                " pixels a side, but this grid has " + std::to_string(side) +
                ". Take fewer images or smaller cells.");
  return static_cast<int>(side);
}

void drawImage(Picture& picture, std::span<const std::uint8_t> image, const data::Shape& shape,
               const Cell& cell, int left, int top) {
  const auto channels = static_cast<std::size_t>(picture.channels);
  for (int y = 0; y < cell.height; ++y) {
    const std::size_t sourceRow =
        static_cast<std::size_t>(nearest(y, cell.height, shape.height)) * shape.width;
    std::uint8_t* out = picture.pixels.data() +
                        (static_cast<std::size_t>(top + y) * picture.width + left) * channels;
    for (int x = 0; x < cell.width; ++x, out += channels)
      std::memcpy(out, &image[(sourceRow + nearest(x, cell.width, shape.width)) * channels],
                  channels);
  }
}

}  // namespace

Picture makeGrid(const data::Images& images, const GridLayout& layout) {
  requireGrid(images, layout);
  const Cell cell = cellFor(images.shape, layout.cell);
  const std::int64_t columns = std::min<std::int64_t>(layout.columns, images.count);
  const std::int64_t rows = (images.count + columns - 1) / columns;

  Picture picture;
  picture.channels = images.shape.channels;
  picture.width = gridSide(columns, cell.width, layout.gap);
  picture.height = gridSide(rows, cell.height, layout.gap);
  picture.pixels.assign(static_cast<std::size_t>(picture.width) * picture.height * picture.channels,
                        0);
  for (std::int64_t i = 0; i < images.count; ++i)
    drawImage(picture, images.image(i), images.shape, cell,
              static_cast<int>(i % columns) * (cell.width + layout.gap),
              static_cast<int>(i / columns) * (cell.height + layout.gap));
  return picture;
}

void writePng(const std::filesystem::path& path, const Picture& picture) {
  std::vector<std::uint8_t> png;
  const auto collect = [](void* context, void* data, int size) {
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    auto& all = *static_cast<std::vector<std::uint8_t>*>(context);
    all.insert(all.end(), bytes, bytes + size);
  };
  if (!stbi_write_png_to_func(collect, &png, picture.width, picture.height, picture.channels,
                              picture.pixels.data(), picture.width * picture.channels))
    throw fileError(path, {"", "memory to encode a PNG", "too little", "Export a smaller grid"});
  writeFileAtomically(path, png);
}

}  // namespace latlas::io
