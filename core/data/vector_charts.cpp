#include "core/data/vector_charts.h"

#include <algorithm>
#include <cmath>

namespace latlas::data {
namespace {

constexpr std::uint8_t kMiddleLine = 70, kBar = 235, kBarBelow = 165;
// A bar narrower than this (with its gap) cannot be told from its neighbour.
constexpr int kLeastBarPitch = 2;

class Picture {
 public:
  explicit Picture(std::span<std::uint8_t> pixels) : pixels_(pixels) {
    for (int x = 0; x < kChartWidth; ++x) at(x, kChartHeight / 2) = kMiddleLine;
  }

  // The pixel rows from one standardized value to another.
  void fill(int x, float from, float to) {
    const int first = rowOf(std::max(from, to)), last = rowOf(std::min(from, to));
    for (int y = first; y <= last; ++y) at(x, y) = from + to >= 0.0f ? kBar : kBarBelow;
  }

 private:
  static int rowOf(float value) {
    const float up = std::clamp(value / kChartReach, -1.0f, 1.0f);
    return static_cast<int>(std::lround((1.0f - up) / 2.0f * (kChartHeight - 1)));
  }
  std::uint8_t& at(int x, int y) {
    return pixels_[static_cast<std::size_t>(y) * kChartWidth + static_cast<std::size_t>(x)];
  }

  std::span<std::uint8_t> pixels_;
};

void drawBars(Picture& picture, std::span<const float> values) {
  const auto count = static_cast<int>(values.size());
  for (int i = 0; i < count; ++i) {
    const float value = values[static_cast<std::size_t>(i)];
    if (std::isnan(value)) continue;
    const int begin = i * kChartWidth / count, end = (i + 1) * kChartWidth / count;
    for (int x = begin; x < std::max(begin + 1, end - 1); ++x) picture.fill(x, 0.0f, value);
  }
}

void drawLine(Picture& picture, std::span<const float> values) {
  const std::size_t count = values.size();
  for (int x = 0; x < kChartWidth; ++x) {
    const auto column = static_cast<std::size_t>(x);
    const std::size_t begin = column * count / kChartWidth;
    // With the neighbour's first value, so that the line has no breaks.
    const std::size_t end = std::min(count, (column + 1) * count / kChartWidth + 1);
    float least = INFINITY, most = -INFINITY;
    for (const float value : values.subspan(begin, end - begin)) {
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (least <= most) picture.fill(x, least, most);
  }
}

}  // namespace

Images vectorCharts(std::span<const float> values, const Shape& shape) {
  const auto width = static_cast<std::size_t>(shape.width);
  constexpr std::size_t kPixels = static_cast<std::size_t>(kChartWidth) * kChartHeight;
  Images charts{
      {1, kChartHeight, kChartWidth}, static_cast<std::int64_t>(values.size() / width), {}};
  charts.pixels.resize(static_cast<std::size_t>(charts.count) * kPixels);
  for (std::size_t i = 0; i < static_cast<std::size_t>(charts.count); ++i) {
    Picture picture(std::span(charts.pixels).subspan(i * kPixels, kPixels));
    const auto vector = values.subspan(i * width, width);
    if (shape.width * kLeastBarPitch <= kChartWidth)
      drawBars(picture, vector);
    else
      drawLine(picture, vector);
  }
  return charts;
}

}  // namespace latlas::data
