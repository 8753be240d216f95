#include "app/ui/graphics.h"

#include <algorithm>

namespace latlas::ui {

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
