#include "app/traverse/traverse_grid.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <span>

#include "app/ui/mini_chart.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {

namespace {

// Where the grid lies.
ui::Rect drawGrid(const std::shared_ptr<const inference::DecodedImages>& decoded, int columns,
                  ui::Graphics& graphics, ImVec2 size) {
  if (decoded->values.empty())
    return ui::image("Traverse/Grid",
                     graphics.images("grid",
                                     std::shared_ptr<const data::Images>(decoded, &decoded->images),
                                     columns),
                     size);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  ImGui::Dummy(size);
  const ui::Rect area{corner, {corner.x + size.x, corner.y + size.y}};
  ui::drawMiniCharts(*ImGui::GetWindowDrawList(), area, decoded->values, decoded->images.count,
                     columns);
  ui::recordProbe("Traverse/Grid", area.min, area.max);
  return area;
}

}  // namespace

int gridColumns(std::int64_t count, int side) {
  if (side > 0 && count % side == 0) return side;
  // The newest images may still be those of another side; a square shows them all the same.
  return std::max(1, static_cast<int>(std::lround(std::sqrt(static_cast<double>(count)))));
}

void drawTraverseGrid(TraverseState& traverse, ui::Graphics& graphics, ImVec2 size) {
  const auto& decoded = traverse.gridImages;
  if (!decoded || decoded->images.count == 0) {
    ui::image("Traverse/Grid", {}, size);
    return;
  }
  const data::Images& images = decoded->images;
  const int columns = gridColumns(images.count, traverse.gridSide);
  const ui::Rect area = drawGrid(decoded, columns, graphics, size);
  if (!ImGui::IsWindowHovered() || !ImGui::IsMouseHoveringRect(area.min, area.max)) return;

  const auto rows = static_cast<int>((images.count + columns - 1) / columns);
  const ImVec2 cell((area.max.x - area.min.x) / static_cast<float>(columns),
                    (area.max.y - area.min.y) / static_cast<float>(rows));
  const ImVec2 mouse = ImGui::GetMousePos();
  const int column = std::clamp(static_cast<int>((mouse.x - area.min.x) / cell.x), 0, columns - 1);
  const int row = std::clamp(static_cast<int>((mouse.y - area.min.y) / cell.y), 0, rows - 1);
  const auto index = static_cast<std::size_t>(row * columns + column);
  if (index >= static_cast<std::size_t>(images.count)) return;
  const ImVec2 corner(area.min.x + static_cast<float>(column) * cell.x,
                      area.min.y + static_cast<float>(row) * cell.y);
  ImGui::GetWindowDrawList()->AddRect(corner, {corner.x + cell.x, corner.y + cell.y},
                                      ImGui::GetColorU32(ui::palette().accent), 0.0f, 0,
                                      ui::scaled(2.0f));
  ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  const std::size_t dims = decoded->z.size() / static_cast<std::size_t>(images.count);
  if (!ImGui::IsMouseClicked(ImGuiMouseButton_Left) || dims != traverse.z.size()) return;
  const auto first = decoded->z.begin() + static_cast<std::ptrdiff_t>(index * dims);
  traverse.z.assign(first, first + static_cast<std::ptrdiff_t>(dims));
}

}  // namespace latlas::app
