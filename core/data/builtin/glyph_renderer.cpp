#include "core/data/builtin/glyph_renderer.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

#include "core/data/builtin/free_type.h"

namespace latlas::data {

// The types of these differ between FreeType's versions.
struct GlyphRenderer::FreeType {
  FreeTypeLibrary library = openFreeType();
  std::vector<FT_Vector> points;
  std::vector<std::remove_pointer_t<decltype(FT_Outline::tags)>> tags;
  std::vector<std::remove_pointer_t<decltype(FT_Outline::contours)>> contourEnds;
};

GlyphRenderer::GlyphRenderer(int size) : size_(size), freeType_(std::make_unique<FreeType>()) {}
GlyphRenderer::~GlyphRenderer() = default;

void GlyphRenderer::draw(const GlyphOutline& outline, const GlyphPlace& place,
                         std::span<std::uint8_t> pixels) {
  assert(pixels.size() == static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_));
  std::fill(pixels.begin(), pixels.end(), std::uint8_t{0});
  const double side = size_ * 64.0;  // in FreeType's 1/64 pixels
  const double cosine = std::cos(place.rotation) * place.scale * side;
  const double sine = std::sin(place.rotation) * place.scale * side;
  freeType_->points.clear();
  for (const GlyphOutline::Point& point : outline.points) {
    const double x = point.x + place.shear * point.y;
    freeType_->points.push_back(
        {static_cast<FT_Pos>(std::lround(place.x * side + cosine * x - sine * point.y)),
         static_cast<FT_Pos>(std::lround((1.0 - place.y) * side + sine * x + cosine * point.y))});
  }
  freeType_->tags.assign(outline.tags.begin(), outline.tags.end());
  freeType_->contourEnds.assign(outline.contourEnds.begin(), outline.contourEnds.end());
  FT_Outline drawn{};
  drawn.n_points = static_cast<decltype(drawn.n_points)>(outline.points.size());
  drawn.n_contours = static_cast<decltype(drawn.n_contours)>(outline.contourEnds.size());
  drawn.points = freeType_->points.data();
  drawn.tags = freeType_->tags.data();
  drawn.contours = freeType_->contourEnds.data();
  drawn.flags = outline.flags;
  FT_Bitmap bitmap{};
  bitmap.rows = bitmap.width = static_cast<unsigned>(size_);
  bitmap.pitch = size_;
  bitmap.buffer = pixels.data();
  bitmap.num_grays = 256;
  bitmap.pixel_mode = FT_PIXEL_MODE_GRAY;
  if (FT_Outline_Get_Bitmap(freeType_->library.get(), &drawn, &bitmap) != 0)
    throw Error("FreeType cannot draw a glyph of " + std::to_string(outline.points.size()) +
                " points.");
}

double reachOf(const GlyphOutline& outline, double shear) {
  double reach = 0.0;
  for (const GlyphOutline::Point& point : outline.points)
    reach = std::max(reach, std::hypot(std::abs(point.x) + shear * std::abs(point.y), point.y));
  return reach;
}

}  // namespace latlas::data
