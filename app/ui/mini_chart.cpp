#include "app/ui/mini_chart.h"

#include <algorithm>
#include <cmath>

#include "app/ui/theme.h"

namespace latlas::ui {
namespace {

constexpr float kReach = 3.0f;       // deviations from the middle to the edge
constexpr float kLeastPitch = 3.0f;  // pixels: a bar and its gap are still told apart

class Plot {
 public:
  Plot(ImDrawList& list, const Rect& area)
      : list_(list), area_(area), colour_(ImGui::GetColorU32(palette().chartTrain)) {}

  float top(float value) const {
    const float share = std::clamp(value / kReach, -1.0f, 1.0f);
    return std::round((area_.min.y + area_.max.y) / 2 - share * (area_.max.y - area_.min.y) / 2);
  }
  void fill(float left, float right, float from, float to) {
    const float upper = top(std::max(from, to)), lower = top(std::min(from, to));
    list_.AddRectFilled({left, upper}, {right, std::max(lower, upper + 1.0f)}, colour_);
  }

 private:
  ImDrawList& list_;
  const Rect& area_;
  ImU32 colour_;
};

}  // namespace

void drawMiniChart(ImDrawList& list, const Rect& area, std::span<const float> values) {
  list.AddRectFilled(area.min, area.max, ImGui::GetColorU32(palette().field));
  Plot plot(list, area);
  const float middle = plot.top(0.0f);
  list.AddLine({area.min.x, middle + 0.5f}, {area.max.x, middle + 0.5f},
               ImGui::GetColorU32(palette().border));
  const float width = area.max.x - area.min.x;
  const auto count = static_cast<float>(values.size());
  if (width >= count * kLeastPitch) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (std::isnan(values[i])) continue;
      const float left = area.min.x + std::round(static_cast<float>(i) * width / count);
      const float right = area.min.x + std::round(static_cast<float>(i + 1) * width / count);
      plot.fill(left, right - 1.0f, 0.0f, values[i]);
    }
    return;
  }
  const auto columns = static_cast<std::size_t>(std::max(1.0f, width));
  for (std::size_t x = 0; x < columns; ++x) {
    const std::size_t begin = x * values.size() / columns;
    // With the next one's first value, so that the line has no breaks.
    const std::size_t end = std::min(values.size(), (x + 1) * values.size() / columns + 1);
    float least = INFINITY, most = -INFINITY;
    for (const float value : values.subspan(begin, end - begin)) {
      // NaN compares false.
      if (value < least) least = value;
      if (value > most) most = value;
    }
    const float left = area.min.x + static_cast<float>(x);
    if (least <= most) plot.fill(left, left + 1.0f, least, most);
  }
}

void drawMiniCharts(ImDrawList& list, const Rect& area, std::span<const float> values,
                    std::int64_t count, int columns) {
  const auto width = values.size() / static_cast<std::size_t>(count);
  const auto rows = (count + columns - 1) / columns;
  const ImVec2 pitch((area.max.x - area.min.x) / static_cast<float>(columns),
                     (area.max.y - area.min.y) / static_cast<float>(rows));
  const float gap = std::min({scaled(2.0f), pitch.x / 4, pitch.y / 4});
  for (std::int64_t i = 0; i < count; ++i) {
    const ImVec2 min(area.min.x + static_cast<float>(i % columns) * pitch.x,
                     area.min.y + static_cast<float>(i / columns) * pitch.y);
    drawMiniChart(list, {min, {min.x + pitch.x - gap, min.y + pitch.y - gap}},
                  values.subspan(static_cast<std::size_t>(i) * width, width));
  }
}

}  // namespace latlas::ui
