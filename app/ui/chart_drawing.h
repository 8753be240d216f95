// The parts of the line chart that are only drawing: axes, grid, curves, legend, marks. Used inside
// app/ui only.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/chart_buckets.h"
#include "app/ui/line_chart.h"

namespace latlas::ui {

// From values to the screen and back.
struct ChartAxes {
  ImVec2 min, max;  // of the plot, screen pixels
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  bool logScale = false;  // of the values
  bool logSteps = false;

  float left(double x) const;
  float top(double y) const;
  double valueAt(float left) const;
};

struct ChartTicks {
  std::vector<double> places;
  std::vector<std::string> labels;
  float widest = 0.0f;  // pixels
};

// Labelled with the font that is current.
ChartTicks makeTicks(double low, double high, int wanted, bool logScale);

void drawChartText(ImDrawList& list, ImVec2 at, ImVec4 colour, std::string_view text);
void drawChartGrid(ImDrawList& list, const ChartAxes& axes, const ChartTicks& across,
                   const ChartTicks& up, std::string_view xName);
// The smoothed curve, and the raw one: faint behind it, or alone.
void drawChartCurve(ImDrawList& list, const ChartAxes& axes, const ChartSeries& series,
                    const ChartCurve& curve);
// A line through the plot and a cross on it for each value that is not finite, named where there is
// room.
void drawChartNotFinite(ImDrawList& list, const ChartAxes& axes, const ChartCurve& curve);
// "nan", "inf" or "-inf".
std::string notFiniteName(float value);
// Names and colours, ending at `right` and at most `width` wide: the last ones become "+3". The
// left end of what was drawn.
float drawChartLegend(ImDrawList& list, std::span<const ChartSeries> series, ImVec2 right,
                      float width);
// What changed: a line with a handle at the top of the plot. With `hovered`, the texts of those
// under the pointer, a line each.
std::string drawChartMarks(ImDrawList& list, const ChartAxes& axes,
                           std::span<const ChartMark> marks, bool hovered);

}  // namespace latlas::ui
