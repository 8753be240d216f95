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

struct Area {
  int left = 0, top = 0, width = 0, height = 0;
};

// `from` of the picture fills `to` of the square.
void resample(const Images& image, const Area& from, Images& square, const Area& to) {
  const auto channels = static_cast<std::size_t>(image.shape.channels);
  const auto stride = static_cast<std::size_t>(image.shape.width) * channels;
  const auto wide = static_cast<std::size_t>(to.width) * channels;
  const std::vector<Tap> across = trianglesFor(from.width, to.width);
  const std::vector<Tap> down = trianglesFor(from.height, to.height);

  // Rows first: [from.height, to.width, channels].
  std::vector<float> narrowed(static_cast<std::size_t>(from.height) * wide);
  for (std::size_t y = 0; y < static_cast<std::size_t>(from.height); ++y) {
    const std::uint8_t* line = image.pixels.data() +
                               (static_cast<std::size_t>(from.top) + y) * stride +
                               static_cast<std::size_t>(from.left) * channels;
    for (std::size_t x = 0; x < across.size(); ++x)
      for (std::size_t c = 0; c < channels; ++c) {
        const std::uint8_t* value = line + static_cast<std::size_t>(across[x].first) * channels + c;
        float sum = 0.0f;
        for (const float weight : across[x].weights) {
          sum += weight * *value;
          value += channels;
        }
        narrowed[y * wide + x * channels + c] = sum;
      }
  }
  for (std::size_t y = 0; y < down.size(); ++y) {
    std::uint8_t* line = square.pixels.data() + ((static_cast<std::size_t>(to.top) + y) *
                                                     static_cast<std::size_t>(square.shape.width) +
                                                 static_cast<std::size_t>(to.left)) *
                                                    channels;
    for (std::size_t x = 0; x < wide; ++x) {
      const float* value = narrowed.data() + static_cast<std::size_t>(down[y].first) * wide + x;
      float sum = 0.0f;
      for (const float weight : down[y].weights) {
        sum += weight * *value;
        value += wide;
      }
      line[x] = static_cast<std::uint8_t>(std::clamp(sum, 0.0f, 255.0f) + 0.5f);
    }
  }
}

// The shorter side of a picture that is padded; a line may not vanish.
int shortened(int side, int longest, int size) {
  return std::max(1, static_cast<int>(std::lround(static_cast<double>(side) * size / longest)));
}

}  // namespace

Images toSquare(const Images& image, int size, Fit fit, std::uint8_t beside) {
  const int width = image.shape.width, height = image.shape.height;
  if (width == size && height == size) return image;
  Images square{{image.shape.channels, size, size}, 1, {}};
  square.pixels.assign(static_cast<std::size_t>(square.shape.size()), beside);
  Area from{0, 0, width, height}, to{0, 0, size, size};
  if (fit == Fit::crop) {
    const int side = std::min(width, height);
    from = {(width - side) / 2, (height - side) / 2, side, side};
  } else if (fit == Fit::pad) {
    const int longest = std::max(width, height);
    const int shownWidth = shortened(width, longest, size);
    const int shownHeight = shortened(height, longest, size);
    to = {(size - shownWidth) / 2, (size - shownHeight) / 2, shownWidth, shownHeight};
  }
  resample(image, from, square, to);
  return square;
}

}  // namespace latlas::data
