// Puts parts of the frame onto the window, past OpenGL. Worth while where the processor draws: a swap
// then costs as much for one changed number as for the whole window, and in the frame behind a change
// of the window's size it may still show the picture in the old one.
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

  // What lies beyond the window, which may have been made smaller meanwhile, does no harm.
  void show(const gl::RetainedFrame& frame, std::span<const ui::PixelRect> parts);

 private:
  struct Way;
  explicit WindowPatches(std::unique_ptr<Way> way);

  std::unique_ptr<Way> way_;
};

}  // namespace latlas::app
