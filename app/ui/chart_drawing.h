// The parts of the line chart that are only drawing: axes, grid, curves, legend, marks. Used inside
// app/ui only.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

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
  bool logScale = false;

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
// The raw curve (faint where there is a smoothed one) and crosses for what is not finite.
void drawChartCurve(ImDrawList& list, const ChartAxes& axes, const ChartSeries& series,
                    const ChartCurve& curve);
// Names and colours, ending at `right`; the left end of what was drawn.
float drawChartLegend(ImDrawList& list, std::span<const ChartSeries> series, ImVec2 right);
// The text of the mark under the pointer, or nothing.
std::string_view drawChartMarks(ImDrawList& list, const ChartAxes& axes,
                                std::span<const ChartMark> marks, bool hovered);

}  // namespace latlas::ui
