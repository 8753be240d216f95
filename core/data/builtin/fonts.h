// The fonts on the machine, as far as builtin:glyphs can draw with them.
// Threading: any thread; each call has a FreeType of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"

namespace latlas::data {

// A glyph's outline as FreeType has it: quadratic and cubic arcs.
struct GlyphOutline {
  struct Point {
    double x, y;  // em, y upwards, from the middle of the outline's box
  };
  std::vector<Point> points;
  std::vector<std::uint8_t> tags;          // one a point: what kind it is
  std::vector<std::uint16_t> contourEnds;  // the last point of each contour
  int flags = 0;
};

struct Font {
  std::string name;  // "DejaVu Sans Bold"
  std::filesystem::path path;
  long index = 0;  // within the file
  // [characters, weights]: see findFonts().
  std::vector<GlyphOutline> outlines;
};

// The user's and the system's, in the order in which they are searched.
std::vector<std::filesystem::path> usualFontFolders();

// At most `most` of the fonts below `folders` that have every one of `characters` (ASCII), as
// outlines: of each family its regular face before its bold and its slanted ones, sorted by name.
// The same fonts give the same result, wherever they lie. Each character is outlined once for each
// of `weights`: by how much strokes are made thicker, in em. Throws Error when there is no font,
// and Cancelled.
std::vector<Font> findFonts(std::span<const std::filesystem::path> folders,
                            std::string_view characters, std::span<const double> weights,
                            std::size_t most, Progress& progress);

}  // namespace latlas::data
