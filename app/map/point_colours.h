// How the latent map's points are coloured, and what its legend says of it.
// Threading: UI thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/map/map_state.h"
#include "app/ui/graphics.h"
#include "core/data/dataset.h"
#include "core/inference/map_order.h"

namespace latlas::app {

// What `colourBy` may be: -1: classes; then the factors; then the columns, numbers and texts of few
// kinds.
struct ColourChoice {
  int colourBy = -1;
  std::string name;  // "class" ("none" without classes), "scale", "age"
};
std::vector<ColourChoice> colourChoices(const data::Dataset& dataset);

// What shows most of a map at first: the continuous factor with the most levels, else the classes,
// else a column of few texts, else one of numbers.
int firstColouring(const data::Dataset& dataset);

// The map's points with their colours, in the theme of now. A continuous factor's levels are placed
// evenly; a column of numbers is placed by value, between those that leave out a fiftieth of its
// points at either end.
struct ColouredMap {
  std::shared_ptr<const ui::PointCloud> cloud;
  MapColours colours;
};
ColouredMap colouredMap(const inference::LatentMap& map, int colourBy);

// Of an angle in the colours' unit.
std::uint32_t angleColour(const MapColours& colours, double angle);

}  // namespace latlas::app
