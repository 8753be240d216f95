// The window's picture, kept from frame to frame in a texture, so that only what changed is drawn
// anew. The window's own buffers cannot be counted on: after a swap their content is undefined.
// Threading: UI thread, with a current context.
// Owns: a texture of the window's size.
#pragma once

#include <imgui.h>

#include <span>
#include <vector>

#include "app/gl/handles.h"
#include "app/ui/frame_changes.h"
#include "app/ui/pixel_rect.h"

namespace latlas::gl {

class RetainedFrame {
 public:
  // Brings the picture to what `frame` says, on a ground of `ground`. `repainted`: the textures
  // whose content is another than at the last call. Gives where something changed; disjoint.
  std::vector<ui::PixelRect> draw(ImDrawData& frame, const ImVec4& ground,
                                  std::span<const ImTextureID> repainted);
  // All is drawn anew at the next frame: for what textures cannot tell, such as other fonts.
  void forget() { changes_.forget(); }

  // Copies the picture to the window's back buffer.
  void copyToWindow() const;
  ui::PixelRect whole() const { return {0, 0, width_, height_}; }

  // What has been drawn last; 0 at first. The framebuffer's first row is the lowest.
  unsigned framebuffer() const { return framebuffer_.name(); }
  int width() const { return width_; }  // pixels
  int height() const { return height_; }

 private:
  void fit(int width, int height);

  Texture texture_;
  Framebuffer framebuffer_;
  int width_ = 0, height_ = 0;
  ImVec4 ground_{};
  ui::FrameChanges changes_;
};

}  // namespace latlas::gl
