// Where the user stands in the latent space, and what is decoded there. Data only.
// Threading: UI thread; decoded images are immutable.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/inference/decoded_images.h"

namespace latlas::app {

enum class GridKind { samples, manifold, traversal };

struct TraverseState {
  std::vector<float> z;  // [latent], where the user stands
  float range = 3.0f;    // sliders and grids span -range to +range
  GridKind grid = GridKind::manifold;
  int gridSide = 8;  // images a side
  std::uint64_t sampleSeed = 1;
  int axisX = 0, axisY = 1;                                 // of the manifold grid
  std::shared_ptr<const inference::DecodedImages> preview;  // newest, for z
  std::shared_ptr<const inference::DecodedImages> gridImages;
};

}  // namespace latlas::app
