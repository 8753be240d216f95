#include "app/ui/sample_chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/ui/chart_buckets.h"
#include "app/ui/chart_drawing.h"
#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/series/series.h"

namespace latlas::ui {
namespace {

constexpr std::size_t kToldValues = 12;
constexpr std::size_t kMostRows = 40;
constexpr float kRowPadding = 3.0f;  // pixels at 100 %
// Of the width: a name is cut beyond it.
constexpr float kNameShare = 0.42f;
// Columns whose ranges differ by more than this do not share an axis.
constexpr double kLikeRanges = 20.0;

std::string numberText(double value) {
  if (!std::isfinite(value)) return "missing";
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

double valueOf(const ChartedSample& sample, std::span<const data::Variable> variables,
               std::size_t column) {
  return variables[column].inUnits(static_cast<double>(sample.values[column]));
}

float rowHeight() { return ImGui::GetFontSize() + scaled(kRowPadding); }

bool hasLegend(std::span<const ChartedSample> samples) {
  return std::any_of(samples.begin(), samples.end(),
                     [](const ChartedSample& one) { return !one.name.empty(); });
}

void drawLegend(ImDrawList& list, std::span<const ChartedSample> samples, ImVec2 corner) {
  for (const ChartedSample& one : samples) {
    const float side = scaled(8), middle = corner.y + ImGui::GetFontSize() / 2;
    list.AddRectFilled({corner.x, middle - side / 2}, {corner.x + side, middle + side / 2},
                       ImGui::GetColorU32(one.colour));
    drawChartText(list, {corner.x + side + scaled(5), corner.y}, palette().textSecondary, one.name);
    corner.x += side + scaled(21) + ImGui::CalcTextSize(one.name.c_str()).x;
  }
}

void columnTooltip(const data::Variable& variable, std::span<const ChartedSample> samples,
                   std::span<const data::Variable> variables, std::size_t column) {
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(variable.name.c_str());
  for (const ChartedSample& one : samples) {
    ImGui::PushStyleColor(ImGuiCol_Text, one.colour);
    const std::string name = one.name.empty() ? "" : one.name + "  ";
    ImGui::TextUnformatted((name + numberText(valueOf(one, variables, column))).c_str());
    ImGui::PopStyleColor();
  }
  ImGui::TextDisabled("mean %s, %s to %s", numberText(variable.mean).c_str(),
                      numberText(variable.least).c_str(), numberText(variable.most).c_str());
  ImGui::EndTooltip();
}

struct RowPlaces {
  float nameWidth = 0.0f;
  float trackLeft = 0.0f, trackRight = 0.0f;
  std::vector<float> numberRights;  // of each sample
};

RowPlaces placeRows(const Rect& area, std::span<const ChartedSample> samples,
                    std::span<const data::Variable> variables) {
  RowPlaces places;
  for (const data::Variable& variable : variables)
    places.nameWidth = std::max(places.nameWidth, ImGui::CalcTextSize(variable.name.c_str()).x);
  places.nameWidth = std::min(places.nameWidth, kNameShare * (area.max.x - area.min.x));
  float right = area.max.x;
  for (std::size_t s = samples.size(); s-- > 0;) {
    places.numberRights.insert(places.numberRights.begin(), right);
    float widest = ImGui::CalcTextSize("-0.000").x;
    for (std::size_t i = 0; i < variables.size(); ++i)
      widest = std::max(
          widest, ImGui::CalcTextSize(numberText(valueOf(samples[s], variables, i)).c_str()).x);
    right -= widest + scaled(8);
  }
  places.trackLeft = area.min.x + places.nameWidth + scaled(8);
  places.trackRight = std::max(places.trackLeft + scaled(8), right);
  return places;
}

void drawRow(ImDrawList& list, const RowPlaces& places, ImVec2 corner,
             std::span<const ChartedSample> samples, std::span<const data::Variable> variables,
             std::size_t column) {
  const data::Variable& variable = variables[column];
  drawChartText(list, corner, palette().textSecondary, elided(variable.name, places.nameWidth));
  double low = variable.least, high = variable.most;
  for (const ChartedSample& one : samples) {
    const double value = valueOf(one, variables, column);
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const auto at = [&](double value) {
    const double share = high > low ? (value - low) / (high - low) : 0.5;
    return std::round(places.trackLeft +
                      static_cast<float>(share) * (places.trackRight - places.trackLeft));
  };
  const float height = ImGui::GetFontSize();
  const float top = std::round(corner.y + 0.18f * height);
  const float bottom = std::round(corner.y + 0.88f * height);
  list.AddRectFilled({places.trackLeft, top}, {places.trackRight, bottom},
                     ImGui::GetColorU32(palette().field));
  const float each = (bottom - top) / static_cast<float>(samples.size());
  for (std::size_t s = 0; s < samples.size(); ++s) {
    const double value = valueOf(samples[s], variables, column);
    const std::string number = numberText(value);
    drawChartText(list, {places.numberRights[s] - ImGui::CalcTextSize(number.c_str()).x, corner.y},
                  std::isfinite(value) ? palette().text : palette().textSecondary, number);
    if (!std::isfinite(value)) continue;
    const float from = std::min(at(variable.mean), at(value));
    const float to = std::max(at(variable.mean), at(value));
    const float upper = std::round(top + each * static_cast<float>(s));
    list.AddRectFilled({from, upper}, {std::max(to, from + 1.0f), std::round(upper + each)},
                       ImGui::GetColorU32(samples[s].colour));
  }
  list.AddLine({at(variable.mean) + 0.5f, top}, {at(variable.mean) + 0.5f, bottom},
               ImGui::GetColorU32(palette().textSecondary));
}

void drawRows(ImDrawList& list, const Rect& area, std::span<const ChartedSample> samples,
              std::span<const data::Variable> variables, bool hovered) {
  const RowPlaces places = placeRows(area, samples, variables);
  const float height = rowHeight();
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const ImVec2 corner(area.min.x, area.min.y + static_cast<float>(i) * height);
    drawRow(list, places, corner, samples, variables, i);
    const float mouse = ImGui::GetIO().MousePos.y;
    if (hovered && mouse >= corner.y && mouse < corner.y + height)
      columnTooltip(variables[i], samples, variables, i);
  }
}

// Whether most columns move within the range that all of them span.
bool shareUnit(std::span<const data::Variable> variables) {
  double low = INFINITY, high = -INFINITY;
  for (const data::Variable& variable : variables) {
    low = std::min(low, variable.least);
    high = std::max(high, variable.most);
  }
  const auto like =
      std::count_if(variables.begin(), variables.end(), [&](const data::Variable& variable) {
        return (variable.most - variable.least) * kLikeRanges >= high - low;
      });
  return 2 * like >= std::ssize(variables);
}

void drawLines(ImDrawList& list, const Rect& area, std::span<const ChartedSample> samples,
               std::span<const data::Variable> variables, bool hovered) {
  const bool inUnits = shareUnit(variables);
  std::vector<series::Series> values;
  values.reserve(samples.size());
  std::vector<ChartSeries> series;
  for (const ChartedSample& one : samples) {
    series::Series& rows = values.emplace_back(std::vector<std::string>{one.name});
    for (std::size_t i = 0; i < variables.size(); ++i) {
      const double value =
          inUnits ? valueOf(one, variables, i) : static_cast<double>(one.values[i]);
      // Missing values are gaps, nothing that went wrong.
      const float drawn = std::isfinite(value) ? static_cast<float>(value) : series::kMissing;
      rows.append({static_cast<std::int64_t>(i), 0.0, 0.0}, {&drawn, 1});
    }
    series.push_back({one.name, one.colour, &rows, 0, false, false});
  }
  ChartAxes axes;
  axes.x1 = static_cast<double>(std::max<std::size_t>(2, variables.size()) - 1);
  axes.y0 = inUnits ? INFINITY : -3.0;
  axes.y1 = inUnits ? -INFINITY : 3.0;
  for (const data::Variable& variable : variables) {
    if (!inUnits) break;
    axes.y0 = std::min(axes.y0, variable.least);
    axes.y1 = std::max(axes.y1, variable.most);
  }
  const int columns = std::max(2, static_cast<int>(area.max.x - area.min.x));
  std::vector<ChartCurve> curves;
  for (const ChartSeries& one : series) {
    curves.push_back(bucketCurve(*one.rows, 0, {axes.x0, axes.x1, columns, false}, nullptr));
    for (const ChartColumn& column : curves.back().columns) {
      axes.y0 = std::min(axes.y0, column.low);
      axes.y1 = std::max(axes.y1, column.high);
    }
  }
  if (!(axes.y1 > axes.y0)) axes.y1 = axes.y0 + 1.0;
  const float line = ImGui::GetFontSize();
  axes.min.y = area.min.y + line / 2;
  axes.max = {area.max.x, area.max.y - line - scaled(4)};
  const int rows = std::max(2, static_cast<int>((axes.max.y - axes.min.y) / scaled(28)));
  const ChartTicks up = makeTicks(axes.y0, axes.y1, rows, false);
  axes.min.x = area.min.x + up.widest + scaled(8);
  const int across = std::max(2, static_cast<int>((axes.max.x - axes.min.x) / scaled(70)));
  drawChartGrid(list, axes, makeTicks(axes.x0, axes.x1, across, false), up,
                inUnits ? "column" : "column, in deviations from its mean");
  for (std::size_t i = series.size(); i-- > 0;) drawChartCurve(list, axes, series[i], curves[i]);
  if (!hovered) return;
  const double wanted = axes.valueAt(std::clamp(ImGui::GetIO().MousePos.x, axes.min.x, axes.max.x));
  const auto column = static_cast<std::size_t>(std::lround(std::max(0.0, wanted)));
  const float at = std::floor(axes.left(static_cast<double>(column)));
  list.AddLine({at, axes.min.y}, {at, axes.max.y}, ImGui::GetColorU32(palette().textSecondary));
  const std::size_t known = std::min(column, variables.size() - 1);
  columnTooltip(variables[known], samples, variables, known);
}

std::string told(const ChartedSample& sample, std::span<const data::Variable> variables) {
  std::string text;
  for (std::size_t i = 0; i < std::min(variables.size(), kToldValues); ++i)
    text +=
        (i > 0 ? ", " : "") + variables[i].name + " " + numberText(valueOf(sample, variables, i));
  return text;
}

}  // namespace

float sampleRowsHeight(std::size_t columns, std::size_t samples) {
  if (columns > kMostRows) return 0.0f;
  ImGui::PushFont(smallFont());
  const float legend = samples > 1 ? 1.0f : 0.0f;
  const float height = rowHeight() * (static_cast<float>(columns) + legend);
  ImGui::PopFont();
  return height;
}

void sampleChart(std::string_view label, ImVec2 size, std::span<const ChartedSample> samples,
                 std::span<const data::Variable> variables) {
  ImGui::PushID(label.data(), label.data() + label.size());
  ImGui::InvisibleButton("chart", {std::max(size.x, 1.0f), std::max(size.y, 1.0f)});
  ImGui::PopID();
  Rect area{ImGui::GetItemRectMin(), ImGui::GetItemRectMax()};
  const bool hovered = ImGui::IsItemHovered();
  const bool isThere = !samples.empty() && !variables.empty() &&
                       std::all_of(samples.begin(), samples.end(), [&](const ChartedSample& one) {
                         return one.values.size() == variables.size();
                       });
  recordProbe(label, area.min, area.max, true, isThere ? told(samples[0], variables) : "");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (!isThere) {
    list.AddRectFilled(area.min, area.max, ImGui::GetColorU32(palette().field));
    return;
  }
  ImGui::PushFont(smallFont());
  list.PushClipRect(area.min, area.max, true);
  if (hasLegend(samples)) {
    drawLegend(list, samples, area.min);
    area.min.y += rowHeight();
  }
  const float rows = rowHeight() * static_cast<float>(variables.size());
  const float room = area.max.y - area.min.y;
  if (variables.size() <= kMostRows && rows <= room + 0.5f) {
    area.min.y += (room - rows) / 2;  // in the middle of what there is
    drawRows(list, area, samples, variables, hovered);
  } else {
    drawLines(list, area, samples, variables, hovered);
  }
  list.PopClipRect();
  ImGui::PopFont();
}

}  // namespace latlas::ui
