// The latent points of the Traverse panel's grid.
#pragma once

#include <vector>

#include "app/traverse/traverse_state.h"

namespace latlas::app {

// [n, latent] for the grid that `traverse` shows as `kind`; row-major, traverse.gridSide columns.
// A traversal has a row for each of the first gridSide latent axes.
std::vector<float> gridPoints(const TraverseState& traverse, GridKind kind);

const char* toString(GridKind kind);

}  // namespace latlas::app
