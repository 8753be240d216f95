// The ground between the panels. The window is cleared with the panels' colour, which costs next to
// nothing, and only what no panel covers is painted: filling every panel as a shape took 40 % of a
// frame on a software renderer.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <span>
#include <vector>

#include "app/ui/graphics.h"
#include "app/ui/widgets.h"

namespace latlas::ui {

// What of `whole` none of `covers` reaches, as rectangles that do not overlap.
std::vector<Rect> uncovered(const Rect& whole, std::span<const Rect> covers);

// A panel with rounded corners stands here in this frame.
void coverGround(const Rect& panel, float rounding);
// Paints the rest of the display, below everything else. Once, behind all panels.
void paintGround(Graphics& graphics);

}  // namespace latlas::ui
