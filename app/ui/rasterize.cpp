// A recorded picture as pixels, drawn without a graphics card.
#include <algorithm>
#include <array>
#include <cmath>

#include "app/ui/picture.h"

namespace latlas::ui {
namespace {

using Vertex = RecordedPicture::Vertex;

std::array<float, 4> unpack(std::uint32_t colour) {
  return {static_cast<float>(colour >> IM_COL32_R_SHIFT & 0xFF),
          static_cast<float>(colour >> IM_COL32_G_SHIFT & 0xFF),
          static_cast<float>(colour >> IM_COL32_B_SHIFT & 0xFF),
          static_cast<float>(colour >> IM_COL32_A_SHIFT & 0xFF)};
}

// Twice the signed area of (a, b, p).
float side(const Vertex& a, const Vertex& b, float x, float y) {
  return (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
}

// Of two triangles that share an edge, one has the pixels on it.
bool ownsEdge(const Vertex& a, const Vertex& b) {
  return b.y - a.y < 0.0f || (b.y == a.y && b.x - a.x > 0.0f);
}

class Rasterizer {
 public:
  explicit Rasterizer(const RecordedPicture& picture) : picture_(picture) {
    image_.shape = {3, picture.height, picture.width};
    image_.count = 1;
    const auto ground = unpack(picture.ground);
    image_.pixels.resize(static_cast<std::size_t>(image_.shape.size()));
    for (std::size_t i = 0; i < image_.pixels.size(); ++i)
      image_.pixels[i] = static_cast<std::uint8_t>(ground[i % 3]);
  }

  void draw(const RecordedPicture::Part& part, Vertex a, Vertex b, Vertex c) {
    float area = side(a, b, c.x, c.y);
    if (area == 0.0f || !std::isfinite(area)) return;
    if (area < 0.0f) {
      std::swap(b, c);
      area = -area;
    }
    const auto clamped = [](float value, float low, float high) {
      return static_cast<int>(std::clamp(value, low, high));
    };
    const auto width = static_cast<float>(picture_.width);
    const auto height = static_cast<float>(picture_.height);
    const int left = clamped(std::floor(std::max(std::min({a.x, b.x, c.x}), part.left)), 0, width);
    const int right = clamped(std::ceil(std::min(std::max({a.x, b.x, c.x}), part.right)), 0, width);
    const int top = clamped(std::floor(std::max(std::min({a.y, b.y, c.y}), part.top)), 0, height);
    const int bottom =
        clamped(std::ceil(std::min(std::max({a.y, b.y, c.y}), part.bottom)), 0, height);
    const std::array colours{unpack(a.colour), unpack(b.colour), unpack(c.colour)};
    for (int row = top; row < bottom; ++row)
      for (int column = left; column < right; ++column) {
        const float x = static_cast<float>(column) + 0.5f, y = static_cast<float>(row) + 0.5f;
        if (x < part.left || x >= part.right || y < part.top || y >= part.bottom) continue;
        const std::array weights{side(b, c, x, y), side(c, a, x, y), side(a, b, x, y)};
        const auto covers = [](float weight, const Vertex& from, const Vertex& to) {
          return weight > 0.0f || (weight == 0.0f && ownsEdge(from, to));
        };
        if (!covers(weights[0], b, c) || !covers(weights[1], c, a) || !covers(weights[2], a, b))
          continue;
        const auto mixed = [&](float ofA, float ofB, float ofC) {
          return (weights[0] * ofA + weights[1] * ofB + weights[2] * ofC) / area;
        };
        const float coverage = texel(mixed(a.u, b.u, c.u), mixed(a.v, b.v, c.v));
        const float alpha = coverage * mixed(colours[0][3], colours[1][3], colours[2][3]) / 255.0f;
        if (alpha <= 0.0f) continue;
        std::uint8_t* pixel =
            image_.pixels.data() +
            3 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(picture_.width) +
                 static_cast<std::size_t>(column));
        for (std::size_t i = 0; i < 3; ++i) {
          const float over = mixed(colours[0][i], colours[1][i], colours[2][i]);
          const float under = static_cast<float>(pixel[i]);
          pixel[i] = static_cast<std::uint8_t>(std::clamp(under + (over - under) * alpha + 0.5f,
                                                          0.0f, 255.0f));
        }
      }
  }

  data::Images take() { return std::move(image_); }

 private:
  // Between the four texels around it, in [0, 1].
  float texel(float u, float v) const {
    const float x = u - 0.5f, y = v - 0.5f;
    const float left = std::floor(x), top = std::floor(y);
    const auto at = [this](float column, float row) {
      const int i = std::clamp(static_cast<int>(column), 0, picture_.atlasWidth - 1);
      const int j = std::clamp(static_cast<int>(row), 0, picture_.atlasHeight - 1);
      return static_cast<float>(
                 picture_.coverage[static_cast<std::size_t>(j) *
                                       static_cast<std::size_t>(picture_.atlasWidth) +
                                   static_cast<std::size_t>(i)]) /
             255.0f;
    };
    const float across = x - left, down = y - top;
    const float upper = at(left, top) * (1.0f - across) + at(left + 1.0f, top) * across;
    const float lower =
        at(left, top + 1.0f) * (1.0f - across) + at(left + 1.0f, top + 1.0f) * across;
    return upper * (1.0f - down) + lower * down;
  }

  const RecordedPicture& picture_;
  data::Images image_;
};

}  // namespace

data::Images rasterize(const RecordedPicture& picture) {
  Rasterizer rasterizer(picture);
  for (const RecordedPicture::Part& part : picture.parts)
    for (std::size_t i = part.begin; i + 2 < part.end; i += 3) {
      const auto vertex = [&](std::size_t index) {
        return picture.vertices[part.firstVertex + picture.indices[index]];
      };
      rasterizer.draw(part, vertex(i), vertex(i + 1), vertex(i + 2));
    }
  return rasterizer.take();
}

}  // namespace latlas::ui
