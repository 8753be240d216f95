#include "app/ui/chart_drawing.h"

#include <algorithm>
#include <cmath>

#include "app/ui/chart_ticks.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

// Pixels at 100 % between two columns from which on they are connected by a line.
constexpr float kApart = 2.0f;

constexpr float kMarkHandle = 3.5f;  // pixels at 100 %, half of its width
constexpr float kMarkReach = 4.0f;   // pixels at 100 % from a mark at which its text shows

// Screen pixels between points of a smoothed curve: nothing finer is seen, and it costs triangles.
constexpr float kSmoothStep = 2.0f;

float textWidth(std::string_view text) {
  return ImGui::CalcTextSize(text.data(), text.data() + text.size()).x;
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
  if (dashed)
    drawDashed(list, line, colour, thickness);
  else
    list.AddPolyline(line.data(), static_cast<int>(line.size()), colour, 0, thickness);
}

void drawRaw(ImDrawList& list, const ChartAxes& axes, const ChartCurve& curve, ImVec4 colour,
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
  // One upright line a column, long enough to meet the column before: half the triangles of drawing
  // the connections too, which software renderers feel. Columns further apart are connected.
  const float thickness = scaled(1.0f);
  const ChartColumn* before = nullptr;
  for (const ChartColumn& c : curve.columns) {
    const float x = std::floor(axes.left(c.x));
    double low = c.low, high = c.high;
    if (before) {
      const float beforeX = std::floor(axes.left(before->x));
      if (x - beforeX > kApart * thickness) {
        const ImVec2 line[] = {{beforeX + 0.5f, axes.top(before->last)},
                               {x + 0.5f, axes.top(c.first)}};
        drawLine(list, line, packed, dashed);
      } else {
        low = std::min(low, before->last);
        high = std::max(high, before->last);
      }
    }
    const float top = axes.top(high), bottom = axes.top(low);
    list.AddLine({x, top}, {x, std::max(bottom, top + thickness)}, packed, thickness);
    before = &c;
  }
}

}  // namespace

float ChartAxes::left(double x) const {
  const double share =
      logSteps ? std::log(std::max(x, x0 * 1e-3) / x0) / std::log(x1 / x0) : (x - x0) / (x1 - x0);
  return min.x + static_cast<float>(share) * (max.x - min.x);
}

double ChartAxes::valueAt(float left) const {
  const double share = static_cast<double>((left - min.x) / (max.x - min.x));
  return logSteps ? x0 * std::pow(x1 / x0, share) : x0 + share * (x1 - x0);
}

float ChartAxes::top(double y) const {
  // What a logarithm cannot show goes below the border, where it is clipped.
  const double share =
      logScale ? (y > 0 ? std::log(y / y0) / std::log(y1 / y0) : -1.0) : (y - y0) / (y1 - y0);
  return max.y - static_cast<float>(std::clamp(share, -10.0, 10.0)) * (max.y - min.y);
}

void drawChartCurve(ImDrawList& list, const ChartAxes& axes, const ChartSeries& series,
                    const ChartCurve& curve) {
  ImVec4 colour = series.colour;
  const bool smoothed = !curve.smooth.empty() && curve.columns.size() > 2;
  if (smoothed) colour.w *= 0.28f;
  if (!smoothed || series.rawBehind) drawRaw(list, axes, curve, colour, series.dashed);
  if (smoothed) {
    std::vector<ImVec2> line;
    for (const auto& [x, y] : curve.smooth) {
      const ImVec2 point(axes.left(x), axes.top(y));
      if (line.empty() || point.x - line.back().x >= kSmoothStep) line.push_back(point);
    }
    drawLine(list, line, ImGui::GetColorU32(series.colour), series.dashed);
  }
}

void drawChartNotFinite(ImDrawList& list, const ChartAxes& axes, const ChartCurve& curve) {
  const float arm = scaled(3.5f), thickness = scaled(1.5f), row = ImGui::GetFontSize();
  const ImU32 red = ImGui::GetColorU32(palette().error);
  ImVec4 faint = palette().error;
  faint.w *= 0.45f;
  float labelEnd = axes.min.x - scaled(8);
  for (const NotFinite& wrong : curve.notFinite) {
    // Below the handles of marks.
    const ImVec2 at(std::floor(axes.left(wrong.x)) + 0.5f,
                    axes.min.y + scaled(1.5f * kMarkHandle) + row / 2.0f);
    list.AddLine({at.x, axes.min.y}, {at.x, axes.max.y}, ImGui::GetColorU32(faint), scaled(1.0f));
    list.AddLine({at.x - arm, at.y - arm}, {at.x + arm, at.y + arm}, red, thickness);
    list.AddLine({at.x - arm, at.y + arm}, {at.x + arm, at.y - arm}, red, thickness);
    const std::string name = notFiniteName(wrong.value) + " at step " + tickLabel(wrong.x, 1.0);
    const float width = textWidth(name), gap = scaled(4) + arm;
    // Beside its cross; on the other side where the plot ends.
    const bool toTheLeft = at.x + gap + width > axes.max.x;
    const float left = toTheLeft ? at.x - gap - width : at.x + gap;
    if (left < labelEnd + scaled(8)) continue;
    ImVec4 ground = palette().panel;
    ground.w = 0.85f;
    list.AddRectFilled({left - scaled(2), at.y - row / 2.0f},
                       {left + width + scaled(2), at.y + row / 2.0f}, ImGui::GetColorU32(ground));
    drawChartText(list, {left, at.y - row / 2.0f}, palette().error, name);
    labelEnd = left + width;
  }
}

std::string notFiniteName(float value) {
  return std::isnan(value) ? "nan" : value > 0.0f ? "inf" : "-inf";
}

void drawChartText(ImDrawList& list, ImVec2 at, ImVec4 colour, std::string_view text) {
  list.AddText(at, ImGui::GetColorU32(colour), text.data(), text.data() + text.size());
}

ChartTicks makeTicks(double low, double high, int wanted, bool logScale) {
  ChartTicks ticks;
  ticks.places = logScale ? logTicks(low, high, wanted) : linearTicks(low, high, wanted);
  const bool even = !logScale || high < 10.0 * low;
  const double step = tickStep(low, high, wanted);
  for (const double place : ticks.places) {
    ticks.labels.push_back(tickLabel(place, even ? step : place));
    ticks.widest = std::max(ticks.widest, textWidth(ticks.labels.back()));
  }
  return ticks;
}

float drawChartLegend(ImDrawList& list, std::span<const ChartSeries> series, ImVec2 right,
                      float width) {
  const float swatch = scaled(12), gap = scaled(6), between = scaled(12);
  std::vector<const ChartSeries*> shown;
  std::size_t left = 0;  // how many do not fit
  const auto widthOf = [&](const ChartSeries& one) {
    return textWidth(one.name) + swatch + gap + between;
  };
  float all = 0.0f;
  for (const ChartSeries& one : series)
    if (!one.empty() && one.inLegend) all += widthOf(one);
  float used = all > width ? textWidth("+00") + between : 0.0f;
  for (const ChartSeries& one : series) {
    if (one.empty() || !one.inLegend) continue;
    const float needed = widthOf(one);
    if (left > 0 || (!shown.empty() && used + needed > width)) {
      ++left;
      continue;
    }
    shown.push_back(&one);
    used += needed;
  }
  float x = right.x;
  if (left > 0) {
    const std::string more = "+" + std::to_string(left);
    x -= textWidth(more);
    drawChartText(list, {x, right.y}, palette().textSecondary, more);
    x -= between;
  }
  for (std::size_t i = shown.size(); i-- > 0;) {
    x -= textWidth(shown[i]->name);
    drawChartText(list, {x, right.y}, palette().textSecondary, shown[i]->name);
    x -= swatch + gap;
    const float middle = right.y + std::floor(ImGui::GetFontSize() / 2.0f);
    const ImVec2 line[] = {{x, middle}, {x + swatch, middle}};
    drawLine(list, line, ImGui::GetColorU32(shown[i]->colour), shown[i]->dashed);
    x -= between;
  }
  return x;
}

void drawChartGrid(ImDrawList& list, const ChartAxes& axes, const ChartTicks& across,
                   const ChartTicks& up, std::string_view xName) {
  const ImU32 grid = ImGui::GetColorU32(palette().chartGrid);
  const float height = ImGui::GetFontSize();
  for (std::size_t i = 0; i < up.places.size(); ++i) {
    const float y = std::floor(axes.top(up.places[i]));
    list.AddLine({axes.min.x, y}, {axes.max.x, y}, grid);
    drawChartText(list, {axes.min.x - scaled(6) - textWidth(up.labels[i]), y - height / 2.0f},
                  palette().textSecondary, up.labels[i]);
  }
  const auto labelLeft = [&](std::size_t i) {
    return std::max(axes.left(across.places[i]) - textWidth(across.labels[i]) / 2.0f, axes.min.x);
  };
  const auto endsBefore = [&](std::size_t i, float right) {
    return labelLeft(i) + textWidth(across.labels[i]) < right;
  };
  // A number says more than the axis' name, where there is room for one of them.
  const float nameLeft = axes.max.x - textWidth(xName);
  bool isNamed = across.places.empty();
  for (std::size_t i = 0; i < across.places.size(); ++i)
    isNamed = isNamed || (labelLeft(i) > axes.min.x && endsBefore(i, nameLeft - scaled(8)));
  const float below = axes.max.y + scaled(3);
  if (isNamed) drawChartText(list, {nameLeft, below}, palette().textSecondary, xName);
  const float right = isNamed ? nameLeft - scaled(8) : axes.max.x + scaled(8);
  for (std::size_t i = 0; i < across.places.size(); ++i) {
    const float x = axes.left(across.places[i]);
    list.AddLine({x, axes.max.y}, {x, axes.max.y + scaled(3)}, grid);
    if (endsBefore(i, right))
      drawChartText(list, {labelLeft(i), below}, palette().textSecondary, across.labels[i]);
  }
  list.AddLine({axes.min.x, axes.max.y}, axes.max, ImGui::GetColorU32(palette().border));
}

std::string drawChartMarks(ImDrawList& list, const ChartAxes& axes,
                           std::span<const ChartMark> marks, bool hovered) {
  std::string text;
  const float handle = scaled(kMarkHandle);
  for (const ChartMark& mark : marks) {
    if (mark.x < axes.x0 || mark.x > axes.x1) continue;
    const float x = std::floor(axes.left(mark.x)) + 0.5f;
    const bool isUnderPointer =
        hovered && std::fabs(ImGui::GetIO().MousePos.x - x) <= scaled(kMarkReach);
    ImVec4 colour = mark.colour;
    if (!isUnderPointer) colour.w *= 0.55f;
    list.AddLine({x, axes.min.y}, {x, axes.max.y}, ImGui::GetColorU32(colour), scaled(1.0f));
    list.AddTriangleFilled({x - handle, axes.min.y}, {x + handle, axes.min.y},
                           {x, axes.min.y + 1.5f * handle}, ImGui::GetColorU32(mark.colour));
    if (isUnderPointer) (text += text.empty() ? "" : "\n") += mark.text;
  }
  return text;
}

}  // namespace latlas::ui
