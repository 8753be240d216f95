// Rectangles of whole pixels, [left, right) x [top, bottom), the first row at the top.
#pragma once

#include <imgui.h>

#include <algorithm>

namespace latlas::ui {

struct PixelRect {
  int left = 0, top = 0, right = 0, bottom = 0;

  bool empty() const { return left >= right || top >= bottom; }
  bool operator==(const PixelRect&) const = default;
};

inline PixelRect intersection(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
          std::min(a.bottom, b.bottom)};
}

// How Dear ImGui's units become pixels of the frame buffer.
class PixelScale {
 public:
  explicit PixelScale(const ImDrawData& frame)
      : origin_(frame.DisplayPos), scale_(frame.FramebufferScale) {}

  float x(float at) const { return (at - origin_.x) * scale_.x; }
  float y(float at) const { return (at - origin_.y) * scale_.y; }
  ImVec4 unitsOf(const PixelRect& rect) const {
    const auto unit = [](int pixel, float scale, float origin) {
      return static_cast<float>(pixel) / scale + origin;
    };
    return {unit(rect.left, scale_.x, origin_.x), unit(rect.top, scale_.y, origin_.y),
            unit(rect.right, scale_.x, origin_.x), unit(rect.bottom, scale_.y, origin_.y)};
  }

 private:
  ImVec2 origin_, scale_;
};

}  // namespace latlas::ui
