#include "app/ui/theme.h"

#include <algorithm>
#include <cmath>

namespace latlas::ui {
namespace {

ImVec4 rgb(std::uint32_t hex) {
  return ImVec4(static_cast<float>(hex >> 16 & 0xFF) / 255.0f,
                static_cast<float>(hex >> 8 & 0xFF) / 255.0f,
                static_cast<float>(hex & 0xFF) / 255.0f, 1.0f);
}

ImVec4 withAlpha(ImVec4 colour, float alpha) {
  colour.w = alpha;
  return colour;
}

// Every text colour reaches 4.5:1 on the panel and on a field, every curve 3:1 (WCAG 2.1, AA);
// tests/ui/theme_test.cpp computes it.
Palette darkPalette() {
  Palette p;
  p.background = rgb(0x0E0F12);
  p.panel = rgb(0x16181C);
  p.panelHeading = rgb(0x191B20);
  p.border = rgb(0x2A2D34);
  p.field = rgb(0x212429);
  p.fieldHovered = rgb(0x292D33);
  p.fieldActive = rgb(0x30343C);
  p.text = rgb(0xE9EBEF);
  p.textSecondary = rgb(0x9AA1AD);
  p.accent = rgb(0x5B68DF);
  p.accentHovered = rgb(0x4E5BD3);
  p.onAccent = rgb(0xFFFFFF);
  p.error = rgb(0xF2777A);
  p.warning = rgb(0xE5B45A);
  p.success = rgb(0x5CC489);
  p.chartGrid = rgb(0x25282E);
  p.chartTrain = rgb(0x7C9CFF);
  p.chartHeldOut = rgb(0xF0A35E);
  p.chartReconstruction = rgb(0x4FC3B0);
  p.chartKl = rgb(0xE48CC0);
  return p;
}

Palette lightPalette() {
  Palette p;
  p.background = rgb(0xF1F2F4);
  p.panel = rgb(0xFFFFFF);
  p.panelHeading = rgb(0xFBFBFC);
  p.border = rgb(0xDDDFE4);
  p.field = rgb(0xF0F1F4);
  p.fieldHovered = rgb(0xE7E9ED);
  p.fieldActive = rgb(0xDFE2E7);
  p.text = rgb(0x1B1D22);
  p.textSecondary = rgb(0x5A616D);
  p.accent = rgb(0x4C59D0);
  p.accentHovered = rgb(0x3F4BBD);
  p.onAccent = rgb(0xFFFFFF);
  p.error = rgb(0xC0322F);
  p.warning = rgb(0x8F5B00);
  p.success = rgb(0x1B7A46);
  p.chartGrid = rgb(0xEBECEF);
  p.chartTrain = rgb(0x3D5BD9);
  p.chartHeldOut = rgb(0xB85C00);
  p.chartReconstruction = rgb(0x00796B);
  p.chartKl = rgb(0xB0357F);
  return p;
}

struct Current {
  Theme theme = Theme::dark;
  float scale = 1.0f;
  Palette palette = darkPalette();
};

Current& current() {
  static Current instance;
  return instance;
}

// Lengths are pixels at 100 %, on a grid of 4 and 8; a row is 26 high and 32 apart.
void setLengths(ImGuiStyle& style) {
  style.WindowPadding = {12, 12};
  style.WindowRounding = 6;
  style.ChildRounding = 6;
  style.PopupRounding = 6;
  style.FrameRounding = 4;
  style.GrabRounding = 4;
  style.TabRounding = 4;
  style.ScrollbarRounding = 8;
  style.ScrollbarSize = 10;
  style.GrabMinSize = 12;
  style.FramePadding = {8, 5};
  style.ItemSpacing = {8, 6};
  style.ItemInnerSpacing = {6, 4};
  style.CellPadding = {8, 4};
  style.IndentSpacing = 16;
}

void setColours(ImGuiStyle& style, const Palette& p) {
  const ImVec4 none(0, 0, 0, 0);
  ImVec4* c = style.Colors;
  c[ImGuiCol_Text] = p.text;
  c[ImGuiCol_TextDisabled] = p.textSecondary;
  c[ImGuiCol_WindowBg] = p.background;
  c[ImGuiCol_ChildBg] = none;
  c[ImGuiCol_PopupBg] = p.panel;
  c[ImGuiCol_Border] = p.border;
  c[ImGuiCol_BorderShadow] = none;
  c[ImGuiCol_FrameBg] = p.field;
  c[ImGuiCol_FrameBgHovered] = p.fieldHovered;
  c[ImGuiCol_FrameBgActive] = p.fieldActive;
  c[ImGuiCol_TitleBg] = c[ImGuiCol_TitleBgActive] = c[ImGuiCol_TitleBgCollapsed] = p.panelHeading;
  c[ImGuiCol_MenuBarBg] = p.panel;
  c[ImGuiCol_ScrollbarBg] = none;
  c[ImGuiCol_ScrollbarGrab] = withAlpha(p.textSecondary, 0.30f);
  c[ImGuiCol_ScrollbarGrabHovered] = withAlpha(p.textSecondary, 0.45f);
  c[ImGuiCol_ScrollbarGrabActive] = withAlpha(p.textSecondary, 0.60f);
  c[ImGuiCol_CheckMark] = p.accent;
  c[ImGuiCol_SliderGrab] = p.accent;
  c[ImGuiCol_SliderGrabActive] = p.accentHovered;
  c[ImGuiCol_Button] = p.field;
  c[ImGuiCol_ButtonHovered] = p.fieldHovered;
  c[ImGuiCol_ButtonActive] = p.fieldActive;
  c[ImGuiCol_Header] = withAlpha(p.accent, 0.20f);
  c[ImGuiCol_HeaderHovered] = p.fieldHovered;
  c[ImGuiCol_HeaderActive] = p.fieldActive;
  c[ImGuiCol_Separator] = p.border;
  c[ImGuiCol_SeparatorHovered] = c[ImGuiCol_SeparatorActive] = p.accent;
  c[ImGuiCol_ResizeGrip] = c[ImGuiCol_ResizeGripHovered] = c[ImGuiCol_ResizeGripActive] = none;
  c[ImGuiCol_TextSelectedBg] = withAlpha(p.accent, 0.40f);
  c[ImGuiCol_NavHighlight] = p.accent;
  c[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, 0.45f);
  c[ImGuiCol_TableHeaderBg] = p.panelHeading;
  c[ImGuiCol_TableBorderStrong] = c[ImGuiCol_TableBorderLight] = p.border;
}

}  // namespace

void applyTheme(Theme theme, float scale) {
  Current& now = current();
  now.theme = theme;
  now.scale = scale;
  now.palette = theme == Theme::dark ? darkPalette() : lightPalette();

  // Starting afresh keeps repeated calls from multiplying the scale.
  ImGuiStyle style;
  if (theme == Theme::dark)
    ImGui::StyleColorsDark(&style);
  else
    ImGui::StyleColorsLight(&style);
  setLengths(style);
  setColours(style, now.palette);
  style.ScaleAllSizes(scale);
  style.WindowBorderSize = style.ChildBorderSize = style.PopupBorderSize =
      std::max(1.0f, std::floor(scale));
  style.FrameBorderSize = 0;
  style.DisabledAlpha = 0.45f;
  ImGui::GetStyle() = style;
}

Theme currentTheme() { return current().theme; }
float currentScale() { return current().scale; }
void setScale(float scale) { current().scale = scale; }
const Palette& palette() { return current().palette; }

}  // namespace latlas::ui
