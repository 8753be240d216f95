// What the colours of the map's points mean, for its legend.
#pragma once

#include <string>
#include <vector>

namespace latlas::app {

enum class ColourScale {
  single,      // nothing is known of the samples
  categories,  // classes, texts, or numbers that count kinds
  continuous,
  cyclic,      // an angle
};

struct MapColours {
  ColourScale scale = ColourScale::single;
  std::string name;                     // "scale", "orientation (rad)"
  std::vector<std::string> categories;  // the colour of each is ui::classColour() of its index
  // Of continuous and cyclic scales, the values at their ends:
  double low = 0.0, high = 0.0;
  bool hasBelow = false, hasAbove = false;  // there are values beyond, in the colour of the end
  double turn = 0.0;                        // of an angle: a whole one
  bool hasMissing = false;                  // points without a value, in grey
};

}  // namespace latlas::app
