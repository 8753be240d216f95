#include "app/window/window_patches.h"

#include <cstdint>
#include <utility>

#ifdef LATLAS_HAS_X11

#include <epoxy/gl.h>
// GLFW comes after epoxy, which brings OpenGL's names.
#include <GLFW/glfw3.h>
#include <X11/Xutil.h>

#include <algorithm>
#include <string_view>
#include <vector>

// As glfw3native.h has them, which asks for headers of libraries that are not used here; weak, since
// a GLFW for Wayland alone has neither.
extern "C" {
[[gnu::weak]] Display* glfwGetX11Display();
[[gnu::weak]] Window glfwGetX11Window(GLFWwindow* window);
}

namespace latlas::app {
namespace {

bool isX11() {
#if defined(GLFW_PLATFORM_X11)  // since GLFW 3.4 one library knows several platforms
  return glfwGetPlatform() == GLFW_PLATFORM_X11;
#else
  return &glfwGetX11Display != nullptr && &glfwGetX11Window != nullptr;
#endif
}

bool processorDraws() {
  const auto* const renderer = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  if (renderer == nullptr) return false;
  const std::string_view name(renderer);
  return name.starts_with("llvmpipe") || name.starts_with("softpipe");
}

// Whether its pixels are as glReadPixels() gives GL_BGRA.
bool isBgra(Display* display, const XWindowAttributes& window) {
  const Visual& visual = *window.visual;
  return (window.depth == 24 || window.depth == 32) && visual.red_mask == 0xff0000 &&
         visual.green_mask == 0xff00 && visual.blue_mask == 0xff &&
         ImageByteOrder(display) == LSBFirst;
}

}  // namespace

struct WindowPatches::Way {
  Display* display = nullptr;
  Window window = 0;
  Visual* visual = nullptr;
  int depth = 0;
  GC context = nullptr;
  std::vector<std::uint8_t> rows;  // kept to spare allocating at every frame

  ~Way() {
    if (context != nullptr) XFreeGC(display, context);
  }

  void put(const ui::PixelRect& part, int frameHeight) {
    const int width = part.right - part.left, height = part.bottom - part.top;
    const auto row = static_cast<std::size_t>(width) * 4;
    rows.resize(row * static_cast<std::size_t>(height));
    glReadPixels(part.left, frameHeight - part.bottom, width, height, GL_BGRA, GL_UNSIGNED_BYTE,
                 rows.data());
    // OpenGL's first row is the lowest.
    std::uint8_t* upper = rows.data();
    std::uint8_t* lower = rows.data() + rows.size() - row;
    for (; upper < lower; upper += row, lower -= row) std::swap_ranges(upper, upper + row, lower);
    XImage* const image =
        XCreateImage(display, visual, static_cast<unsigned>(depth), ZPixmap, 0,
                     reinterpret_cast<char*>(rows.data()), static_cast<unsigned>(width),
                     static_cast<unsigned>(height), 32, static_cast<int>(row));
    if (image == nullptr) return;
    XPutImage(display, window, context, image, 0, 0, part.left, part.top,
              static_cast<unsigned>(width), static_cast<unsigned>(height));
    image->data = nullptr;  // not Xlib's
    XDestroyImage(image);
  }
};

std::unique_ptr<WindowPatches> WindowPatches::find(GLFWwindow* window) {
  if (!isX11() || !processorDraws()) return nullptr;
  auto way = std::make_unique<Way>();
  way->display = glfwGetX11Display();
  way->window = glfwGetX11Window(window);
  XWindowAttributes attributes{};
  if (way->display == nullptr || way->window == 0 ||
      XGetWindowAttributes(way->display, way->window, &attributes) == 0 ||
      !isBgra(way->display, attributes))
    return nullptr;
  way->visual = attributes.visual;
  way->depth = attributes.depth;
  way->context = XCreateGC(way->display, way->window, 0, nullptr);
  return std::unique_ptr<WindowPatches>(new WindowPatches(std::move(way)));
}

void WindowPatches::show(const gl::RetainedFrame& frame, std::span<const ui::PixelRect> parts) {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, frame.framebuffer());
  glPixelStorei(GL_PACK_ALIGNMENT, 4);
  for (const ui::PixelRect& part : parts) way_->put(part, frame.height());
  glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
  XFlush(way_->display);
}

#else

namespace latlas::app {

struct WindowPatches::Way {};

std::unique_ptr<WindowPatches> WindowPatches::find(GLFWwindow*) { return nullptr; }
void WindowPatches::show(const gl::RetainedFrame&, std::span<const ui::PixelRect>) {}

#endif

WindowPatches::WindowPatches(std::unique_ptr<Way> way) : way_(std::move(way)) {}
WindowPatches::~WindowPatches() = default;

}  // namespace latlas::app
