#include "app/panels/map_legend.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/panels/format.h"
#include "app/panels/point_colours.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kPadding = 8.0f, kSwatch = 10.0f, kBarWidth = 140.0f, kBarHeight = 8.0f;
// The map shines through, so that the legend hides no structure.
constexpr float kGroundAlpha = 0.82f;
// Pieces of the colour bar; a level each would leave gaps of a pixel.
constexpr int kBarPieces = 48;

void ground(ImVec2 min, ImVec2 max) {
  ImVec4 colour = ui::palette().panel;
  colour.w = kGroundAlpha;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(min, max, ImGui::GetColorU32(colour), ui::scaled(4.0f));
  list->AddRect(min, max, ImGui::GetColorU32(ui::palette().border), ui::scaled(4.0f));
}

void drawCategories(const data::DatasetInfo& info, int colourBy, ImVec2 topRight, float room) {
  std::vector<std::string> names = categoryNames(info, colourBy);
  const float line = ImGui::GetTextLineHeight() + ui::scaled(2.0f);
  const float padding = ui::scaled(kPadding);
  const auto shown = std::min(
      names.size(), static_cast<std::size_t>(std::max(2.0f, (room - 2 * padding) / line)));
  const std::size_t hidden = names.size() - shown;
  if (hidden > 0) names[shown - 1] = "and " + std::to_string(hidden + 1) + " more";
  float width = 0.0f;
  for (std::size_t i = 0; i < shown; ++i)
    width = std::max(width, ImGui::CalcTextSize(names[i].c_str()).x);
  const float swatch = ui::scaled(kSwatch);
  const ImVec2 min(topRight.x - width - swatch - 3 * padding, topRight.y);
  ground(min, {topRight.x, min.y + static_cast<float>(shown) * line + 2 * padding});
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (std::size_t i = 0; i < shown; ++i) {
    const ImVec2 at(min.x + padding, min.y + padding + static_cast<float>(i) * line);
    if (hidden == 0 || i + 1 < shown)
      list->AddCircleFilled({at.x + swatch / 2, at.y + line / 2}, swatch / 2,
                            levelColour(info, colourBy, static_cast<int>(i)));
    list->AddText({at.x + swatch + padding, at.y}, ImGui::GetColorU32(ui::palette().text),
                  names[i].c_str());
  }
}

void drawScale(const data::DatasetInfo& info, int colourBy, ImVec2 topRight) {
  const data::Factor& factor = info.factors[static_cast<std::size_t>(colourBy)];
  if (factor.values.empty()) return;
  const float padding = ui::scaled(kPadding), width = ui::scaled(kBarWidth);
  const float height = ui::scaled(kBarHeight), line = ImGui::GetTextLineHeight();
  const ImVec2 min(topRight.x - width - 2 * padding, topRight.y);
  ground(min, {topRight.x, min.y + 2 * line + height + 2 * padding + ui::scaled(4.0f)});
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 text = ImGui::GetColorU32(ui::palette().text);
  const ImU32 quiet = ImGui::GetColorU32(ui::palette().textSecondary);
  const ImVec2 start(min.x + padding, min.y + padding);
  const std::string name = factor.name + (factor.unit.empty() ? "" : " (" + factor.unit + ")");
  list->AddText(start, text, name.c_str());
  const float top = start.y + line + ui::scaled(2.0f);
  const float piece = width / kBarPieces;
  const auto last = static_cast<int>(factor.values.size()) - 1;
  for (int i = 0; i < kBarPieces; ++i) {
    const float left = start.x + static_cast<float>(i) * piece;
    const int level = (i * last + kBarPieces / 2) / (kBarPieces - 1);
    list->AddRectFilled({left, top}, {left + piece + 1.0f, top + height},
                        levelColour(info, colourBy, level));
  }
  const std::string low = shortNumber(factor.values.front());
  const std::string high = shortNumber(factor.values.back());
  const float below = top + height + ui::scaled(2.0f);
  list->AddText({start.x, below}, quiet, low.c_str());
  list->AddText({start.x + width - ImGui::CalcTextSize(high.c_str()).x, below}, quiet,
                high.c_str());
}

}  // namespace

void drawMapLegend(const data::DatasetInfo& info, int colourBy, ImVec2 topRight, float room) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  switch (colourScale(info, colourBy)) {
    case ColourScale::single: break;
    case ColourScale::categories: drawCategories(info, colourBy, topRight, room); break;
    case ColourScale::continuous:
    case ColourScale::cyclic: drawScale(info, colourBy, topRight); break;
  }
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace latlas::app
