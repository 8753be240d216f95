#include "tests/gl/screen.h"

#include <X11/Xlib.h>
#include <X11/Xutil.h>

namespace latlas::test {

std::vector<std::uint8_t> screenPixels(int width, int height) {
  Display* const display = XOpenDisplay(nullptr);
  if (display == nullptr) return {};
  XImage* const image =
      XGetImage(display, DefaultRootWindow(display), 0, 0, static_cast<unsigned>(width),
                static_cast<unsigned>(height), AllPlanes, ZPixmap);
  std::vector<std::uint8_t> rgb;
  for (int y = 0; image != nullptr && y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (const int shift : {16, 8, 0})
        rgb.push_back(static_cast<std::uint8_t>(XGetPixel(image, x, y) >> shift));
  if (image != nullptr) XDestroyImage(image);
  XCloseDisplay(display);
  return rgb;
}

}  // namespace latlas::test
