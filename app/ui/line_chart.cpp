#include "app/ui/line_chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>
#include <vector>

#include "app/ui/chart_buckets.h"
#include "app/ui/chart_drawing.h"
#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

constexpr float kMinZoomDrag = 4.0f;  // pixels at 100 %: less is a click with an unsteady hand

// A long series is bucketed anew only when something changed: frames are more frequent than data.
const ChartCurve& curveOf(std::string_view chart, const ChartSeries& series, double from,
                          double to, int columns, float smoothing) {
  using Key = std::tuple<std::size_t, double, double, double, double, double, int, float>;
  struct Entry {
    Key key;
    ChartCurve curve;
  };
  static std::map<std::string, Entry> cache;
  const std::size_t last = series.count - 1;
  // Values that are not finite never compare equal; 0 stands for them.
  const auto sample = [&](std::size_t i) {
    const double y = series.y(i);
    return std::isfinite(y) ? y : 0.0;
  };
  const Key key{series.count, sample(0), sample(last / 2), sample(last), from, to, columns,
                smoothing};
  Entry& entry = cache[std::string(chart) + "/" + series.name];
  if (entry.key != key) entry = {key, bucketCurve(series, from, to, columns, smoothing)};
  return entry.curve;
}

std::pair<double, double> wholeRange(std::span<const ChartSeries> series) {
  double low = INFINITY, high = -INFINITY;
  for (const ChartSeries& one : series) {
    if (one.count == 0) continue;
    low = std::min(low, one.x(0));
    high = std::max(high, one.x(one.count - 1));
  }
  if (!(high > low)) high = low + 1.0;
  return {low, high};
}

// The range of what is seen, with some air; always a proper interval.
void fitValues(ChartAxes& axes, std::span<const ChartCurve* const> curves) {
  double low = INFINITY, high = -INFINITY;
  const auto include = [&](bool neighboursToo) {
    for (const ChartCurve* curve : curves)
      for (const ChartColumn& column : curve->columns) {
        if (!neighboursToo && (column.x < axes.x0 || column.x > axes.x1)) continue;
        if (axes.logScale && column.high <= 0.0) continue;
        low = std::min(low, axes.logScale && column.low <= 0.0 ? column.high : column.low);
        high = std::max(high, column.high);
      }
  };
  include(false);
  // Zoomed to between two points, their connection is what there is to see.
  if (!(low <= high)) include(true);
  if (!(low <= high)) low = high = 1.0;
  if (axes.logScale) {
    const double air = std::max(std::pow(high / low, 0.06), 1.02);
    axes.y0 = low / air;
    axes.y1 = high * air;
  } else {
    const double air = high > low ? (high - low) * 0.06 : std::max(std::fabs(high) * 0.1, 1e-6);
    axes.y0 = low - air;
    axes.y1 = high + air;
  }
}

std::string valueLabel(double value) {
  if (!std::isfinite(value)) return "not finite";
  char text[48];
  std::snprintf(text, sizeof text, "%.5g", value);
  return text;
}

// A line under the pointer and what each curve is there.
void drawCursor(ImDrawList& list, const ChartAxes& axes, std::span<const ChartSeries> series,
                std::string_view xName, std::string_view markText, std::string_view label) {
  const double wanted = axes.valueAt(std::clamp(ImGui::GetIO().MousePos.x, axes.min.x, axes.max.x));
  // All curves are read where the finest of them has a value.
  const auto finest = std::max_element(
      series.begin(), series.end(),
      [](const ChartSeries& a, const ChartSeries& b) { return a.count < b.count; });
  const double x = finest->x(nearestIndex(*finest, wanted));
  const float at = std::floor(axes.left(x));
  list.AddLine({at, axes.min.y}, {at, axes.max.y}, ImGui::GetColorU32(palette().textSecondary));

  std::string read = std::string(xName) + " " + tickLabel(x, 1.0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(10), scaled(8)));
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(read.c_str());
  for (const ChartSeries& one : series) {
    if (one.count == 0) continue;
    const std::size_t index = nearestIndex(one, x);
    const double y = one.y(index);
    const std::string row = one.name + "  " + valueLabel(y);
    if (std::isfinite(y))
      list.AddCircleFilled({axes.left(one.x(index)), axes.top(y)}, scaled(3),
                           ImGui::GetColorU32(one.colour));
    ImGui::PushStyleColor(ImGuiCol_Text, one.colour);
    ImGui::TextUnformatted(row.c_str());
    ImGui::PopStyleColor();
    read += "; " + row;
  }
  if (!markText.empty()) ImGui::TextUnformatted(markText.data(), markText.data() + markText.size());
  const ImVec2 corner = ImGui::GetWindowPos(), size = ImGui::GetWindowSize();
  recordProbe(std::string(label) + "/Cursor", corner, {corner.x + size.x, corner.y + size.y}, true,
              markText.empty() ? read : read + "; " + std::string(markText));
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

void lineChart(std::string_view label, ImVec2 size, std::span<const ChartSeries> series,
               std::span<const ChartMark> marks, ChartView& view, std::string_view xName,
               std::string_view emptyText) {
  size = {std::max(size.x, scaled(80)), std::max(size.y, scaled(60))};
  ImGui::PushID(label.data(), label.data() + label.size());
  ImGui::InvisibleButton("chart", size);
  ImGui::PopID();
  const ImVec2 corner = ImGui::GetItemRectMin(), opposite = ImGui::GetItemRectMax();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImGui::PushFont(smallFont());
  const float row = ImGui::GetFontSize();

  const bool empty = std::all_of(series.begin(), series.end(),
                                 [](const ChartSeries& one) { return one.count == 0; });
  const float legendLeft = drawChartLegend(list, series, {opposite.x, corner.y});
  const std::string heading = elided(shownName(label), legendLeft - corner.x);
  drawChartText(list, corner, palette().text, heading);
  if (empty) {
    const float wrap = size.x - scaled(16);
    const ImVec2 extent = ImGui::CalcTextSize(
        emptyText.data(), emptyText.data() + emptyText.size(), false, wrap);
    list.AddText(ImGui::GetFont(), row,
                 {corner.x + (size.x - extent.x) / 2.0f, corner.y + (size.y - extent.y) / 2.0f},
                 ImGui::GetColorU32(palette().textSecondary), emptyText.data(),
                 emptyText.data() + emptyText.size(), wrap);
    recordProbe(label, corner, opposite, true, "empty");
    ImGui::PopFont();
    return;
  }

  ChartAxes axes;
  axes.logScale = view.logScale;
  std::tie(axes.x0, axes.x1) = view.range ? *view.range : wholeRange(series);
  std::vector<const ChartCurve*> curves;
  std::vector<const ChartSeries*> drawn;
  for (const ChartSeries& one : series) {
    if (one.count == 0) continue;
    curves.push_back(&curveOf(label, one, axes.x0, axes.x1, static_cast<int>(size.x),
                              one.dashed ? 0.0f : view.smoothing));
    drawn.push_back(&one);
  }
  fitValues(axes, curves);

  axes.min.y = corner.y + row + scaled(8);
  axes.max.y = opposite.y - row - scaled(4);
  const int rows = std::max(2, static_cast<int>((axes.max.y - axes.min.y) / scaled(28)));
  const ChartTicks up = makeTicks(axes.y0, axes.y1, rows, view.logScale);
  axes.min.x = corner.x + up.widest + scaled(8);
  axes.max.x = opposite.x;
  const int across = std::max(2, static_cast<int>((axes.max.x - axes.min.x) / scaled(80)));
  drawChartGrid(list, axes, makeTicks(axes.x0, axes.x1, across, false), up, xName);

  list.PushClipRect(axes.min, axes.max, true);
  const bool hovered = ImGui::IsItemHovered() && !ImGui::IsItemActive();
  const std::string_view markText = drawChartMarks(list, axes, marks, hovered);
  // The first series lies on top: it is the one that moves.
  for (std::size_t i = drawn.size(); i-- > 0;) drawChartCurve(list, axes, *drawn[i], *curves[i]);
  handleZoom(list, axes, view);
  recordProbe(label, axes.min, axes.max, true,
              valueLabel(drawn.front()->y(drawn.front()->count - 1)));
  if (hovered) drawCursor(list, axes, series, xName, markText, label);
  list.PopClipRect();
  ImGui::PopFont();
}

}  // namespace latlas::ui
