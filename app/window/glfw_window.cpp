#include "app/window/glfw_window.h"

#include <epoxy/gl.h>
// GLFW comes after epoxy, which brings OpenGL's names.
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "app/gl/retained_frame.h"
#include "app/ui/synthetic_input.h"
#include "app/ui/theme.h"
#include "app/window/window_patches.h"
#include "core/base/error.h"

namespace latlas::app {
namespace {

// Behind a change of the window's size: a driver may show the first with the size before.
constexpr int kFramesToShowWhole = 3;

// GLFW reports errors by a callback that has no place for an owner.
std::string& lastGlfwError() {
  static std::string message;
  return message;
}

Error windowError(const std::string& what, const std::string& remedy) {
  const std::string why = std::exchange(lastGlfwError(), {});
  return Error(what + (why.empty() ? "" : " (" + why + ")") + ". " + remedy);
}

constexpr const char* kNoDisplayRemedy =
    "Start it on a desktop or under a virtual display (xvfb-run), or use `latlas train` and "
    "`latlas export`, which need none";
constexpr const char* kNoOpenGlRemedy =
    "Update the graphics driver, or set LIBGL_ALWAYS_SOFTWARE=1 to draw without it";

}  // namespace

struct GlfwWindow::State {
  GLFWwindow* window = nullptr;
  bool glfwRuns = false;
  bool rendererRuns = false;
  bool platformRuns = false;
  bool inputArrived = true;
  int framesToShowWhole = kFramesToShowWhole;
  std::optional<gl::RetainedFrame> frame;
  std::unique_ptr<WindowPatches> patches;  // null: the window is shown as a whole
  int uploadedFonts = 0;                   // the fontGeneration() that the card has
  std::function<void(std::vector<std::filesystem::path>)> dropHandler;

  ~State() {
    patches.reset();
    frame.reset();  // while there is a context
    if (rendererRuns) ImGui_ImplOpenGL3_Shutdown();
    if (platformRuns) ImGui_ImplGlfw_Shutdown();
    if (ImGui::GetCurrentContext() != nullptr) ImGui::DestroyContext();
    if (window != nullptr) glfwDestroyWindow(window);
    if (glfwRuns) glfwTerminate();
  }

  static State& of(GLFWwindow* window) {
    return *static_cast<State*>(glfwGetWindowUserPointer(window));
  }

  // Set before ImGui's back end sets its own, which then calls these first.
  void installCallbacks() {
    glfwSetWindowUserPointer(window, this);
    glfwSetCursorPosCallback(window,
                             [](GLFWwindow* w, double, double) { of(w).inputArrived = true; });
    glfwSetCursorEnterCallback(window, [](GLFWwindow* w, int) { of(w).inputArrived = true; });
    glfwSetMouseButtonCallback(window,
                               [](GLFWwindow* w, int, int, int) { of(w).inputArrived = true; });
    glfwSetScrollCallback(window, [](GLFWwindow* w, double, double) { of(w).inputArrived = true; });
    glfwSetKeyCallback(window,
                       [](GLFWwindow* w, int, int, int, int) { of(w).inputArrived = true; });
    glfwSetCharCallback(window, [](GLFWwindow* w, unsigned) { of(w).inputArrived = true; });
    glfwSetWindowFocusCallback(window, [](GLFWwindow* w, int) { of(w).inputArrived = true; });
    glfwSetFramebufferSizeCallback(window, [](GLFWwindow* w, int, int) {
      of(w).inputArrived = true;
      of(w).framesToShowWhole = kFramesToShowWhole;
    });
    glfwSetWindowContentScaleCallback(window, [](GLFWwindow* w, float, float) {
      of(w).inputArrived = true;
    });
    glfwSetWindowRefreshCallback(window, [](GLFWwindow* w) {
      of(w).inputArrived = true;
      of(w).framesToShowWhole = kFramesToShowWhole;
      if (of(w).frame) of(w).frame->forget();  // a driver may have lost it, too
    });
    glfwSetWindowCloseCallback(window, [](GLFWwindow* w) { of(w).inputArrived = true; });
    glfwSetDropCallback(window, [](GLFWwindow* w, int count, const char** names) {
      State& state = of(w);
      state.inputArrived = true;
      std::vector<std::filesystem::path> paths(names, names + count);
      if (state.dropHandler) state.dropHandler(std::move(paths));
    });
  }

  // The frame, of which `changed` is another than what is shown.
  void show(std::span<const ui::PixelRect> changed) {
    if (frame->whole().empty()) return;  // minimized
    const ui::PixelRect whole = frame->whole();
    if (framesToShowWhole > 0) changed = {&whole, 1};
    framesToShowWhole = std::max(0, framesToShowWhole - 1);
    if (changed.empty()) return;
    if (patches) {
      patches->show(*frame, changed);
    } else {
      frame->copyToWindow();
      glfwSwapBuffers(window);
    }
  }
};

GlfwWindow::GlfwWindow(const WindowSettings& settings) : state_(std::make_unique<State>()) {
  glfwSetErrorCallback([](int, const char* text) { lastGlfwError() = text; });
  if (glfwInit() == GLFW_FALSE) throw windowError("No window can be opened", kNoDisplayRemedy);
  state_->glfwRuns = true;

  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);  // macOS gives a core context only so
  glfwWindowHint(GLFW_VISIBLE, settings.visible ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHint(GLFW_MAXIMIZED, settings.maximized ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, settings.scaleToContent ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "latlas");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "latlas");
  state_->window =
      glfwCreateWindow(settings.width, settings.height, settings.title.c_str(), nullptr, nullptr);
  if (state_->window == nullptr)
    throw windowError("No window with OpenGL 3.3 can be opened", kNoOpenGlRemedy);
  glfwMakeContextCurrent(state_->window);
  glfwSwapInterval(settings.verticalSync ? 1 : 0);
  state_->installCallbacks();

  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;  // the layout is remembered with the preferences
  state_->platformRuns = ImGui_ImplGlfw_InitForOpenGL(state_->window, true);
  state_->rendererRuns = ImGui_ImplOpenGL3_Init("#version 330 core");
  if (!state_->platformRuns || !state_->rendererRuns)
    throw windowError("Dear ImGui cannot draw with this OpenGL", kNoOpenGlRemedy);
  state_->frame.emplace();
  state_->patches = WindowPatches::find(state_->window);
}

GlfwWindow::~GlfwWindow() = default;

int GlfwWindow::width() const {
  int width = 0;
  glfwGetFramebufferSize(state_->window, &width, nullptr);
  return width;
}

int GlfwWindow::height() const {
  int height = 0;
  glfwGetFramebufferSize(state_->window, nullptr, &height);
  return height;
}

void GlfwWindow::resize(int width, int height) { glfwSetWindowSize(state_->window, width, height); }

void GlfwWindow::show() { glfwShowWindow(state_->window); }

void GlfwWindow::setTitle(const std::string& title) {
  glfwSetWindowTitle(state_->window, title.c_str());
}

void GlfwWindow::setIcon(int side, std::span<const std::uint8_t> rgba) {
  std::vector<unsigned char> pixels(rgba.begin(), rgba.end());  // GLFW asks for mutable bytes
  const GLFWimage icon{side, side, pixels.data()};
  glfwSetWindowIcon(state_->window, 1, &icon);
}

float GlfwWindow::contentScale() const {
  float scale = 1.0f;
  glfwGetWindowContentScale(state_->window, &scale, nullptr);
  int inside = 0;
  glfwGetWindowSize(state_->window, &inside, nullptr);
  // Where window units are not pixels (macOS, Wayland), ImGui scales by their ratio itself.
  const int pixels = width();
  const float ratio =
      inside > 0 && pixels > 0 ? static_cast<float>(pixels) / static_cast<float>(inside) : 1.0f;
  return scale > 0.0f ? scale / ratio : 1.0f;
}

bool GlfwWindow::closeRequested() const { return glfwWindowShouldClose(state_->window) != 0; }

void GlfwWindow::requestClose(bool close) {
  glfwSetWindowShouldClose(state_->window, close ? GLFW_TRUE : GLFW_FALSE);
}

void GlfwWindow::onDrop(std::function<void(std::vector<std::filesystem::path>)> handler) {
  state_->dropHandler = std::move(handler);
}

void GlfwWindow::pollEvents() { glfwPollEvents(); }

void GlfwWindow::waitEvents(double timeoutSeconds) {
  if (timeoutSeconds <= 0.0)
    glfwPollEvents();
  else
    glfwWaitEventsTimeout(timeoutSeconds);
}

void GlfwWindow::wake() { glfwPostEmptyEvent(); }

bool GlfwWindow::takeInputArrived() { return std::exchange(state_->inputArrived, false); }

void GlfwWindow::beginFrame(std::optional<float> fixedSeconds) {
#if IMGUI_VERSION_NUM < 19200
  if (ui::fontGeneration() != state_->uploadedFonts) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    // The card has the atlas now; a copy in memory of some megabytes is of no use.
    ImGui::GetIO().Fonts->ClearTexData();
    state_->uploadedFonts = ui::fontGeneration();
    state_->frame->forget();
  }
#endif
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  if (fixedSeconds) ImGui::GetIO().DeltaTime = *fixedSeconds;
  ui::synthetic::apply();
  ImGui::NewFrame();
}

void GlfwWindow::endFrame(const std::function<std::vector<ImTextureID>()>& beforeDrawing) {
  ImGui::Render();
  std::vector<ImTextureID> repainted;
  if (beforeDrawing) repainted = beforeDrawing();
  ImDrawData& drawn = *ImGui::GetDrawData();
#if IMGUI_VERSION_NUM >= 19200
  // Textures come with the frame, and are uploaded before their names are known.
  for (ImTextureData* texture : *drawn.Textures)
    if (texture->Status != ImTextureStatus_OK) {
      ImGui_ImplOpenGL3_UpdateTexture(texture);
      state_->frame->forget();
    }
#endif
  state_->show(state_->frame->draw(drawn, ui::palette().panel, repainted));  // ui/ground.h
}

io::Picture GlfwWindow::readPixels() const {
  const gl::RetainedFrame& frame = *state_->frame;
  io::Picture picture;
  picture.width = frame.width();
  picture.height = frame.height();
  picture.channels = 3;
  const auto row = static_cast<std::size_t>(picture.width) * 3;
  picture.pixels.resize(row * static_cast<std::size_t>(picture.height));
  if (picture.pixels.empty()) return picture;

  glBindFramebuffer(GL_FRAMEBUFFER, frame.framebuffer());
  std::vector<std::uint8_t> upsideDown(picture.pixels.size());
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, picture.width, picture.height, GL_RGB, GL_UNSIGNED_BYTE, upsideDown.data());
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  for (std::size_t y = 0; y < static_cast<std::size_t>(picture.height); ++y)
    std::memcpy(picture.pixels.data() + y * row,
                upsideDown.data() + (static_cast<std::size_t>(picture.height) - 1 - y) * row, row);
  return picture;
}

}  // namespace latlas::app
