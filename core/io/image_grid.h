// Many images as one picture, and the picture as a PNG.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/data/images.h"

namespace latlas::io {

struct Picture {
  int width = 0, height = 0;
  int channels = 1;                  // 1 or 3
  std::vector<std::uint8_t> pixels;  // [height, width, channels]
};

struct GridLayout {
  int columns = 8;
  int cell = 0;  // a cell's longer side in pixels (nearest neighbour); 0: the image's own size
  int gap = 0;   // pixels between cells, black
};

// Row by row; fewer images than columns make one shorter row, and what the last of several rows
// lacks is black. Throws Error for no image at all, a size or gap below its least value, or a
// picture of more than 16,384 pixels a side.
Picture makeGrid(const data::Images& images, const GridLayout& layout);

// Atomically; throws Error.
void writePng(const std::filesystem::path& path, const Picture& picture);

}  // namespace latlas::io
