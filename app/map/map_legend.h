// What the map's colours mean, in a corner of it.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/map/map_state.h"

namespace latlas::app {

// Drawn leftward and downward from `topRight`, at most `room` pixels high.
void drawMapLegend(const MapColours& colours, ImVec2 topRight, float room);

}  // namespace latlas::app
