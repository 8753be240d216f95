// The grid of decoded images in the Traverse panel, and going to a place by clicking one of them.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/session/state.h"
#include "app/ui/graphics.h"
#include "app/ui/widgets.h"

namespace latlas::app {

// How many of a grid's `count` images stand in a row: `side`, unless they are still those of a
// square with another side.
int gridColumns(std::int64_t count, int side);

// Clicking an image makes its latent point the place (traverse.z). Probe "Traverse/Grid".
void drawTraverseGrid(TraverseState& traverse, ui::Graphics& graphics, ImVec2 size);

}  // namespace latlas::app
