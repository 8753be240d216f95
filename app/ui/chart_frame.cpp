#include "app/ui/chart_frame.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <tuple>

#include "app/ui/chart_ticks.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

constexpr float kLegendWidth = 170.0f;  // pixels at 100 %: of the narrowest chart with a legend

constexpr double kInfinity = std::numeric_limits<double>::infinity();

bool isSmoothed(const ChartView& view, const ChartSeries& series) {
  return series.smoothed && view.smoothing > 0.0f;
}

const ChartCurve& curveOf(const ChartSeries& series, const ChartColumns& columns,
                          const ChartView& view) {
  ChartMemory::Curve& known = view.memory->curves[series.name];
  known.used = true;
  const series::Series& rows = *series.rows;
  const std::size_t last = rows.size() - 1;
  // A NaN equals nothing, itself included; its bits do.
  const auto bits = [&](std::size_t row) {
    return static_cast<double>(std::bit_cast<std::uint32_t>(rows.value(series.column, row)));
  };
  const float smoothing = isSmoothed(view, series) ? view.smoothing : 0.0f;
  std::vector<double> key{static_cast<double>(rows.size()),
                          static_cast<double>(series.column),
                          static_cast<double>(rows.step(last)),
                          bits(0),
                          bits(last / 2),
                          bits(last),
                          columns.from,
                          columns.to,
                          static_cast<double>(columns.count),
                          columns.logarithmic ? 1.0 : 0.0,
                          static_cast<double>(smoothing)};
  const std::size_t chunk = series::Series::chunkRows();
  std::shared_ptr<const void> lastChunk =
      rows.size() >= chunk ? rows.chunkOf(rows.size() / chunk * chunk - 1) : nullptr;
  if (known.key == key && known.lastChunk == lastChunk) return known.curve;
  known.key = std::move(key);
  known.lastChunk = std::move(lastChunk);
  if (smoothing > 0.0f) known.smoothing.follow(rows, series.column, static_cast<double>(smoothing));
  known.curve =
      bucketCurve(rows, series.column, columns, smoothing > 0.0f ? &known.smoothing : nullptr);
  return known.curve;
}

std::pair<double, double> wholeRange(std::span<const ChartSeries* const> series) {
  double low = kInfinity, high = -kInfinity;
  for (const ChartSeries* one : series) {
    low = std::min(low, static_cast<double>(one->rows->step(0)));
    high = std::max(high, static_cast<double>(one->rows->step(one->rows->size() - 1)));
  }
  return {low, high};
}

// The steps that are shown; always a proper interval, and above zero for a logarithm.
void fitSteps(ChartAxes& axes, std::span<const ChartSeries* const> series, const ChartView& view) {
  std::tie(axes.x0, axes.x1) = view.range ? *view.range : wholeRange(series);
  if (axes.logSteps) axes.x0 = std::max(axes.x0, 1.0);
  if (!(axes.x1 > axes.x0)) axes.x1 = axes.x0 + 1.0;
}

// The range of what is seen, with some air; always a proper interval.
void fitValues(ChartAxes& axes, std::span<const ChartCurve* const> curves) {
  double low = kInfinity, high = -kInfinity;
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
    // What cannot be negative has no air below zero.
    if (low >= 0.0 && axes.y0 < 0.0) axes.y0 = 0.0;
  }
}

// As many ticks as have room for their labels.
ChartTicks stepTicks(const ChartAxes& axes) {
  const float room = axes.max.x - axes.min.x;
  for (int wanted = std::max(2, static_cast<int>(room / scaled(48)));; --wanted) {
    ChartTicks ticks = makeTicks(axes.x0, axes.x1, wanted, axes.logSteps);
    bool fits = true;
    for (std::size_t i = 1; i < ticks.places.size(); ++i)
      fits = fits && axes.left(ticks.places[i]) - axes.left(ticks.places[i - 1]) >=
                         ticks.widest + scaled(14);
    if (fits || wanted <= 2) return ticks;
  }
}

void drawEmptyText(ImDrawList& list, const ChartFrame& frame, std::string_view text) {
  const float wrap = frame.max.x - frame.min.x - scaled(16);
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  const ImVec2 extent = ImGui::CalcTextSize(begin, end, false, wrap);
  list.AddText(ImGui::GetFont(), ImGui::GetFontSize(),
               {(frame.min.x + frame.max.x - extent.x) / 2.0f,
                (frame.min.y + frame.max.y - extent.y) / 2.0f},
               ImGui::GetColorU32(palette().textSecondary), begin, end, wrap);
}

}  // namespace

DrawnChart drawChart(ImDrawList& list, const ChartFrame& frame, const ChartContent& content,
                     ChartView& view) {
  DrawnChart drawn;
  const float row = ImGui::GetFontSize(), width = frame.max.x - frame.min.x;
  const float headingWidth =
      ImGui::CalcTextSize(frame.heading.data(), frame.heading.data() + frame.heading.size()).x;
  // Where both do not fit, the heading is what tells the charts apart.
  const float legendLeft =
      width < scaled(kLegendWidth)
          ? frame.max.x
          : drawChartLegend(list, content.series, {frame.max.x, frame.min.y},
                            std::max(width * 0.4f, width - headingWidth - scaled(12)));
  drawChartText(list, frame.min, palette().text, elided(frame.heading, legendLeft - frame.min.x));
  for (const ChartSeries& one : content.series)
    if (!one.empty()) drawn.series.push_back(&one);
  drawn.empty = drawn.series.empty();
  if (drawn.empty) {
    drawEmptyText(list, frame, content.emptyText);
    return drawn;
  }

  ChartAxes& axes = drawn.axes;
  axes.logScale = view.logScale;
  axes.logSteps = view.logSteps;
  fitSteps(axes, drawn.series, view);
  if (!view.memory) view.memory = std::make_shared<ChartMemory>();
  for (auto& [name, curve] : view.memory->curves) curve.used = false;
  std::vector<const ChartCurve*>& curves = drawn.curves;
  for (const ChartSeries* one : drawn.series)
    curves.push_back(&curveOf(
        *one, {axes.x0, axes.x1, std::max(1, static_cast<int>(width)), axes.logSteps}, view));
  std::erase_if(view.memory->curves, [](const auto& entry) { return !entry.second.used; });
  fitValues(axes, curves);

  axes.min.y = frame.min.y + row + scaled(8);
  axes.max.y = frame.max.y - row - scaled(4);
  const int rows = std::max(2, static_cast<int>((axes.max.y - axes.min.y) / scaled(28)));
  const ChartTicks up = makeTicks(axes.y0, axes.y1, rows, axes.logScale);
  axes.min.x = frame.min.x + up.widest + scaled(8);
  axes.max.x = frame.max.x;
  drawChartGrid(list, axes, stepTicks(axes), up, content.xName);

  list.PushClipRect(axes.min, axes.max, true);
  drawn.markText = drawChartMarks(list, axes, content.marks, frame.hovered);
  // The first series lies on top: it is the one that moves.
  for (std::size_t i = drawn.series.size(); i-- > 0;)
    drawChartCurve(list, axes, *drawn.series[i], *curves[i]);
  for (const ChartCurve* curve : curves) drawChartNotFinite(list, axes, *curve);
  list.PopClipRect();
  return drawn;
}

std::optional<double> smoothedAt(const ChartView& view, const ChartSeries& series,
                                 std::size_t row) {
  if (!isSmoothed(view, series) || !view.memory) return std::nullopt;
  const auto found = view.memory->curves.find(series.name);
  if (found == view.memory->curves.end()) return std::nullopt;
  return ChartSmoothing::Reader(found->second.smoothing, *series.rows).at(row);
}

}  // namespace latlas::ui
