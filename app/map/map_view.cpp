#include "app/map/map_view.h"

#include <algorithm>
#include <cmath>

namespace latlas::app {
namespace {

// Of the canvas's sides that a fit leaves free all round, so that no point touches the border.
constexpr float kMargin = 0.06f;
// Of the fitted extent: points that fill less of the view than this are fitted anew.
constexpr float kLeastFill = 0.7f;
// Map units a pixel. Latent coordinates are of order one; beyond these, float coordinates blur.
constexpr float kFinest = 1e-6f, kCoarsest = 1e4f;

}  // namespace

Point MapView::toPixels(Point map) const {
  return {origin[0] + size[0] / 2 + (map[0] - centre[0]) / unitsPerPixel,
          origin[1] + size[1] / 2 - (map[1] - centre[1]) / unitsPerPixel};
}

Point MapView::toMap(Point pixels) const {
  return {centre[0] + (pixels[0] - origin[0] - size[0] / 2) * unitsPerPixel,
          centre[1] - (pixels[1] - origin[1] - size[1] / 2) * unitsPerPixel};
}

std::optional<Bounds> boundsOf(std::span<const float> xy) {
  std::optional<Bounds> bounds;
  for (std::size_t i = 0; i + 1 < xy.size(); i += 2) {
    const Point point{xy[i], xy[i + 1]};
    if (!std::isfinite(point[0]) || !std::isfinite(point[1])) continue;
    if (!bounds) bounds = Bounds{point, point};
    for (std::size_t axis = 0; axis < 2; ++axis) {
      bounds->min[axis] = std::min(bounds->min[axis], point[axis]);
      bounds->max[axis] = std::max(bounds->max[axis], point[axis]);
    }
  }
  return bounds;
}

void fit(MapView& view, const Bounds& bounds) {
  float unitsPerPixel = 0.0f;
  for (std::size_t axis = 0; axis < 2; ++axis) {
    view.centre[axis] = (bounds.min[axis] + bounds.max[axis]) / 2;
    const float usable = std::max(1.0f, view.size[axis] * (1.0f - 2.0f * kMargin));
    unitsPerPixel = std::max(unitsPerPixel, (bounds.max[axis] - bounds.min[axis]) / usable);
  }
  const float ofOneUnit = 1.0f / std::max(1.0f, std::min(view.size[0], view.size[1]));
  view.unitsPerPixel =
      unitsPerPixel > 0.0f ? std::clamp(unitsPerPixel, kFinest, kCoarsest) : ofOneUnit;
}

void follow(MapView& view, const Bounds& bounds) {
  MapView fitted = view;
  fit(fitted, bounds);
  const Point topLeft = view.toPixels({bounds.min[0], bounds.max[1]});
  const Point bottomRight = view.toPixels({bounds.max[0], bounds.min[1]});
  bool outside = false;
  for (std::size_t axis = 0; axis < 2; ++axis)
    outside = outside || topLeft[axis] < view.origin[axis] ||
              bottomRight[axis] > view.origin[axis] + view.size[axis];
  if (outside || fitted.unitsPerPixel < kLeastFill * view.unitsPerPixel) view = fitted;
}

void pan(MapView& view, Point delta) {
  view.centre[0] -= delta[0] * view.unitsPerPixel;
  view.centre[1] += delta[1] * view.unitsPerPixel;
}

void zoomAt(MapView& view, Point pixels, float factor) {
  const Point before = view.toMap(pixels);
  view.unitsPerPixel = std::clamp(view.unitsPerPixel / factor, kFinest, kCoarsest);
  const Point after = view.toMap(pixels);
  for (std::size_t axis = 0; axis < 2; ++axis) view.centre[axis] += before[axis] - after[axis];
}

std::optional<std::size_t> nearestPoint(const MapView& view, std::span<const float> xy,
                                        Point pixels, float radius) {
  // Compared in the map's units: 10,000 points are looked through in some ten microseconds.
  const Point target = view.toMap(pixels);
  const float reach = radius * view.unitsPerPixel;
  float nearest = reach * reach;
  std::optional<std::size_t> found;
  for (std::size_t i = 0; 2 * i + 1 < xy.size(); ++i) {
    const float dx = xy[2 * i] - target[0];
    const float dy = xy[2 * i + 1] - target[1];
    const float distance = dx * dx + dy * dy;
    if (!(distance < nearest)) continue;  // so written, a distance that is not a number is passed
    nearest = distance;
    found = i;
  }
  return found;
}

float tickStep(float units) {
  const float power = std::pow(10.0f, std::floor(std::log10(units)));
  for (const float multiple : {1.0f, 2.0f, 5.0f})
    if (multiple * power >= units) return multiple * power;
  return 10.0f * power;
}

}  // namespace latlas::app
