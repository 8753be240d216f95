#include "app/dataset/sample_sheet.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "app/session/sample_text.h"
#include "app/ui/mini_chart.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

// Pixels at 100 %. A digit of 28 x 28 is read without effort at this size.
constexpr float kCell = 40.0f, kGap = 2.0f, kScrollbar = 10.0f, kLeastThumb = 24.0f;
// A chart of a vector is read at this size.
constexpr float kChartWidth = 60.0f, kChartHeight = 40.0f;
// Of an image's height to its width; beyond these a cell would be a thread.
constexpr float kLeastAspect = 0.4f, kMostAspect = 2.5f;
// Lines a notch of the wheel moves.
constexpr float kLinesPerNotch = 2.0f;
// Images a row of the texture; any number that keeps it within 4096 pixels for images of 256.
constexpr int kTextureColumns = 16;

ImU32 colour(const ImVec4& of) { return ImGui::ColorConvertFloat4ToU32(of); }

ImVec2 cellSize(const data::Shape& shape) {
  if (shape.kind == data::Kind::vectors) return {ui::scaled(kChartWidth), ui::scaled(kChartHeight)};
  const float aspect =
      std::clamp(static_cast<float>(shape.height) / static_cast<float>(std::max(1, shape.width)),
                 kLeastAspect, kMostAspect);
  return {ui::scaled(kCell) / std::sqrt(aspect), ui::scaled(kCell) * std::sqrt(aspect)};
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
  ImGui::GetWindowDrawList()->AddRectFilled({origin.x + inset, origin.y + offset},
                                            {origin.x + size.x - inset, origin.y + offset + thumb},
                                            fill, size.x / 2);
  return topLine;
}

struct Cells {
  const SheetLayout& layout;
  ImVec2 origin;
  std::int64_t count;
  std::int64_t firstTile;  // of the page, in the first cell; may be negative

  ImVec2 corner(std::int64_t index) const {
    return {origin.x + static_cast<float>(index % layout.columns) * layout.pitch.x,
            origin.y + static_cast<float>(index / layout.columns) * layout.pitch.y};
  }
  std::optional<std::int64_t> under(ImVec2 mouse) const {
    const auto column = static_cast<std::int64_t>((mouse.x - origin.x) / layout.pitch.x);
    const auto line = static_cast<std::int64_t>((mouse.y - origin.y) / layout.pitch.y);
    const std::int64_t index = line * layout.columns + column;
    if (column < 0 || column >= layout.columns || line < 0 || index >= count) return std::nullopt;
    return index;
  }
};

std::span<const float> valuesOf(const SheetPage& page, std::int64_t tile) {
  const auto width = static_cast<std::size_t>(page.dataset->info().shape.width);
  return std::span(page.values).subspan(static_cast<std::size_t>(tile) * width, width);
}

void drawPicture(const ui::TextureView& texture, const data::Shape& shape, int textureColumns,
                 std::int64_t tile, const ui::Rect& cell) {
  const ImVec2 tileSize(static_cast<float>(shape.width), static_cast<float>(shape.height));
  const ImVec2 room(cell.max.x - cell.min.x, cell.max.y - cell.min.y);
  const float zoom = std::min(room.x / tileSize.x, room.y / tileSize.y);
  const ImVec2 shown(tileSize.x * zoom, tileSize.y * zoom);
  const ImVec2 min(cell.min.x + (room.x - shown.x) / 2, cell.min.y + (room.y - shown.y) / 2);
  const auto column = static_cast<float>(tile % textureColumns);
  const auto line = static_cast<float>(tile / textureColumns);
  const ImVec2 whole(static_cast<float>(texture.width), static_cast<float>(texture.height));
  ImGui::GetWindowDrawList()->AddImage(texture.id, min, {min.x + shown.x, min.y + shown.y},
                                       {column * tileSize.x / whole.x, line * tileSize.y / whole.y},
                                       {(column + 1) * tileSize.x / whole.x,
                                        (line + 1) * tileSize.y / whole.y});
}

void drawCells(const SheetState& sheet, const Cells& cells, ui::Graphics& graphics) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const SheetPage* page = sheet.page.get();
  const std::int64_t tiles = page && !page->failure ? std::ssize(page->rows) : 0;
  const bool areCharts = page && !page->values.empty();
  const auto textureColumns = static_cast<int>(std::clamp<std::int64_t>(tiles, 1, kTextureColumns));
  ui::TextureView texture;
  if (tiles > 0 && !areCharts)
    texture = graphics.images(
        "sheet", std::shared_ptr<const data::Images>(sheet.page, &page->images), textureColumns);
  for (std::int64_t i = 0; i < cells.count; ++i) {
    const ImVec2 min = cells.corner(i);
    const ui::Rect cell{min, {min.x + cells.layout.cell.x, min.y + cells.layout.cell.y}};
    const std::int64_t tile = cells.firstTile + i;
    if (tile < 0 || tile >= tiles || (!areCharts && texture.empty()))
      list->AddRectFilled(cell.min, cell.max, colour(ui::palette().field));
    else if (areCharts)
      ui::drawMiniChart(*list, cell, valuesOf(*page, tile));
    else
      drawPicture(texture, page->images.shape, textureColumns, tile, cell);
  }
}

}  // namespace

std::int64_t SheetLayout::lastTopLine() const {
  return std::max<std::int64_t>(0, lines - wholeLines);
}

SheetLayout layOutSheet(ImVec2 size, std::int64_t count, ImVec2 cell, float gap) {
  SheetLayout layout;
  layout.columns = std::max(1, static_cast<int>((size.x + gap) / (cell.x + gap)));
  const auto columns = static_cast<float>(layout.columns);
  layout.cell.x = std::max(1.0f, (size.x - gap * (columns - 1.0f)) / columns);
  layout.cell.y = std::max(1.0f, layout.cell.x * cell.y / cell.x);
  layout.pitch = {layout.cell.x + gap, layout.cell.y + gap};
  layout.wholeLines = std::max(1, static_cast<int>((size.y + gap) / layout.pitch.y));
  layout.shownLines = std::max(1, static_cast<int>(std::ceil(size.y / layout.pitch.y)));
  layout.lines = (count + layout.columns - 1) / layout.columns;
  return layout;
}

void drawSampleSheet(SheetState& sheet, const data::Dataset& dataset, ui::Graphics& graphics,
                     ImVec2 size) {
  const float bar = ui::scaled(kScrollbar);
  // Until the first page of another filter is there, that of the last one stays.
  const bool isCurrent = sheet.page && sheet.page->filter == sheet.filter;
  const std::int64_t count = sheet.page && (isCurrent || !sheet.filter.isEmpty())
                                 ? sheet.page->matches
                                 : dataset.info().count;
  const ImVec2 sheetSize(std::max(bar, size.x - bar), size.y);
  const SheetLayout layout =
      layOutSheet(sheetSize, count, cellSize(dataset.info().shape), ui::scaled(kGap));
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  std::int64_t topLine = sheet.first / layout.columns;

  ImGui::InvisibleButton("Data/Sheet", sheetSize);
  const bool isHovered = ImGui::IsItemHovered();
  ui::takeWheel();
  const ImVec2 sheetEnd = ImGui::GetItemRectMax();
  ImGui::SetCursorScreenPos({sheetEnd.x, origin.y});
  topLine = scrollbar(layout, {bar, size.y}, topLine);
  if (const float wheel = ImGui::GetIO().MouseWheel; isHovered && wheel != 0.0f)
    topLine -= std::llround(std::copysign(std::max(1.0f, std::abs(wheel * kLinesPerNotch)), wheel));
  topLine = std::clamp<std::int64_t>(topLine, 0, layout.lastTopLine());
  sheet.first = topLine * layout.columns;
  const std::int64_t fitting = std::int64_t{layout.shownLines} * layout.columns;
  sheet.visibleCount = static_cast<int>(fitting);

  const std::int64_t shown = std::clamp<std::int64_t>(count - sheet.first, 0, fitting);
  const std::int64_t firstTile =
      sheet.page && isCurrent ? sheet.first - sheet.page->first : std::int64_t{0};
  const Cells cells{layout, origin, shown, firstTile};
  const auto rowIn = [&](std::int64_t cell) -> std::optional<std::int64_t> {
    const std::int64_t tile = firstTile + cell;
    if (!sheet.page || tile < 0 || tile >= std::ssize(sheet.page->rows)) return std::nullopt;
    return sheet.page->rows[static_cast<std::size_t>(tile)];
  };
  const auto firstRow = shown > 0 ? rowIn(0) : std::nullopt;
  ui::recordProbe("Data/Sheet", origin, sheetEnd, true, firstRow ? std::to_string(*firstRow) : "");

  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(origin, sheetEnd, true);
  drawCells(sheet, cells, graphics);
  const auto under = isHovered ? cells.under(ImGui::GetMousePos()) : std::nullopt;
  if (under) {
    const ImVec2 corner = cells.corner(*under);
    list->AddRect(corner, {corner.x + layout.cell.x, corner.y + layout.cell.y},
                  colour(ui::palette().accent), 0.0f, 0, ui::scaled(2.0f));
  }
  list->PopClipRect();
  if (const auto row = under ? rowIn(*under) : std::nullopt)
    sampleTooltip(dataset, *row,
                  sheet.page->values.empty() ? std::span<const float>()
                                             : valuesOf(*sheet.page, firstTile + *under));
}

}  // namespace latlas::app
