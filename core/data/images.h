// Finished pictures: 8-bit pixels as textures and PNG files want them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace latlas::data {

enum class Kind { images, vectors };

// Of one sample. Images: channels is 1 (grey) or 3 (RGB). Vectors: 1 x 1 x width.
struct Shape {
  int channels = 1;
  int height = 0;
  int width = 0;
  Kind kind = Kind::images;

  // Numbers in one sample.
  std::int64_t size() const { return std::int64_t{channels} * height * width; }
  bool operator==(const Shape&) const = default;
};

Shape vectorShape(int dimensions);

// "1 x 28 x 28", "10 columns"
std::string toString(const Shape& shape);

// `count` images of one shape; pixels are [count, height, width, channels], interleaved.
struct Images {
  Shape shape;
  std::int64_t count = 0;
  std::vector<std::uint8_t> pixels;

  std::span<const std::uint8_t> image(std::int64_t index) const {
    const auto size = static_cast<std::size_t>(shape.size());
    return {pixels.data() + static_cast<std::size_t>(index) * size, size};
  }
};

// From the planar floats that models work with, [count, channels, height, width] in [0, 1]; values
// outside are clamped and NaN becomes 0. Vectors become charts, whose shape is not theirs
// (vector_charts.h).
Images toImages(std::span<const float> planar, Shape shape);

}  // namespace latlas::data
