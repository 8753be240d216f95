// The desktop's window: GLFW, the OpenGL 3.3 context, and Dear ImGui's context with its two back
// ends. One frame is beginFrame() ... endFrame(); between frames the loop polls or waits.
// Threading: main thread, as GLFW demands; wake() from any thread. One window at a time.
// Owns: the window, its context and ImGui's; they are gone after destruction, so what lives in the
// context (GlGraphics) must die before.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/io/image_grid.h"

namespace latlas::app {

struct WindowSettings {
  std::string title = "Latlas";
  int width = 1280, height = 800;  // screen units; multiplied by the content scale if wished
  bool scaleToContent = false;     // for sizes that nobody asked for in pixels
  bool maximized = false;
  bool visible = true;
  bool verticalSync = true;  // endFrame() then waits for the screen
};

class GlfwWindow {
 public:
  // Throws Error when there is no display, or no OpenGL 3.3.
  explicit GlfwWindow(const WindowSettings& settings);
  ~GlfwWindow();
  GlfwWindow(const GlfwWindow&) = delete;
  GlfwWindow& operator=(const GlfwWindow&) = delete;

  // Of the frame buffer, in pixels; both 0 while minimized.
  int width() const;
  int height() const;
  void resize(int width, int height);  // screen units
  void show();
  void setTitle(const std::string& title);
  // Square, RGBA, `side` pixels; ignored by desktops that take icons from the desktop entry.
  void setIcon(int side, std::span<const std::uint8_t> rgba);

  // What the desktop wants lengths in pixels to be multiplied by: 1 at 96 dots an inch.
  float contentScale() const;

  bool closeRequested() const;
  void requestClose(bool close = true);
  // Files or folders dropped on the window, during pollEvents() or waitEvents().
  void onDrop(std::function<void(std::vector<std::filesystem::path>)> handler);

  void pollEvents();
  // Sleeps until an event, wake(), or the time is over.
  void waitEvents(double timeoutSeconds);
  static void wake();
  // Whether the user did anything (or the desktop asks for a redraw) since the last call.
  bool takeInputArrived();

  // `fixedSeconds`: what this frame is told to have taken; nothing: what it took. Synthetic input
  // (app/ui/synthetic_input.h) is applied here. Uploads the fonts when they were loaded anew.
  void beginFrame(std::optional<float> fixedSeconds = std::nullopt);
  // Draws what changed since the last frame, and shows it. `beforeDrawing` is called when the draw
  // lists are made and nothing of them has been drawn; it gives the textures whose content changed.
  void endFrame(const std::function<std::vector<ImTextureID>()>& beforeDrawing = {});

  // The frame that ended last, RGB. Also when the window is hidden or covered.
  io::Picture readPixels() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace latlas::app
