// The map itself: points, axes, the place that is decoded, and what the mouse does there.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <optional>

#include "app/map/map_view.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// The decoded images are a lattice over the map's own axes: its outer edges in map units, half a
// step beyond the outermost points; else nothing.
std::optional<Bounds> latticeBounds(const train::LatentMap& map, const TraverseState& traverse);

// Needs state.map.map. The left button decodes a place (state.traverse.z), the middle or right one
// or Shift pans, the wheel zooms at the pointer, a double click fits. Probe "Map/Canvas".
void drawMapCanvas(AppState& state, ui::Graphics& graphics, ImVec2 size);

}  // namespace latlas::app
