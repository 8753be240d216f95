// The latent map's camera: arithmetic between the map's units and pixels, free of ImGui.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>

namespace latlas::app {

using Point = std::array<float, 2>;

struct MapView {
  Point origin{};  // pixels: the canvas's top left corner
  Point size{};    // pixels
  Point centre{};  // map units, shown in the middle of the canvas
  float unitsPerPixel = 1.0f;

  // The map's y points up, the screen's down.
  Point toPixels(Point map) const;
  Point toMap(Point pixels) const;
};

struct Bounds {
  Point min{}, max{};

  bool operator==(const Bounds&) const = default;
};

// Of the finite points among xy [count, 2]; nothing when there is none.
std::optional<Bounds> boundsOf(std::span<const float> xy);

// Shows all of `bounds` with a margin. A single point gets one unit around it.
void fit(MapView& view, const Bounds& bounds);

// Fits again only when something left the view, or when the points fill too little of it: a map
// that breathes with every refresh cannot be read.
void follow(MapView& view, const Bounds& bounds);

// Moves the content by `delta` pixels.
void pan(MapView& view, Point delta);

// Magnifies by `factor` and keeps what lies under `pixels` there.
void zoomAt(MapView& view, Point pixels, float factor);

// Index of the point of xy [count, 2] nearest to `pixels`, within `radius` pixels.
std::optional<std::size_t> nearestPoint(const MapView& view, std::span<const float> xy,
                                        Point pixels, float radius);

// The smallest of 1, 2, 5, 10, ... times a power of ten that is not below `units` (> 0).
float tickStep(float units);

}  // namespace latlas::app
