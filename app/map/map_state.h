// What the map shows, and where its user stands. Data only.
// Threading: UI thread.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/map/map_underlay.h"
#include "app/ui/graphics.h"
#include "app/ui/theme.h"
#include "core/inference/map_order.h"

namespace latlas::app {

enum class ColourScale {
  single,      // nothing is known of the samples
  categories,  // classes, texts, or numbers that count kinds
  continuous,
  cyclic,  // an angle
};

// What the colours of the map's points mean, for its legend.
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

// What a cloud was coloured from. The map is held, so that another one cannot take its address.
struct ColouredFrom {
  std::shared_ptr<const inference::LatentMap> map;
  int colourBy = -1;
  ui::Theme theme = ui::Theme::dark;
  bool operator==(const ColouredFrom&) const = default;
};

struct MapState {
  std::shared_ptr<const inference::LatentMap> map;  // the newest; null: none yet
  std::shared_ptr<const ui::PointCloud> cloud;      // made from it and colourBy
  ColouredFrom cloudFrom;                           // what `cloud` was made from
  MapColours colours;                               // of the cloud
  int colourBy = -1;                                // -1: class; then the factors, then the columns
  std::array<float, 2> centre{};
  float unitsPerPixel = 0.0f;                // 0: fit at the next draw
  bool userMoved = false;                    // panned or zoomed: refreshes no longer fit
  std::optional<std::int64_t> hoveredPoint;  // index into map->rows
  bool showManifold = false;                 // decoded places under the points
  MapUnderlay underlay;                      // the newest
};

}  // namespace latlas::app
