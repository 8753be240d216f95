// Curves over a shared horizontal axis of steps: linear or log scales, raw behind smoothed, zoom to
// a range (drag), whole range (double click), a cursor that reads the values. Long series are drawn
// by min-max buckets, a bucket a pixel, so no spike is lost. A value that is not finite is marked.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/series/series.h"

namespace latlas::ui {

struct ChartSeries {
  std::string name;
  ImVec4 colour;
  const series::Series* rows = nullptr;  // lives as long as the call that it is given to
  std::size_t column = 0;
  bool smoothed = true;  // false: averages over a whole set, which are few and need none
  bool dashed = false;
  bool rawBehind = true;  // false: where there is a smoothed curve it stands alone
  bool inLegend = true;

  bool empty() const { return rows->empty(); }
};

struct ChartMark {
  double x = 0.0;
  std::string text;
  ImVec4 colour;
};

// What was computed for the curves of the frame before.
struct ChartMemory;

// Kept by the caller between frames.
struct ChartView {
  bool logScale = false;  // of the values
  bool logSteps = false;
  // Weight of the past in an exponential moving average (bias corrected), [0, 0.999].
  float smoothing = 0.0f;
  std::optional<std::pair<double, double>> range;  // zoomed to; none: everything
  std::shared_ptr<ChartMemory> memory{};
};

struct ChartContent {
  std::span<const ChartSeries> series;  // the first lies on top
  std::span<const ChartMark> marks;
  std::string_view xName = "step";
  std::string_view emptyText;  // in the middle while every series is empty
};

// The part of `label` behind the last '/' is the heading. Probes: `label`, whose value is the last
// one of the first series, and "<label>/Cursor" while it is shown.
void lineChart(std::string_view label, ImVec2 size, const ChartContent& content, ChartView& view);

}  // namespace latlas::ui
