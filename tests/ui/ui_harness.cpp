#include "tests/ui/ui_harness.h"

#include <gtest/gtest.h>
#include <imgui.h>
#if IMGUI_VERSION_NUM >= 19140
#include <imgui_internal.h>
#endif

#include <cmath>
#include <utility>

#include "app/ui/synthetic_input.h"

namespace latlas::test {
namespace {

constexpr float kFrameSeconds = 1.0f / 60.0f;
constexpr int kFramesBeyondDoubleClick = 20;  // ImGui takes two presses within 0.3 s for a double

}  // namespace

UiHarness::UiHarness(std::function<void()> draw, ImVec2 size, ui::Theme theme)
    : draw_(std::move(draw)) {
  ImGui::CreateContext();
#if IMGUI_VERSION_NUM >= 19140
  // What a debug build asserts of our calls, a release build only tells.
  ImGui::GetCurrentContext()->ErrorCallback = [](ImGuiContext*, void*, const char* message) {
    ADD_FAILURE() << message;
  };
#endif
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = size;
  io.DeltaTime = kFrameSeconds;
  ui::synthetic::mapKeys();
  ui::applyTheme(theme, 1.0f);
  ui::loadFonts(1.0f);
#if IMGUI_VERSION_NUM >= 19200
  // Stands for a renderer that would take the font's texture as it grows.
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#else
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
#endif
  moveAway();
  frames(2);
}

UiHarness::~UiHarness() {
  ui::synthetic::release();
  ui::beginProbes();
  ui::beginProbes();
  ImGui::DestroyContext();
}

void UiHarness::frames(int count) {
  for (int i = 0; i < count; ++i) {
    ui::synthetic::apply();
    ImGui::NewFrame();
    ui::beginProbes();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("Test", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
    draw_();
    ImGui::End();
    ImGui::Render();
  }
}

ImVec2 UiHarness::place(std::string_view label, ImVec2 at) const {
  const auto probe = ui::findProbe(label);
  if (!probe) {
    ADD_FAILURE() << "no widget \"" << label << "\" was drawn";
    return {-1, -1};
  }
  EXPECT_TRUE(probe->max.x > probe->min.x && probe->max.y > probe->min.y)
      << "the widget \"" << label << "\" is out of view";
  return {probe->min.x + at.x * (probe->max.x - probe->min.x),
          probe->min.y + at.y * (probe->max.y - probe->min.y)};
}

void UiHarness::moveAway() {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  ui::synthetic::mouseMove({size.x - 1, size.y - 1});
}

void UiHarness::click(std::string_view label, ImVec2 at) {
  hover(label, at);
  ui::synthetic::mouseButton(0, true);
  frames();
  ui::synthetic::mouseButton(0, false);
  // The second frame lets what the click opened be drawn; the rest keeps clicks apart.
  frames(kFramesBeyondDoubleClick);
}

void UiHarness::doubleClick(std::string_view label, ImVec2 at) {
  hover(label, at);
  for (int press = 0; press < 2; ++press) {
    ui::synthetic::mouseButton(0, true);
    frames();
    ui::synthetic::mouseButton(0, false);
    frames();
  }
  frames(kFramesBeyondDoubleClick);
}

void UiHarness::drag(std::string_view label, ImVec2 from, ImVec2 to, int steps) {
  const ImVec2 start = place(label, from);
  const ImVec2 end = place(label, to);
  ui::synthetic::mouseMove(start);
  frames(2);
  ui::synthetic::mouseButton(0, true);
  frames();
  for (int i = 1; i <= steps; ++i) {
    const float share = static_cast<float>(i) / static_cast<float>(steps);
    ui::synthetic::mouseMove({start.x + (end.x - start.x) * share,
                              start.y + (end.y - start.y) * share});
    frames();
  }
  ui::synthetic::mouseButton(0, false);
  frames(kFramesBeyondDoubleClick);
}

void UiHarness::hover(std::string_view label, ImVec2 at, float seconds) {
  ui::synthetic::mouseMove(place(label, at));
  // ImGui decides what is hovered from the windows of the frame before.
  frames(2 + static_cast<int>(std::ceil(seconds / kFrameSeconds)));
}

void UiHarness::wheel(std::string_view label, float notches) {
  hover(label);
  ui::synthetic::wheel(notches);
  frames(2);
}

void UiHarness::type(std::string_view text) {
  ui::synthetic::type(text);
  frames(2);
}

void UiHarness::key(std::string_view name, bool ctrl, bool shift) {
  if (ctrl) ui::synthetic::key("Ctrl", true);
  if (shift) ui::synthetic::key("Shift", true);
  ui::synthetic::key(name, true);
  frames();
  ui::synthetic::key(name, false);
  if (ctrl) ui::synthetic::key("Ctrl", false);
  if (shift) ui::synthetic::key("Shift", false);
  frames(2);
}

void UiHarness::enter(std::string_view label, std::string_view text) {
  click(label);
  key("A", true);
  type(text);
  key("Enter");
}

bool UiHarness::exists(std::string_view label) const { return ui::findProbe(label).has_value(); }

bool UiHarness::isEnabled(std::string_view label) const {
  const auto probe = ui::findProbe(label);
  return probe && probe->enabled;
}

std::string UiHarness::value(std::string_view label) const {
  const auto probe = ui::findProbe(label);
  return probe ? probe->value : "(not drawn)";
}

}  // namespace latlas::test
