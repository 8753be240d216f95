// Colours, spacing, fonts. Class colours are told apart by colour-blind eyes (after Okabe & Ito
// 2008, extended), continuous values use a perceptually even map (viridis, van der Walt & Smith).
// Threading: UI thread.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <memory>

namespace latlas::ui {

enum class Theme { dark, light };

// Sets ImGui's style for the theme at `scale` (1: 96 dots an inch).
void applyTheme(Theme theme, float scale);
Theme currentTheme();
float currentScale();
// Of lengths alone, for what is drawn apart from the window.
void setScale(float scale);

// Inter, with DejaVu as fallback, then ImGui's own; rebuilds the atlas. Call before the first frame
// and when the scale changes.
void loadFonts(float scale);
// Counts the calls of loadFonts(), so that whoever holds the atlas as a texture sees it is old.
int fontGeneration();
ImFont* bodyFont();
ImFont* headingFont();  // semi-bold, slightly larger
ImFont* smallFont();
#if IMGUI_VERSION_NUM < 19200
// An atlas with the small font alone, at that scale; not for the window.
std::unique_ptr<ImFontAtlas> makePictureFont(float scale);
#endif

struct Palette {
  ImVec4 background, panel, panelHeading, border;
  ImVec4 field, fieldHovered, fieldActive, accentHovered;  // grounds of controls
  ImVec4 text, textSecondary, accent, onAccent, error, warning, success;
  ImVec4 chartGrid, chartTrain, chartHeldOut, chartReconstruction, chartKl;
};
const Palette& palette();

// Packed as ImGui packs. Any index; they repeat after the palette's end with another lightness.
std::uint32_t classColour(int index);
// t in [0, 1], clamped.
std::uint32_t continuousColour(float t);
// For an angle: same colour at 0 and 1.
std::uint32_t cyclicColour(float t);

}  // namespace latlas::ui
