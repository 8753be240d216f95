#include "app/map/map_underlay.h"

#include "app/ui/mini_chart.h"

namespace latlas::app {
namespace {

constexpr ImU32 kSubdued = IM_COL32(255, 255, 255, 150);

}  // namespace

bool isPlane(const latent::Layout& layout) { return layout.dims() == 2 && layout.isLossless(); }

std::vector<float> latticePoints(const MapLattice& lattice, const latent::Layout& layout,
                                 std::span<const float> from) {
  const auto& [min, max] = lattice.bounds;
  const auto between = [&](float low, float high, int cell) {
    return low +
           (high - low) * (static_cast<float>(cell) + 0.5f) / static_cast<float>(lattice.side);
  };
  std::vector<float> points;
  for (int row = 0; row < lattice.side; ++row)
    for (int column = 0; column < lattice.side; ++column) {
      const std::vector<float> z =
          layout.toLatent({between(min[0], max[0], column), between(max[1], min[1], row)}, from);
      points.insert(points.end(), z.begin(), z.end());
    }
  return points;
}

void drawUnderlay(const MapUnderlay& underlay, ui::Graphics& graphics, const MapView& view) {
  if (!underlay.images) return;
  const auto& [min, max] = underlay.lattice.bounds;
  const auto screen = [&](Point place) {
    const Point at = view.toPixels(place);
    return ImVec2(at[0], at[1]);
  };
  const ImVec2 topLeft = screen({min[0], max[1]}), bottomRight = screen({max[0], min[1]});
  const inference::DecodedImages& decoded = *underlay.images;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (!decoded.values.empty())
    return ui::drawMiniCharts(*list, {topLeft, bottomRight}, decoded.values, decoded.images.count,
                              underlay.lattice.side);
  const ui::TextureView texture =
      graphics.images("underlay",
                      std::shared_ptr<const data::Images>(underlay.images, &decoded.images),
                      underlay.lattice.side);
  if (texture.empty() || texture.id == ImTextureID{}) return;
  list->AddImage(texture.id, topLeft, bottomRight, {0, 0}, {1, 1}, kSubdued);
}

}  // namespace latlas::app
