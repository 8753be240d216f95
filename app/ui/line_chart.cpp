#include "app/ui/line_chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <tuple>
#include <vector>

#include "app/ui/chart_buckets.h"
#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

constexpr float kMinZoomDrag = 4.0f;  // pixels at 100 %: less is a click with an unsteady hand
constexpr float kMarkReach = 4.0f;    // pixels at 100 % from a mark at which its text shows

// From values to the screen.
struct Axes {
  ImVec2 min, max;  // of the plot, screen pixels
  double x0 = 0, x1 = 1, y0 = 0, y1 = 1;
  bool logScale = false;

  float left(double x) const {
    return min.x + static_cast<float>((x - x0) / (x1 - x0)) * (max.x - min.x);
  }
  double value(float left) const {
    return x0 + static_cast<double>((left - min.x) / (max.x - min.x)) * (x1 - x0);
  }
  float top(double y) const {
    // What a logarithm cannot show goes below the border, where it is clipped.
    const double share = logScale ? (y > 0 ? std::log(y / y0) / std::log(y1 / y0) : -1.0)
                                  : (y - y0) / (y1 - y0);
    return max.y - static_cast<float>(std::clamp(share, -10.0, 10.0)) * (max.y - min.y);
  }
};

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
void fitValues(Axes& axes, std::span<const ChartCurve* const> curves) {
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

void drawDashed(ImDrawList& list, std::span<const ImVec2> line, ImU32 colour, float thickness) {
  const float dash = scaled(5), gap = scaled(3);
  float walked = 0.0f;
  for (std::size_t i = 1; i < line.size(); ++i) {
    const ImVec2 a = line[i - 1], b = line[i];
    const float length = std::hypot(b.x - a.x, b.y - a.y);
    for (float at = 0.0f; at < length;) {
      const float phase = std::fmod(walked, dash + gap);
      const bool visible = phase < dash;
      const float step = std::min((visible ? dash : dash + gap) - phase + 0.01f, length - at);
      const auto point = [&](float t) {
        return ImVec2(a.x + (b.x - a.x) * t / length, a.y + (b.y - a.y) * t / length);
      };
      if (visible) list.AddLine(point(at), point(at + step), colour, thickness);
      at += step;
      walked += step;
    }
  }
}

void drawLine(ImDrawList& list, std::span<const ImVec2> line, ImU32 colour, bool dashed) {
  const float thickness = scaled(1.5f);
  if (dashed) drawDashed(list, line, colour, thickness);
  else list.AddPolyline(line.data(), static_cast<int>(line.size()), colour, 0, thickness);
}

void drawRaw(ImDrawList& list, const Axes& axes, const ChartCurve& curve, ImVec4 colour,
             bool dashed) {
  const ImU32 packed = ImGui::GetColorU32(colour);
  const bool dense = std::any_of(curve.columns.begin(), curve.columns.end(),
                                 [](const ChartColumn& c) { return c.high > c.low; });
  if (!dense) {
    std::vector<ImVec2> line;
    for (const ChartColumn& c : curve.columns) line.emplace_back(axes.left(c.x), axes.top(c.last));
    drawLine(list, line, packed, dashed);
    // Few points are shown as such, so that one alone is seen at all.
    if (line.size() <= 24)
      for (const ImVec2 point : line) list.AddCircleFilled(point, scaled(2.5f), packed);
    return;
  }
  const float thickness = scaled(1.0f);
  for (std::size_t i = 0; i < curve.columns.size(); ++i) {
    const ChartColumn& c = curve.columns[i];
    const float x = axes.left(c.x);
    if (i > 0) {
      const ChartColumn& before = curve.columns[i - 1];
      list.AddLine({axes.left(before.x), axes.top(before.last)}, {x, axes.top(c.first)}, packed,
                   thickness);
    }
    if (c.high > c.low) list.AddLine({x, axes.top(c.high)}, {x, axes.top(c.low)}, packed, thickness);
  }
}

void drawCurve(ImDrawList& list, const Axes& axes, const ChartSeries& series,
               const ChartCurve& curve) {
  ImVec4 colour = series.colour;
  const bool smoothed = !curve.smooth.empty() && curve.columns.size() > 2;
  if (smoothed) colour.w *= 0.28f;
  drawRaw(list, axes, curve, colour, series.dashed);
  if (smoothed) {
    std::vector<ImVec2> line;
    for (const auto& [x, y] : curve.smooth) line.emplace_back(axes.left(x), axes.top(y));
    drawLine(list, line, ImGui::GetColorU32(series.colour), series.dashed);
  }
  const float arm = scaled(3), thickness = scaled(1.5f);
  for (const double x : curve.notFinite) {
    const ImVec2 at(axes.left(x), axes.min.y + scaled(6));
    const ImU32 red = ImGui::GetColorU32(palette().error);
    list.AddLine({at.x - arm, at.y - arm}, {at.x + arm, at.y + arm}, red, thickness);
    list.AddLine({at.x - arm, at.y + arm}, {at.x + arm, at.y - arm}, red, thickness);
  }
}

void drawText(ImDrawList& list, ImVec2 at, ImVec4 colour, std::string_view text) {
  list.AddText(at, ImGui::GetColorU32(colour), text.data(), text.data() + text.size());
}

float textWidth(std::string_view text) {
  return ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
}

std::string valueLabel(double value) {
  if (!std::isfinite(value)) return "not finite";
  char text[48];
  std::snprintf(text, sizeof text, "%.5g", value);
  return text;
}

struct Ticks {
  std::vector<double> places;
  std::vector<std::string> labels;
  float widest = 0.0f;  // pixels
};

Ticks makeTicks(double low, double high, int wanted, bool logScale) {
  Ticks ticks;
  ticks.places = logScale ? logTicks(low, high, wanted) : linearTicks(low, high, wanted);
  const bool even = !logScale || high < 10.0 * low;
  const double step = ticks.places.size() > 1 ? ticks.places[1] - ticks.places[0] : 0.0;
  for (const double place : ticks.places) {
    ticks.labels.push_back(tickLabel(place, even ? step : place));
    ticks.widest = std::max(ticks.widest, textWidth(ticks.labels.back()));
  }
  return ticks;
}

// Names and colours at the right end of the heading row; where they begin.
float drawLegend(ImDrawList& list, std::span<const ChartSeries> series, ImVec2 right) {
  const float swatch = scaled(12), gap = scaled(6);
  float x = right.x;
  for (auto one = series.rbegin(); one != series.rend(); ++one) {
    if (one->count == 0) continue;
    x -= textWidth(one->name);
    drawText(list, {x, right.y}, palette().textSecondary, one->name);
    x -= swatch + gap;
    const float middle = right.y + std::floor(ImGui::GetFontSize() / 2.0f);
    const ImVec2 line[] = {{x, middle}, {x + swatch, middle}};
    drawLine(list, line, ImGui::GetColorU32(one->colour), one->dashed);
    x -= scaled(12);
  }
  return x;
}

void drawGrid(ImDrawList& list, const Axes& axes, const Ticks& across, const Ticks& up,
              std::string_view xName) {
  const ImU32 grid = ImGui::GetColorU32(palette().chartGrid);
  const float height = ImGui::GetFontSize();
  for (std::size_t i = 0; i < up.places.size(); ++i) {
    const float y = std::floor(axes.top(up.places[i])) + 0.5f;
    list.AddLine({axes.min.x, y}, {axes.max.x, y}, grid);
    drawText(list, {axes.min.x - scaled(6) - textWidth(up.labels[i]), y - height / 2.0f},
             palette().textSecondary, up.labels[i]);
  }
  const float nameLeft = axes.max.x - textWidth(xName);
  const float below = axes.max.y + scaled(3);
  drawText(list, {nameLeft, below}, palette().textSecondary, xName);
  for (std::size_t i = 0; i < across.places.size(); ++i) {
    const float x = axes.left(across.places[i]);
    const float width = textWidth(across.labels[i]);
    const float from = std::max(x - width / 2.0f, axes.min.x);
    list.AddLine({x, axes.max.y}, {x, axes.max.y + scaled(3)}, grid);
    if (from + width < nameLeft - scaled(8))
      drawText(list, {from, below}, palette().textSecondary, across.labels[i]);
  }
  list.AddLine({axes.min.x, axes.max.y}, axes.max, ImGui::GetColorU32(palette().border));
}

// The text of the mark under the pointer, or nothing.
std::string_view drawMarks(ImDrawList& list, const Axes& axes, std::span<const ChartMark> marks,
                           bool hovered) {
  std::string_view text;
  ImVec4 colour = palette().textSecondary;
  colour.w *= 0.5f;
  for (const ChartMark& mark : marks) {
    if (mark.x < axes.x0 || mark.x > axes.x1) continue;
    const float x = std::floor(axes.left(mark.x)) + 0.5f;
    list.AddLine({x, axes.min.y}, {x, axes.max.y}, ImGui::GetColorU32(colour));
    if (hovered && std::fabs(ImGui::GetIO().MousePos.x - x) <= scaled(kMarkReach))
      text = mark.text;
  }
  return text;
}

// A line under the pointer and what each curve is there.
void drawCursor(ImDrawList& list, const Axes& axes, std::span<const ChartSeries> series,
                std::string_view xName, std::string_view markText, std::string_view label) {
  const double wanted = axes.value(std::clamp(ImGui::GetIO().MousePos.x, axes.min.x, axes.max.x));
  // All curves are read where the finest of them has a value.
  const auto finest = std::max_element(
      series.begin(), series.end(),
      [](const ChartSeries& a, const ChartSeries& b) { return a.count < b.count; });
  const double x = finest->x(nearestIndex(*finest, wanted));
  const float at = std::floor(axes.left(x)) + 0.5f;
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
void handleZoom(ImDrawList& list, const Axes& axes, ChartView& view) {
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
    view.range = std::minmax(axes.value(a), axes.value(b));
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
  const float legendLeft = drawLegend(list, series, {opposite.x, corner.y});
  const std::string heading = elided(shownName(label), legendLeft - corner.x);
  drawText(list, corner, palette().text, heading);
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

  Axes axes;
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
  const Ticks up = makeTicks(axes.y0, axes.y1, rows, view.logScale);
  axes.min.x = corner.x + up.widest + scaled(8);
  axes.max.x = opposite.x;
  const int across = std::max(2, static_cast<int>((axes.max.x - axes.min.x) / scaled(80)));
  drawGrid(list, axes, makeTicks(axes.x0, axes.x1, across, false), up, xName);

  list.PushClipRect(axes.min, axes.max, true);
  const bool hovered = ImGui::IsItemHovered() && !ImGui::IsItemActive();
  const std::string_view markText = drawMarks(list, axes, marks, hovered);
  // The first series lies on top: it is the one that moves.
  for (std::size_t i = drawn.size(); i-- > 0;) drawCurve(list, axes, *drawn[i], *curves[i]);
  handleZoom(list, axes, view);
  recordProbe(label, axes.min, axes.max, true,
              valueLabel(drawn.front()->y(drawn.front()->count - 1)));
  if (hovered) drawCursor(list, axes, series, xName, markText, label);
  list.PopClipRect();
  ImGui::PopFont();
}

}  // namespace latlas::ui
