#include "core/data/pictures/resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace latlas::data {
namespace {

// One output position as a weighted sum of neighbouring inputs.
struct Tap {
  int first = 0;
  std::vector<float> weights;  // sum to 1
};

std::vector<Tap> trianglesFor(int from, int to) {
  const double scale = static_cast<double>(from) / to;
  const double radius = std::max(1.0, scale);
  std::vector<Tap> taps(static_cast<std::size_t>(to));
  for (int i = 0; i < to; ++i) {
    const double centre = (i + 0.5) * scale;
    Tap& tap = taps[static_cast<std::size_t>(i)];
    tap.first = std::max(0, static_cast<int>(std::floor(centre - radius)));
    const int end = std::min(from, static_cast<int>(std::ceil(centre + radius)));
    double sum = 0.0;
    std::vector<double> weights;
    for (int j = tap.first; j < end; ++j) {
      weights.push_back(std::max(0.0, 1.0 - std::abs(j + 0.5 - centre) / radius));
      sum += weights.back();
    }
    for (const double weight : weights) tap.weights.push_back(static_cast<float>(weight / sum));
  }
  return taps;
}

}  // namespace

Images toSquare(const Images& image, int size) {
  const int side = std::min(image.shape.width, image.shape.height);
  if (image.shape.width == size && image.shape.height == size) return image;
  const auto channels = static_cast<std::size_t>(image.shape.channels);
  const auto left = static_cast<std::size_t>((image.shape.width - side) / 2);
  const auto top = static_cast<std::size_t>((image.shape.height - side) / 2);
  const auto stride = static_cast<std::size_t>(image.shape.width) * channels;
  const auto wide = static_cast<std::size_t>(size) * channels;
  const std::vector<Tap> taps = trianglesFor(side, size);

  // Rows first: [side, size, channels].
  std::vector<float> narrowed(static_cast<std::size_t>(side) * wide);
  for (std::size_t y = 0; y < static_cast<std::size_t>(side); ++y) {
    const std::uint8_t* line = image.pixels.data() + (top + y) * stride + left * channels;
    for (std::size_t x = 0; x < taps.size(); ++x)
      for (std::size_t c = 0; c < channels; ++c) {
        const std::uint8_t* from = line + static_cast<std::size_t>(taps[x].first) * channels + c;
        float sum = 0.0f;
        for (const float weight : taps[x].weights) {
          sum += weight * *from;
          from += channels;
        }
        narrowed[y * wide + x * channels + c] = sum;
      }
  }
  Images square{{image.shape.channels, size, size}, 1, {}};
  square.pixels.resize(taps.size() * wide);
  for (std::size_t y = 0; y < taps.size(); ++y)
    for (std::size_t x = 0; x < wide; ++x) {
      const float* from = narrowed.data() + static_cast<std::size_t>(taps[y].first) * wide + x;
      float sum = 0.0f;
      for (const float weight : taps[y].weights) {
        sum += weight * *from;
        from += wide;
      }
      square.pixels[y * wide + x] = static_cast<std::uint8_t>(std::clamp(sum, 0.0f, 255.0f) + 0.5f);
    }
  return square;
}

}  // namespace latlas::data
