// Shows parts of the back buffer instead of all of it. Worth while where the processor draws, for
// which a swap copies the whole window.
// Threading: main thread, with the context current for which it was found.
#pragma once

#include <optional>
#include <span>

#include "app/ui/pixel_rect.h"

namespace latlas::app {

class PartialSwap {
 public:
  // Nothing unless the processor draws and the window system can (GLX_MESA_copy_sub_buffer).
  static std::optional<PartialSwap> find();

  // Copies `parts` of the back buffer, which is `height` pixels high, to the screen.
  void show(std::span<const ui::PixelRect> parts, int height) const;

 private:
  PartialSwap(void* display, unsigned long drawable) : display_(display), drawable_(drawable) {}

  void* display_;  // Xlib's Display, whose header would redefine half the language
  unsigned long drawable_;
};

}  // namespace latlas::app
