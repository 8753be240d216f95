// Finished pictures: 8-bit pixels as textures and PNG files want them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace latlas::data {

// Of one image: channels is 1 (grey) or 3 (RGB).
struct Shape {
  int channels = 1;
  int height = 0;
  int width = 0;

  // Numbers in one image.
  std::int64_t size() const { return std::int64_t{channels} * height * width; }
  bool operator==(const Shape&) const = default;
};

// "1 x 28 x 28"
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
// outside are clamped and NaN becomes 0.
Images toImages(std::span<const float> planar, Shape shape);

}  // namespace latlas::data
