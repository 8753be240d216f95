#include "app/ui/graphics.h"

#include <algorithm>

namespace latlas::ui {

void NullGraphics::fill(ImDrawList& list, ImVec2 min, ImVec2 max, ImU32 colour) {
  list.AddRectFilled(min, max, colour);
}

TextureView NullGraphics::images(const std::string&,
                                 const std::shared_ptr<const data::Images>& images, int columns) {
  if (!images || images->count == 0) return {};
  const auto count = static_cast<int>(images->count);
  const int across = std::clamp(columns, 1, count);
  return {{}, across * images->shape.width, (count + across - 1) / across * images->shape.height};
}

TextureView NullGraphics::points(const std::shared_ptr<const PointCloud>& cloud,
                                 const PointView& view) {
  if (!cloud) return {};
  return {{}, view.width, view.height};
}

}  // namespace latlas::ui
