#include "app/window/glfw_window.h"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <string>
#include <thread>

#include "app/gl/gl_graphics.h"
#include "app/ui/probes.h"
#include "app/ui/synthetic_input.h"
#include "app/ui/widgets.h"
#include "core/base/error.h"
#include "tests/gl/gl_fixture.h"

namespace latlas::app {
namespace {

using Rgb = std::array<int, 3>;

Rgb pixel(const io::Picture& picture, int x, int y) {
  const std::uint8_t* p =
      picture.pixels.data() + (static_cast<std::size_t>(y) * picture.width + x) * 3;
  return {p[0], p[1], p[2]};
}

Rgb rgb(ImVec4 colour) {
  const auto level = [](float v) { return static_cast<int>(std::lround(v * 255.0f)); };
  return {level(colour.x), level(colour.y), level(colour.z)};
}

class Window : public test::GlTest {
 protected:
  template <class Draw>
  void frame(Draw draw) {
    window_.pollEvents();
    window_.beginFrame(1.0f / 60.0f);
    ui::beginProbes();
    draw();
    window_.endFrame();
  }
};

TEST_F(Window, AScreenshotShowsWhatWasDrawnTheRightWayUp) {
  frame([] {
    ImDrawList* list = ImGui::GetForegroundDrawList();
    list->AddRectFilled({10, 20}, {30, 40}, IM_COL32(255, 0, 0, 255));
    list->AddRectFilled({100, 200}, {120, 220}, IM_COL32(0, 0, 255, 255));
  });
  const io::Picture picture = window_.readPixels();
  ASSERT_EQ(picture.width, 320);
  ASSERT_EQ(picture.height, 240);
  EXPECT_EQ(pixel(picture, 20, 30), (Rgb{255, 0, 0}));
  EXPECT_EQ(pixel(picture, 110, 210), (Rgb{0, 0, 255}));
  EXPECT_EQ(pixel(picture, 110, 30), rgb(ui::palette().panel));
  EXPECT_EQ(pixel(picture, 9, 30), rgb(ui::palette().panel));
}

TEST_F(Window, ImagesAppearUprightWithHardPixelEdges) {
  gl::GlGraphics graphics;
  auto images = std::make_shared<data::Images>();
  images->shape = {3, 2, 1};
  images->count = 1;
  images->pixels = {255, 0, 0, 0, 255, 0};  // red above green
  ui::Rect shown{};
  frame([&] {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({320, 240});
    ImGui::Begin("w", nullptr, ImGuiWindowFlags_NoDecoration);
    shown = ui::image("Image", graphics.images("i", images, 1), {100, 100});
    ImGui::End();
  });
  const io::Picture picture = window_.readPixels();
  const int x = static_cast<int>((shown.min.x + shown.max.x) / 2.0f);
  const int middle = static_cast<int>((shown.min.y + shown.max.y) / 2.0f);
  EXPECT_EQ(pixel(picture, x, middle - 2), (Rgb{255, 0, 0}));
  EXPECT_EQ(pixel(picture, x, middle + 1), (Rgb{0, 255, 0}));
}

// The point cloud's texture over the window's ground must look as if drawn there directly.
TEST_F(Window, PointsKeepTheirColourWhenShown) {
  gl::GlGraphics graphics;
  const auto cloud =
      std::make_shared<ui::PointCloud>(ui::PointCloud{{0, 0}, {IM_COL32(200, 100, 50, 128)}});
  frame([&] {
    const auto view = graphics.points(
        cloud, {.width = 100, .height = 100, .pixelsPerUnit = 1.0f, .pointDiameter = 20.0f});
    ImGui::GetForegroundDrawList()->AddImage(view.id, {50, 50}, {150, 150});
  });
  const Rgb ground = rgb(ui::palette().panel);
  const Rgb seen = pixel(window_.readPixels(), 100, 100);
  const Rgb point = {200, 100, 50};
  // Two roundings to 8 bits, of the texture and of the blend.
  for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(seen[i], (point[i] + ground[i]) / 2.0, 2.0);
}

TEST_F(Window, TextIsDrawnAlsoAfterTheFontsWereLoadedAgain) {
  const auto litPixels = [&] {
    frame([] { ImGui::GetForegroundDrawList()->AddText({10, 10}, ~0u, "Latlas"); });
    const io::Picture picture = window_.readPixels();
    int lit = 0;
    for (int y = 0; y < 60; ++y)
      for (int x = 0; x < 200; ++x) lit += pixel(picture, x, y)[0] > 128 ? 1 : 0;
    return lit;
  };
  const int once = litPixels();
  EXPECT_GT(once, 50);
  ui::applyTheme(ui::Theme::dark, 2.0f);
  ui::loadFonts(2.0f);
  const int twice = litPixels();
  EXPECT_GT(twice, 2 * once);
}

TEST_F(Window, SyntheticInputReachesWidgetsThroughTheRealBackEnd) {
  int clicks = 0;
  std::string typed = "old";
  const auto draw = [&] {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize({320, 240});
    ImGui::Begin("w", nullptr, ImGuiWindowFlags_NoDecoration);
    clicks += ui::button("A/Go", "") ? 1 : 0;
    ui::text("A/Name", typed, "");
    ImGui::End();
  };
  const auto click = [&](const char* label) {
    const auto probe = ui::findProbe(label);
    ASSERT_TRUE(probe);
    ui::synthetic::mouseMove({(probe->min.x + probe->max.x) / 2,
                              (probe->min.y + probe->max.y) / 2});
    frame(draw);
    frame(draw);
    ui::synthetic::mouseButton(0, true);
    frame(draw);
    ui::synthetic::mouseButton(0, false);
    frame(draw);
  };
  frame(draw);
  frame(draw);
  click("A/Go");
  EXPECT_EQ(clicks, 1);
  click("A/Name");
  ui::synthetic::type("er");
  frame(draw);
  ui::synthetic::key("Enter", true);
  frame(draw);
  ui::synthetic::key("Enter", false);
  frame(draw);
  EXPECT_EQ(typed, "older");
  ui::synthetic::release();
}

TEST_F(Window, WakeEndsAWaitFromAnotherThread) {
  window_.pollEvents();
  const auto begin = std::chrono::steady_clock::now();
  std::thread other([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    GlfwWindow::wake();
  });
  // The display's own events may end a wait early, a lost wake would last the whole minute.
  window_.waitEvents(60.0);
  other.join();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(30));
}

TEST_F(Window, ResizesAndAsksToClose) {
  window_.resize(400, 300);
  for (int i = 0; i < 100 && window_.width() != 400; ++i) window_.waitEvents(0.02);
  EXPECT_EQ(window_.width(), 400);
  EXPECT_EQ(window_.height(), 300);
  EXPECT_TRUE(window_.takeInputArrived());
  EXPECT_FALSE(window_.takeInputArrived());
  EXPECT_FALSE(window_.closeRequested());
  window_.requestClose();
  EXPECT_TRUE(window_.closeRequested());
  EXPECT_GT(window_.contentScale(), 0.0f);
}

TEST(NoDisplay, IsOneClearErrorWithARemedy) {
  test::startDisplay();
  const std::string display = std::getenv("DISPLAY");
  unsetenv("DISPLAY");
  try {
    const GlfwWindow window({.visible = false});
    ADD_FAILURE() << "a window was opened";
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_NE(message.find("No window can be opened"), std::string::npos) << message;
    EXPECT_NE(message.find("DISPLAY"), std::string::npos) << message;
    EXPECT_NE(message.find("xvfb-run"), std::string::npos) << message;
  }
  setenv("DISPLAY", display.c_str(), 1);
  const GlfwWindow window({.visible = false});
  EXPECT_GT(window.width(), 0);
}

}  // namespace
}  // namespace latlas::app
