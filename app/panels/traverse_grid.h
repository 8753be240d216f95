// The grid of decoded images in the Traverse panel, and going to a place by clicking one of them.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// How many images a row `grid` has, of `count` images in all, when rows are `side` long by choice:
// samples and manifolds are squares, a traversal has a row for each axis.
int gridColumns(GridKind grid, std::int64_t count, int side);

// Clicking an image makes its latent point the place (traverse.z). Probe "Traverse/Grid".
void drawTraverseGrid(TraverseState& traverse, ui::Graphics& graphics, ImVec2 size);

}  // namespace latlas::app
