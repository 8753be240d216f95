#include "core/data/builtin/sprite_renderer.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <numbers>

namespace latlas::data {
namespace {

// Of the picture's side. The centre moves between kMargin and 1 - kMargin as in dSprites (16 to 47
// of 64 pixels); a shape reaches kReach from its centre at scale 1 and so never leaves the picture.
constexpr double kMargin = 0.25;
constexpr double kReach = 0.24;
constexpr double kEllipseRatio = 0.6;  // minor to major axis
// At 256 pixels a side the chords stay within 0.04 pixels of the curve.
constexpr int kCurveCorners = 96;

struct Vertex {
  double x, y;  // of the picture's side, from the centre, y upwards, counter-clockwise
};
using Outline = std::vector<Vertex>;

Outline square() {
  const double half = kReach / std::numbers::sqrt2;
  return {{-half, -half}, {half, -half}, {half, half}, {-half, half}};
}

Outline ellipse() {
  Outline outline;
  for (int i = 0; i < kCurveCorners; ++i) {
    const double t = 2.0 * std::numbers::pi * i / kCurveCorners;
    outline.push_back({kReach * std::cos(t), kReach * kEllipseRatio * std::sin(t)});
  }
  return outline;
}

// The common heart curve (16 sin^3 t, 13 cos t - 5 cos 2t - 2 cos 3t - cos 4t), turned about the
// centre of its bounding box and scaled to the reach.
Outline heart() {
  Outline outline;
  for (int i = 0; i < kCurveCorners; ++i) {
    const double t = -2.0 * std::numbers::pi * i / kCurveCorners;
    outline.push_back({16.0 * std::pow(std::sin(t), 3), 13.0 * std::cos(t) - 5.0 * std::cos(2 * t) -
                                                            2.0 * std::cos(3 * t) -
                                                            std::cos(4 * t)});
  }
  const auto [lowest, highest] = std::minmax_element(outline.begin(), outline.end(),
                                                     [](Vertex a, Vertex b) { return a.y < b.y; });
  const double middle = (lowest->y + highest->y) / 2.0;
  double reach = 0.0;
  for (Vertex& vertex : outline) {
    vertex.y -= middle;
    reach = std::max(reach, std::hypot(vertex.x, vertex.y));
  }
  for (Vertex& vertex : outline) vertex = {vertex.x * kReach / reach, vertex.y * kReach / reach};
  return outline;
}

const Outline& outlineOf(SpriteShape shape) {
  static const std::array<Outline, 3> outlines{square(), ellipse(), heart()};
  return outlines[static_cast<std::size_t>(shape)];
}

}  // namespace

SpriteRenderer::SpriteRenderer(int size)
    : size_(size), steps_(static_cast<std::size_t>(size) * static_cast<std::size_t>(size + 1)) {}

void SpriteRenderer::draw(const Sprite& sprite, std::span<std::uint8_t> pixels) {
  assert(pixels.size() == static_cast<std::size_t>(size_) * static_cast<std::size_t>(size_));
  const double cosine = std::cos(sprite.orientation) * sprite.scale * size_;
  const double sine = std::sin(sprite.orientation) * sprite.scale * size_;
  const double centreX = (kMargin + sprite.x * (1.0 - 2.0 * kMargin)) * size_;
  const double centreY = (kMargin + sprite.y * (1.0 - 2.0 * kMargin)) * size_;
  corners_.clear();
  float left = static_cast<float>(size_), top = left, right = 0.0f, bottom = 0.0f;
  for (const Vertex& vertex : outlineOf(sprite.shape)) {
    const Point corner{static_cast<float>(centreX + cosine * vertex.x - sine * vertex.y),
                       static_cast<float>(centreY - sine * vertex.x - cosine * vertex.y)};
    corners_.push_back(corner);
    left = std::min(left, corner.x);
    right = std::max(right, corner.x);
    top = std::min(top, corner.y);
    bottom = std::max(bottom, corner.y);
  }
  const int firstColumn = static_cast<int>(left), endColumn = static_cast<int>(right) + 1;
  const int firstRow = static_cast<int>(top), endRow = static_cast<int>(std::ceil(bottom));
  assert(left >= 0.0f && top >= 0.0f && endColumn <= size_ && endRow <= size_);

  const auto stepsOf = [&](int row) { return steps_.data() + row * (size_ + 1); };
  for (int row = firstRow; row < endRow; ++row)
    std::fill(stepsOf(row) + firstColumn, stepsOf(row) + endColumn + 1, 0.0f);
  for (std::size_t i = 0; i < corners_.size(); ++i)
    addEdge(corners_[i], corners_[i + 1 == corners_.size() ? 0 : i + 1]);

  std::fill(pixels.begin(), pixels.end(), std::uint8_t{0});
  for (int row = firstRow; row < endRow; ++row) {
    const float* steps = stepsOf(row);
    std::uint8_t* line = pixels.data() + row * size_;
    float coverage = 0.0f;
    for (int column = firstColumn; column < endColumn; ++column) {
      coverage += steps[column];
      line[column] = static_cast<std::uint8_t>(std::clamp(coverage, 0.0f, 1.0f) * 255.0f + 0.5f);
    }
  }
}

// Coverage is a sum over edges: an edge covers what lies to its right, positively when it goes
// downwards in the picture and negatively when upwards.
void SpriteRenderer::addEdge(Point from, Point to) {
  if (from.y == to.y) return;
  const float direction = from.y < to.y ? 1.0f : -1.0f;
  if (direction < 0.0f) std::swap(from, to);
  const float slope = (to.x - from.x) / (to.y - from.y);
  const float low = std::min(from.x, to.x), high = std::max(from.x, to.x);
  for (int row = static_cast<int>(from.y); static_cast<float>(row) < to.y; ++row) {
    const float enter = std::max(static_cast<float>(row), from.y);
    const float leave = std::min(static_cast<float>(row + 1), to.y);
    // Rounding must not carry a crossing past the edge's ends, out of the cleared box.
    const float a = std::clamp(from.x + (enter - from.y) * slope, low, high);
    const float b = std::clamp(from.x + (leave - from.y) * slope, low, high);
    addRow(row, direction * (leave - enter), std::min(a, b), std::max(a, b));
  }
}

// A piece of an edge within one row, of signed `height`, running from `left` to `right`. Up to x it
// covers the integral G(x) of the part of its height that lies left of x.
void SpriteRenderer::addRow(int row, float height, float left, float right) {
  const auto integral = [&](float x) {
    if (x >= right) return x - (left + right) * 0.5f;
    return (x - left) * (x - left) / (2.0f * (right - left));
  };
  float* steps = steps_.data() + row * (size_ + 1);
  const int first = static_cast<int>(left), last = static_cast<int>(right);
  float before = 0.0f, covered = 0.0f;
  for (int column = first; column <= last; ++column) {
    const float until = integral(static_cast<float>(column + 1));
    steps[column] += height * (until - before - covered);
    covered = until - before;
    before = until;
  }
  steps[last + 1] += height * (1.0f - covered);
}

}  // namespace latlas::data
