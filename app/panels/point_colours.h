// How the latent map's points are coloured, and what its legend says of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/ui/graphics.h"
#include "core/data/dataset.h"
#include "core/train/inference.h"

namespace latlas::app {

enum class ColourScale {
  single,      // nothing is known of the images
  categories,  // classes, or a factor that counts kinds
  continuous,
  cyclic,      // an angle
};

// -1: classes; else a factor's index.
ColourScale colourScale(const data::DatasetInfo& info, int colourBy);

// What shows most of a map at first: the continuous factor with the most levels, else the classes.
int firstColouring(const data::DatasetInfo& info);

// Names for a choice: index 0 is colourBy -1 ("class" or "none"), index i + 1 is factor i.
std::vector<std::string> colourChoices(const data::DatasetInfo& info);

// Category names for the legend; empty unless the scale is categories.
std::vector<std::string> categoryNames(const data::DatasetInfo& info, int colourBy);

// In the theme of now. A continuous factor's levels are placed evenly, an angle's by its value.
std::uint32_t levelColour(const data::DatasetInfo& info, int colourBy, int level);

// The map's points with their colours.
std::shared_ptr<const ui::PointCloud> colouredCloud(const train::LatentMap& map, int colourBy);

}  // namespace latlas::app
