// A frame's draw lists, cut down to what shows in some rectangles for as long as this lives.
// Threading: UI thread.
#pragma once

#include <imgui.h>

#include <span>
#include <vector>

#include "app/ui/pixel_rect.h"

namespace latlas::ui {

class FramePart {
 public:
  // `rects` must not overlap: what is blended would be blended twice.
  FramePart(ImDrawData& frame, std::span<const PixelRect> rects);
  ~FramePart();
  FramePart(const FramePart&) = delete;
  FramePart& operator=(const FramePart&) = delete;

 private:
  struct Kept {
    ImVector<ImDrawCmd> commands;
    ImVector<ImDrawIdx> indices;
  };
  void cut(ImDrawList& list, std::span<const PixelRect> rects, Kept& whole) const;
  // Those triangles of `command` that show in `rect`.
  void addTriangles(const ImDrawList& list, const ImDrawCmd& command, const PixelRect& rect,
                    Kept& part) const;

  ImDrawData& frame_;
  std::vector<Kept> whole_;  // [lists]
};

}  // namespace latlas::ui
