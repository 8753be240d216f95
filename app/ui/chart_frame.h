// A whole line chart but for what follows the pointer: on the screen and in pictures alike. Used
// inside app/ui only.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/ui/chart_buckets.h"
#include "app/ui/chart_drawing.h"
#include "app/ui/line_chart.h"

namespace latlas::ui {

// A curve is bucketed anew only when something changed: frames are more frequent than data.
struct ChartMemory {
  struct Curve {
    ChartSmoothing smoothing;
    ChartCurve curve;
    // Of what it was made.
    std::vector<double> key;
    std::shared_ptr<const void> lastChunk;
    bool used = false;  // in this frame
  };
  std::map<std::string, Curve> curves;  // by name; one has one name
};

struct ChartFrame {
  ImVec2 min, max;  // screen pixels
  std::string_view heading;
  bool hovered = false;  // marks under the pointer stand out
};

struct DrawnChart {
  bool empty = true;  // nothing but the heading and the text for that was drawn
  ChartAxes axes;
  std::vector<const ChartSeries*> series;  // those with rows
  std::vector<const ChartCurve*> curves;   // theirs; of the view's memory
  std::string markText;                    // of the marks under the pointer
};

// With the font that is current.
DrawnChart drawChart(ImDrawList& list, const ChartFrame& frame, const ChartContent& content,
                     ChartView& view);

// The average that is drawn of that series, at that row, if one is.
std::optional<double> smoothedAt(const ChartView& view, const ChartSeries& series, std::size_t row);

}  // namespace latlas::ui
