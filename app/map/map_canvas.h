// The map itself: points, axes, the place that is decoded, and what the mouse does there.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// Needs state.map.map. The left button decodes a place (state.traverse.z), the middle or right one
// or Shift pans, the wheel zooms at the pointer, a double click fits. Probe "Map/Canvas".
void drawMapCanvas(AppState& state, ui::Graphics& graphics, ImVec2 size);

}  // namespace latlas::app
