#include "app/map/map_legend.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/map/point_colours.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// Pixels at 100 %.
constexpr float kPadding = 8.0f, kSwatch = 10.0f, kBarWidth = 140.0f, kBarHeight = 8.0f;
constexpr float kWidestName = 180.0f;
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

struct Entry {
  std::string name;
  ImU32 colour = 0;  // 0: no swatch
};

// The categories, and what has none; no more than `most`.
std::vector<Entry> entriesOf(const MapColours& colours, std::size_t most) {
  std::vector<Entry> entries;
  for (std::size_t i = 0; i < colours.categories.size(); ++i)
    entries.push_back({colours.categories[i], ui::classColour(static_cast<int>(i))});
  if (colours.hasMissing)
    entries.push_back({"missing", ImGui::GetColorU32(ui::palette().textSecondary)});
  if (entries.size() > most) {
    const std::size_t hidden = entries.size() - most + 1;
    entries.resize(most - 1);
    entries.push_back({"and " + std::to_string(hidden) + " more", 0});
  }
  return entries;
}

void drawEntries(const std::vector<Entry>& entries, ImVec2 topRight) {
  const float line = ImGui::GetTextLineHeight() + ui::scaled(2.0f);
  const float padding = ui::scaled(kPadding), swatch = ui::scaled(kSwatch);
  float width = 0.0f;
  for (const Entry& entry : entries)
    width = std::max(width, ImGui::CalcTextSize(entry.name.c_str()).x);
  width = std::min(width, ui::scaled(kWidestName));
  const ImVec2 min(topRight.x - width - swatch - 3 * padding, topRight.y);
  ground(min, {topRight.x, min.y + static_cast<float>(entries.size()) * line + 2 * padding});
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImVec2 at(min.x + padding, min.y + padding);
  for (const Entry& entry : entries) {
    if (entry.colour != 0)
      list->AddCircleFilled({at.x + swatch / 2, at.y + line / 2}, swatch / 2, entry.colour);
    list->AddText({at.x + swatch + padding, at.y}, ImGui::GetColorU32(ui::palette().text),
                  ui::elided(entry.name, width).c_str());
    at.y += line;
  }
}

void drawScale(const MapColours& colours, ImVec2 topRight) {
  const float padding = ui::scaled(kPadding), width = ui::scaled(kBarWidth);
  const float height = ui::scaled(kBarHeight), line = ImGui::GetTextLineHeight();
  const float rows = colours.hasMissing ? 3.0f : 2.0f;
  const ImVec2 min(topRight.x - width - 2 * padding, topRight.y);
  ground(min, {topRight.x, min.y + rows * line + height + 2 * padding + ui::scaled(4.0f)});
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 text = ImGui::GetColorU32(ui::palette().text);
  const ImU32 quiet = ImGui::GetColorU32(ui::palette().textSecondary);
  const ImVec2 start(min.x + padding, min.y + padding);
  list->AddText(start, text, ui::elided(colours.name, width).c_str());
  const float top = start.y + line + ui::scaled(2.0f);
  const float piece = width / kBarPieces;
  for (int i = 0; i < kBarPieces; ++i) {
    const float left = start.x + static_cast<float>(i) * piece;
    const float share = static_cast<float>(i) / (kBarPieces - 1);
    const double value = colours.low + static_cast<double>(share) * (colours.high - colours.low);
    list->AddRectFilled({left, top}, {left + piece + 1.0f, top + height},
                        colours.scale == ColourScale::cyclic ? angleColour(colours, value)
                                                             : ui::continuousColour(share));
  }
  const std::string low = (colours.hasBelow ? "≤ " : "") + shortNumber(colours.low);
  const std::string high = (colours.hasAbove ? "≥ " : "") + shortNumber(colours.high);
  const float below = top + height + ui::scaled(2.0f);
  list->AddText({start.x, below}, quiet, low.c_str());
  list->AddText({start.x + width - ImGui::CalcTextSize(high.c_str()).x, below}, quiet,
                high.c_str());
  if (!colours.hasMissing) return;
  const float swatch = ui::scaled(kSwatch), middle = below + 1.5f * line;
  list->AddCircleFilled({start.x + swatch / 2, middle}, swatch / 2, quiet);
  list->AddText({start.x + swatch + padding, below + line}, quiet, "missing");
}

}  // namespace

void drawMapLegend(const MapColours& colours, ImVec2 topRight, float room) {
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  const float line = ImGui::GetTextLineHeight() + ui::scaled(2.0f);
  const auto most =
      static_cast<std::size_t>(std::max(2.0f, (room - ui::scaled(2 * kPadding)) / line));
  switch (colours.scale) {
    case ColourScale::single: break;
    case ColourScale::categories: drawEntries(entriesOf(colours, most), topRight); break;
    case ColourScale::continuous:
    case ColourScale::cyclic: drawScale(colours, topRight); break;
  }
  if (ui::smallFont()) ImGui::PopFont();
}

}  // namespace latlas::app
