// What the decoder makes of the places beneath the map's points: a lattice of images over the plane.
#pragma once

#include <imgui.h>

#include <memory>
#include <span>
#include <vector>

#include "app/map/map_view.h"
#include "app/ui/graphics.h"
#include "core/inference/decoded_images.h"
#include "core/latent/layout.h"

namespace latlas::app {

// `side` x `side` cells that fill `bounds`, in map units.
struct MapLattice {
  Bounds bounds;
  int side = 0;

  bool operator==(const MapLattice&) const = default;
};

struct MapUnderlay {
  std::shared_ptr<const inference::DecodedImages> images;  // row by row from the top; null: none
  MapLattice lattice;
};

// Whether each place of the plane is one latent point, so that it can be decoded.
bool isPlane(const latent::Layout& layout);

// The latent points of the cells' middles, [side * side, dims], row by row from the top; otherwise
// as `from` [dims].
std::vector<float> latticePoints(const MapLattice& lattice, const latent::Layout& layout,
                                 std::span<const float> from);

// Subdued, so that points stay readable above it. Images or, of vectors, charts.
void drawUnderlay(const MapUnderlay& underlay, ui::Graphics& graphics, const MapView& view);

}  // namespace latlas::app
