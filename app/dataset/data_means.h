// The mean sample of a dataset and of each class, side by side.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// Foldable; nothing while there is nothing to show. Probe "Data/Means"; "Data/Means/all" and
// "Data/Means/<class>" are the pictures, "Data/Means range" the line below, which says the range of
// values and how many rows these come from.
void drawMeans(const AppState& state, ui::Graphics& graphics);

}  // namespace latlas::app
