// A virtual display, a hidden window on it with its context, and textures read back.
#pragma once

#include <epoxy/gl.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

#include "app/ui/graphics.h"
#include "app/ui/theme.h"
#include "app/window/glfw_window.h"
#include "tests/support/virtual_display.h"

namespace latlas::test {

struct Pixels {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  // [height, width, 4], the first row first

  std::array<int, 4> at(int x, int y) const {
    const std::uint8_t* p = rgba.data() + (static_cast<std::size_t>(y) * width + x) * 4;
    return {p[0], p[1], p[2], p[3]};
  }
};

// One for the process; ended with it.
inline void startDisplay() { static const VirtualDisplay display(1280, 1024); }

class GlTest : public testing::Test {
 protected:
  GlTest() : window_(hiddenWindow()) {
    ui::applyTheme(ui::Theme::dark, 1.0f);
    ui::loadFonts(1.0f);
  }

  static Pixels read(const ui::TextureView& view) {
    Pixels pixels{view.width, view.height, {}};
    pixels.rgba.resize(static_cast<std::size_t>(view.width) * view.height * 4);
    glBindTexture(GL_TEXTURE_2D, (GLuint)(std::uintptr_t)view.id);
    glGetTexImage(GL_TEXTURE_2D, 0, GL_RGBA, GL_UNSIGNED_BYTE, pixels.rgba.data());
    glBindTexture(GL_TEXTURE_2D, 0);
    EXPECT_EQ(glGetError(), static_cast<GLenum>(GL_NO_ERROR));
    return pixels;
  }

  static app::WindowSettings hiddenWindow() {
    startDisplay();
    return {.width = 320, .height = 240, .visible = false, .verticalSync = false};
  }

  app::GlfwWindow window_;
};

}  // namespace latlas::test
