#include "app/window/partial_swap.h"

#include <epoxy/gl.h>
// GLFW comes after epoxy, which brings OpenGL's names.
#include <GLFW/glfw3.h>
#if __has_include(<epoxy/glx.h>)
#include <epoxy/glx.h>
#endif

#include <string_view>

namespace latlas::app {

#if __has_include(<epoxy/glx.h>)

namespace {

bool isX11() {
#if defined(GLFW_PLATFORM_X11)  // since GLFW 3.4 one library knows several platforms
  return glfwGetPlatform() == GLFW_PLATFORM_X11;
#else
  return std::string_view(glfwGetVersionString()).find("X11") != std::string_view::npos;
#endif
}

bool processorDraws() {
  const auto* const renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  if (renderer == nullptr) return false;
  const std::string_view name(renderer);
  return name.find("llvmpipe") != name.npos || name.find("softpipe") != name.npos;
}

}  // namespace

std::optional<PartialSwap> PartialSwap::find() {
  if (!isX11() || !processorDraws()) return std::nullopt;
  Display* const display = glXGetCurrentDisplay();
  const GLXDrawable drawable = glXGetCurrentDrawable();
  if (display == nullptr || drawable == 0 ||
      !epoxy_has_glx_extension(display, DefaultScreen(display), "GLX_MESA_copy_sub_buffer"))
    return std::nullopt;
  return PartialSwap(display, drawable);
}

void PartialSwap::show(std::span<const ui::PixelRect> parts, int height) const {
  for (const ui::PixelRect& part : parts)
    glXCopySubBufferMESA(static_cast<Display*>(display_), drawable_, part.left,
                         height - part.bottom, part.right - part.left, part.bottom - part.top);
}

#else

std::optional<PartialSwap> PartialSwap::find() { return std::nullopt; }
void PartialSwap::show(std::span<const ui::PixelRect>, int) const {}

#endif

}  // namespace latlas::app
