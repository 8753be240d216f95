// Curves over a shared horizontal axis: linear or log scale, raw behind smoothed, zoom to a range
// (drag), whole range (double click), a cursor that reads the values. Long series are drawn by
// min-max buckets, a bucket a pixel, so no spike is lost. A value that is not finite is marked.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace latlas::ui {

struct ChartSeries {
  std::string name;
  ImVec4 colour;
  std::size_t count = 0;
  std::function<double(std::size_t)> x;  // ascending
  std::function<double(std::size_t)> y;
  bool dashed = false;  // for averages over a whole set, which are few and never smoothed
};

struct ChartMark {
  double x = 0.0;
  std::string text;
};

// Kept by the caller between frames.
struct ChartView {
  bool logScale = false;
  // Weight of the past in an exponential moving average (bias corrected), [0, 0.999].
  float smoothing = 0.0f;
  std::optional<std::pair<double, double>> range;  // zoomed to; none: everything
};

// `emptyText` is shown in the middle while every series is empty.
void lineChart(std::string_view label, ImVec2 size, std::span<const ChartSeries> series,
               std::span<const ChartMark> marks, ChartView& view, std::string_view xName,
               std::string_view emptyText);

}  // namespace latlas::ui
