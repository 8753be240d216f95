// Puts changed parts of the frame onto the window, past OpenGL. Worth while where the processor
// draws: a swap then costs as much for one changed number as for the whole window.
// Threading: main thread, with the window's context current.
// Owns: a way into the window, to be given up before the window is closed.
#pragma once

#include <memory>
#include <span>

#include "app/gl/retained_frame.h"
#include "app/ui/pixel_rect.h"

struct GLFWwindow;

namespace latlas::app {

class WindowPatches {
 public:
  // Null unless the processor draws and the window is one of X11's with 8 bits a colour.
  static std::unique_ptr<WindowPatches> find(GLFWwindow* window);
  ~WindowPatches();

  // False, and nothing is done, for so large parts that a swap is quicker. Parts that lie beyond
  // the window, which may have been made smaller meanwhile, do no harm.
  bool show(const gl::RetainedFrame& frame, std::span<const ui::PixelRect> parts);

 private:
  struct Way;
  explicit WindowPatches(std::unique_ptr<Way> way);

  std::unique_ptr<Way> way_;
};

}  // namespace latlas::app
