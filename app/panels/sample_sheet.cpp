#include "app/panels/sample_sheet.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "app/panels/sample_text.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %. A digit of 28 x 28 is read without effort at this size.
constexpr float kCell = 40.0f, kGap = 2.0f, kScrollbar = 10.0f, kLeastThumb = 24.0f;
// Lines a notch of the wheel moves.
constexpr float kLinesPerNotch = 2.0f;
// Images a row of the texture; any number that keeps it within 4096 pixels for images of 256.
constexpr int kTextureColumns = 16;

ImU32 colour(const ImVec4& of) { return ImGui::ColorConvertFloat4ToU32(of); }

void sampleTooltip(const data::Dataset& dataset, std::int64_t row) {
  ImGui::BeginTooltip();
  std::string text;
  for (const std::string& line : describeSample(dataset, row)) {
    if (!text.empty()) text += "\n";
    text += line;
  }
  if (ImFont* font = ui::smallFont()) ImGui::PushFont(font);
  ImGui::TextUnformatted(text.c_str());
  if (ui::smallFont()) ImGui::PopFont();
  ImGui::EndTooltip();
}

// The bar is drawn by hand: ImGui's own counts pixels in floats, which run out near 16 million.
std::int64_t scrollbar(const SheetLayout& layout, ImVec2 size, std::int64_t topLine) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton("Data/Scrollbar", size);
  ui::recordProbe("Data/Scrollbar", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  const std::int64_t last = layout.lastTopLine();
  if (last <= 0) return 0;
  const double shown = static_cast<double>(layout.wholeLines) / static_cast<double>(layout.lines);
  const float thumb =
      std::min(size.y, std::max(ui::scaled(kLeastThumb), static_cast<float>(shown) * size.y));
  const float travel = std::max(1.0f, size.y - thumb);
  if (ImGui::IsItemActive()) {
    const float along = (ImGui::GetMousePos().y - origin.y - thumb / 2) / travel;
    topLine = std::llround(std::clamp(along, 0.0f, 1.0f) * static_cast<double>(last));
  }
  const float offset =
      static_cast<float>(static_cast<double>(topLine) / static_cast<double>(last)) * travel;
  const bool isLit = ImGui::IsItemHovered() || ImGui::IsItemActive();
  const ImU32 fill =
      ImGui::GetColorU32(isLit ? ImGuiCol_ScrollbarGrabActive : ImGuiCol_ScrollbarGrab);
  const float inset = ui::scaled(2.0f);
  ImGui::GetWindowDrawList()->AddRectFilled(
      {origin.x + inset, origin.y + offset},
      {origin.x + size.x - inset, origin.y + offset + thumb}, fill, size.x / 2);
  return topLine;
}

struct Cells {
  const SheetLayout& layout;
  ImVec2 origin;
  std::int64_t count;

  ImVec2 corner(std::int64_t index) const {
    return {origin.x + static_cast<float>(index % layout.columns) * layout.pitch,
            origin.y + static_cast<float>(index / layout.columns) * layout.pitch};
  }
  std::optional<std::int64_t> under(ImVec2 mouse) const {
    const auto column = static_cast<std::int64_t>((mouse.x - origin.x) / layout.pitch);
    const auto line = static_cast<std::int64_t>((mouse.y - origin.y) / layout.pitch);
    const std::int64_t index = line * layout.columns + column;
    if (column < 0 || column >= layout.columns || line < 0 || index >= count) return std::nullopt;
    return index;
  }
};

void drawCells(const SheetState& sheet, const Cells& cells, ui::Graphics& graphics) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const data::Images* images = sheet.images.get();
  const int textureColumns =
      images ? static_cast<int>(std::clamp<std::int64_t>(images->count, 1, kTextureColumns)) : 1;
  const ui::TextureView texture =
      images ? graphics.images("sheet", sheet.images, textureColumns) : ui::TextureView{};
  const float cell = cells.layout.cell;
  for (std::int64_t i = 0; i < cells.count; ++i) {
    const ImVec2 corner = cells.corner(i);
    const std::int64_t tile = sheet.firstRow + i - sheet.firstRowShown;
    if (texture.empty() || tile < 0 || tile >= images->count) {
      list->AddRectFilled(corner, {corner.x + cell, corner.y + cell}, colour(ui::palette().field));
      continue;
    }
    const auto tileWidth = static_cast<float>(images->shape.width);
    const auto tileHeight = static_cast<float>(images->shape.height);
    const float longer = std::max(tileWidth, tileHeight);
    const ImVec2 shown(cell * tileWidth / longer, cell * tileHeight / longer);
    const ImVec2 min(corner.x + (cell - shown.x) / 2, corner.y + (cell - shown.y) / 2);
    const auto column = static_cast<float>(tile % textureColumns);
    const auto line = static_cast<float>(tile / textureColumns);
    const auto width = static_cast<float>(texture.width);
    const auto height = static_cast<float>(texture.height);
    list->AddImage(texture.id, min, {min.x + shown.x, min.y + shown.y},
                   {column * tileWidth / width, line * tileHeight / height},
                   {(column + 1) * tileWidth / width, (line + 1) * tileHeight / height});
  }
}

}  // namespace

std::int64_t SheetLayout::lastTopLine() const {
  return std::max<std::int64_t>(0, lines - wholeLines);
}

SheetLayout layOutSheet(ImVec2 size, std::int64_t count, float cell, float gap) {
  SheetLayout layout;
  layout.columns = std::max(1, static_cast<int>((size.x + gap) / (cell + gap)));
  const auto columns = static_cast<float>(layout.columns);
  layout.cell = std::max(1.0f, (size.x - gap * (columns - 1.0f)) / columns);
  layout.pitch = layout.cell + gap;
  layout.wholeLines = std::max(1, static_cast<int>((size.y + gap) / layout.pitch));
  layout.shownLines = std::max(1, static_cast<int>(std::ceil(size.y / layout.pitch)));
  layout.lines = (count + layout.columns - 1) / layout.columns;
  return layout;
}

void drawSampleSheet(SheetState& sheet, const data::Dataset& dataset, ui::Graphics& graphics,
                     ImVec2 size) {
  const float bar = ui::scaled(kScrollbar);
  const std::int64_t count = dataset.info().count;
  const SheetLayout layout = layOutSheet({std::max(bar, size.x - bar), size.y}, count,
                                         ui::scaled(kCell), ui::scaled(kGap));
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const ImVec2 sheetSize(std::max(bar, size.x - bar), size.y);
  std::int64_t topLine = sheet.firstRow / layout.columns;

  ImGui::InvisibleButton("Data/Sheet", sheetSize);
  const bool isHovered = ImGui::IsItemHovered();
  const ImVec2 sheetEnd = ImGui::GetItemRectMax();
  ImGui::SetCursorScreenPos({sheetEnd.x, origin.y});
  topLine = scrollbar(layout, {bar, size.y}, topLine);
  if (const float wheel = ImGui::GetIO().MouseWheel; isHovered && wheel != 0.0f)
    topLine -= std::llround(std::copysign(std::max(1.0f, std::abs(wheel * kLinesPerNotch)), wheel));
  topLine = std::clamp<std::int64_t>(topLine, 0, layout.lastTopLine());
  sheet.firstRow = topLine * layout.columns;
  sheet.visibleCount = static_cast<int>(std::min<std::int64_t>(
      std::int64_t{layout.shownLines} * layout.columns, count - sheet.firstRow));
  ui::recordProbe("Data/Sheet", origin, sheetEnd, true, std::to_string(sheet.firstRow));

  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(origin, sheetEnd, true);
  const Cells cells{layout, origin, sheet.visibleCount};
  drawCells(sheet, cells, graphics);
  const std::optional<std::int64_t> under =
      isHovered ? cells.under(ImGui::GetMousePos()) : std::nullopt;
  if (under) {
    const ImVec2 corner = cells.corner(*under);
    list->AddRect(corner, {corner.x + layout.cell, corner.y + layout.cell},
                  colour(ui::palette().accent), 0.0f, 0, ui::scaled(2.0f));
  }
  list->PopClipRect();
  if (under) sampleTooltip(dataset, sheet.firstRow + *under);
}

}  // namespace latlas::app
