// Draws the three shapes of builtin:sprites with exact area coverage: a pixel's value is the part
// of it that the shape covers, so edges are smooth at every size and a shape's brightness is its
// area.
// Threading: one renderer a thread; drawing is a pure function of the sprite and the size.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace latlas::data {

enum class SpriteShape { square, ellipse, heart };

struct Sprite {
  SpriteShape shape = SpriteShape::square;
  double scale = 1.0;        // (0, 1]
  double orientation = 0.0;  // rad, counter-clockwise as seen
  double x = 0.5;            // [0, 1], to the right
  double y = 0.5;            // [0, 1], downwards
};

class SpriteRenderer {
 public:
  explicit SpriteRenderer(int size);  // pixels a side

  // Overwrites the whole picture [size, size]: black 0, covered 255. The shape lies within the
  // picture for every sprite in the ranges above.
  void draw(const Sprite& sprite, std::span<std::uint8_t> pixels);

 private:
  struct Point {
    float x, y;
  };

  void addEdge(Point from, Point to);
  void addRow(int row, float height, float left, float right);

  int size_;
  std::vector<Point> corners_;
  // Per pixel, by how much its coverage exceeds its left neighbour's. One column more than the
  // picture: an edge in the last pixel also writes to its right.
  std::vector<float> steps_;
};

}  // namespace latlas::data
