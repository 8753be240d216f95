#include "app/traverse/grid_points.h"

#include <algorithm>
#include <numeric>

#include "core/latent/sampling.h"

namespace latlas::app {

std::vector<float> gridPoints(const TraverseState& traverse, GridKind kind) {
  const int latent = static_cast<int>(traverse.z.size());
  const int side = traverse.gridSide;
  if (latent == 0 || side < 1) return {};
  switch (kind) {
    case GridKind::samples: return latent::priorSamples(side * side, latent, traverse.sampleSeed);
    case GridKind::manifold: {
      // One latent dimension has a line and no plane.
      if (latent == 1)
        return latent::traversalGrid(traverse.z, std::vector{0}, side, traverse.range);
      const int x = std::min(traverse.axisX, latent - 1);
      const int y = std::min(traverse.axisY, latent - 1);
      return latent::manifoldGrid(traverse.z, x, y, side, traverse.range);
    }
    case GridKind::traversal: {
      std::vector<int> axes(static_cast<std::size_t>(std::min(latent, side)));
      std::iota(axes.begin(), axes.end(), 0);
      return latent::traversalGrid(traverse.z, axes, side, traverse.range);
    }
  }
  return {};
}

const char* toString(GridKind kind) {
  switch (kind) {
    case GridKind::samples: return "samples";
    case GridKind::manifold: return "manifold";
    case GridKind::traversal: return "traversal";
  }
  return "";
}

}  // namespace latlas::app
