// Draws letters for builtin:glyphs, antialiased by FreeType: a pixel's value is the part of it that
// the letter covers.
// Threading: one renderer a thread; drawing is a pure function of its arguments.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "core/data/builtin/fonts.h"

namespace latlas::data {

struct GlyphPlace {
  double scale = 1.0;     // em, as a part of the picture's side
  double rotation = 0.0;  // rad, counter-clockwise as seen
  double shear = 0.0;     // by how much of its height the upper end leans to the right
  double x = 0.5;         // of the middle of the outline's box, of the picture's side, to the right
  double y = 0.5;         // downwards
};

class GlyphRenderer {
 public:
  explicit GlyphRenderer(int size);  // pixels a side
  ~GlyphRenderer();

  // Overwrites the whole picture [size, size]: black 0, covered 255. What lies outside is cut.
  void draw(const GlyphOutline& outline, const GlyphPlace& place, std::span<std::uint8_t> pixels);

 private:
  struct FreeType;

  int size_;
  std::unique_ptr<FreeType> freeType_;
};

// The farthest that a point of the outline gets from its middle, sheared by up to `shear` either
// way and turned by any angle; em.
double reachOf(const GlyphOutline& outline, double shear);

}  // namespace latlas::data
