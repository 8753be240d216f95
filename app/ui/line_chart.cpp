#include "app/ui/line_chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "app/ui/chart_buckets.h"
#include "app/ui/chart_drawing.h"
#include "app/ui/chart_frame.h"
#include "app/ui/chart_ticks.h"
#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

constexpr float kMinZoomDrag = 4.0f;  // pixels at 100 %: less is a click with an unsteady hand
constexpr float kWrongReach = 3.0f;   // pixels at 100 %
// Curves named beside the pointer: those nearest to it, where there are more.
constexpr std::size_t kMostCursorRows = 10;

std::string valueLabel(float value) {
  if (series::isMissing(value)) return "not measured";
  if (!std::isfinite(value)) return notFiniteName(value);
  char text[48];
  std::snprintf(text, sizeof text, "%.5g", static_cast<double>(value));
  return text;
}

// What a curve is at the pointer.
struct Reading {
  const ChartSeries* series;
  std::size_t row;
  float value;
  std::string text;
};

Reading readingOf(const ChartSeries& series, const ChartView& view, double x) {
  const std::size_t row = nearestRow(*series.rows, x);
  const float value = series.rows->value(series.column, row);
  std::string text = series.name + "  " + valueLabel(value);
  if (const auto step = static_cast<double>(series.rows->step(row)); step != x)
    text += " at " + tickLabel(step, 1.0);
  if (const auto smoothed = smoothedAt(view, series, row); smoothed && std::isfinite(value))
    text += "  (smoothed " + valueLabel(static_cast<float>(*smoothed)) + ")";
  return {&series, row, value, std::move(text)};
}

// The curves at the pointer, the nearest ones where there are many; in their order.
std::vector<Reading> readingsAt(const DrawnChart& chart, const ChartView& view, double x) {
  std::vector<Reading> readings;
  for (const ChartSeries* one : chart.series) readings.push_back(readingOf(*one, view, x));
  if (readings.size() <= kMostCursorRows) return readings;
  const float pointer = ImGui::GetIO().MousePos.y;
  const auto distance = [&](const Reading& reading) {
    return std::isfinite(reading.value)
               ? std::fabs(chart.axes.top(static_cast<double>(reading.value)) - pointer)
               : 0.0f;  // what went wrong is always told
  };
  std::nth_element(readings.begin(), readings.begin() + kMostCursorRows - 1, readings.end(),
                   [&](const Reading& a, const Reading& b) { return distance(a) < distance(b); });
  readings.resize(kMostCursorRows);
  std::sort(readings.begin(), readings.end(),
            [](const Reading& a, const Reading& b) { return a.series < b.series; });
  return readings;
}

// The step that the pointer reads. What is not finite draws it to itself: a pixel may be thousands
// of steps, of which one went wrong.
double stepAtPointer(const DrawnChart& chart) {
  const ChartAxes& axes = chart.axes;
  const float pointer = std::clamp(ImGui::GetIO().MousePos.x, axes.min.x, axes.max.x);
  std::optional<double> wrong;
  float nearest = scaled(kWrongReach);
  for (const ChartCurve* curve : chart.curves)
    for (const NotFinite& one : curve->notFinite)
      if (const float distance = std::fabs(axes.left(one.x) - pointer); distance <= nearest) {
        nearest = distance;
        wrong = one.x;
      }
  if (wrong) return *wrong;
  // All curves are read where the finest of them has a value.
  const ChartSeries& finest = **std::max_element(chart.series.begin(), chart.series.end(),
                                                 [](const ChartSeries* a, const ChartSeries* b) {
                                                   return a->rows->size() < b->rows->size();
                                                 });
  return static_cast<double>(finest.rows->step(nearestRow(*finest.rows, axes.valueAt(pointer))));
}

// A line under the pointer and what each curve is there.
void drawCursor(ImDrawList& list, const DrawnChart& chart, const ChartView& view,
                std::string_view xName, std::string_view label) {
  const ChartAxes& axes = chart.axes;
  const double x = stepAtPointer(chart);
  const float at = std::floor(axes.left(x)) + 0.5f;
  list.AddLine({at, axes.min.y}, {at, axes.max.y}, ImGui::GetColorU32(palette().textSecondary));

  std::string read = std::string(xName) + " " + tickLabel(x, 1.0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(10), scaled(8)));
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(read.c_str());
  const std::vector<Reading> readings = readingsAt(chart, view, x);
  for (const Reading& reading : readings) {
    const bool wrong = !std::isfinite(reading.value) && !series::isMissing(reading.value);
    if (std::isfinite(reading.value))
      list.AddCircleFilled({axes.left(static_cast<double>(reading.series->rows->step(reading.row))),
                            axes.top(static_cast<double>(reading.value))},
                           scaled(3), ImGui::GetColorU32(reading.series->colour));
    ImGui::PushStyleColor(ImGuiCol_Text, wrong ? palette().error : reading.series->colour);
    ImGui::TextUnformatted(reading.text.c_str());
    ImGui::PopStyleColor();
    read += "; " + reading.text;
  }
  if (readings.size() < chart.series.size()) {
    const std::string more = "and " + std::to_string(chart.series.size() - readings.size()) +
                             " further from the pointer";
    ImGui::PushStyleColor(ImGuiCol_Text, palette().textSecondary);
    ImGui::TextUnformatted(more.c_str());
    ImGui::PopStyleColor();
  }
  if (!chart.markText.empty()) {
    ImGui::TextUnformatted(chart.markText.c_str());
    read += "; " + chart.markText;
  }
  const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  recordProbe(std::string(label) + "/Cursor", corner, {corner.x + size.x, corner.y + size.y}, true,
              std::move(read));
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

// Drag to zoom, double click for everything.
void handleZoom(ImDrawList& list, const ChartAxes& axes, ChartView& view) {
  const ImGuiIO& io = ImGui::GetIO();
  const float a = std::clamp(io.MouseClickedPos[0].x, axes.min.x, axes.max.x);
  const float b = std::clamp(io.MousePos.x, axes.min.x, axes.max.x);
  const bool isDrag = std::fabs(b - a) >= scaled(kMinZoomDrag);
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    view.range.reset();
  } else if (ImGui::IsItemActive() && isDrag) {
    ImVec4 colour = palette().accent;
    colour.w = 0.22f;
    list.AddRectFilled({a, axes.min.y}, {b, axes.max.y}, ImGui::GetColorU32(colour));
  } else if (ImGui::IsItemDeactivated() && isDrag) {
    view.range = std::minmax(axes.valueAt(a), axes.valueAt(b));
  }
}

}  // namespace

void lineChart(std::string_view label, ImVec2 size, const ChartContent& content, ChartView& view) {
  size = {std::max(size.x, scaled(80)), std::max(size.y, scaled(60))};
  ImGui::PushID(label.data(), label.data() + label.size());
  ImGui::InvisibleButton("chart", size);
  ImGui::PopID();
  const bool hovered = ImGui::IsItemHovered() && !ImGui::IsItemActive();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGui::PushFont(smallFont());
  const ChartFrame frame{ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), shownName(label),
                         hovered};
  const DrawnChart chart = drawChart(list, frame, content, view);
  if (chart.empty) {
    recordProbe(label, frame.min, frame.max, true, "empty");
  } else {
    const ChartAxes& axes = chart.axes;
    const ChartSeries& first = *chart.series.front();
    recordProbe(label, axes.min, axes.max, true,
                valueLabel(first.rows->value(first.column, first.rows->size() - 1)));
    list.PushClipRect(axes.min, axes.max, true);
    handleZoom(list, axes, view);
    if (hovered) drawCursor(list, chart, view, content.xName, label);
    list.PopClipRect();
  }
  ImGui::PopFont();
}

}  // namespace latlas::ui
