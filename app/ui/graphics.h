// What panels need from the graphics card, without naming it: pictures as textures, and the point
// cloud drawn into one. app/gl implements it with OpenGL; NullGraphics lets panels be tested with
// no screen at all.
// Threading: UI thread.
#pragma once

#include <imgui.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/data/images.h"

namespace latlas::ui {

// A texture that lives at least until the end of the frame; id is null when there is nothing.
struct TextureView {
  ImTextureID id{};
  int width = 0;  // pixels
  int height = 0;

  bool empty() const { return width == 0 || height == 0; }
};

// What Dear ImGui calls a texture, from OpenGL's name for it. A C cast, because ImTextureID is a
// pointer in old versions and an integer since 1.91.
inline ImTextureID textureId(unsigned name) {
  return (ImTextureID) static_cast<std::uintptr_t>(name);
}

// Points to draw. Immutable, shared: a new cloud is a new object, so identity says "unchanged".
struct PointCloud {
  std::vector<float> xy;               // [count, 2]
  std::vector<std::uint32_t> colours;  // [count], ImGui's packed colours
};

struct PointView {
  int width = 0, height = 0;      // pixels
  std::array<float, 2> centre{};  // in the cloud's units
  float pixelsPerUnit = 1.0f;     // y points up
  float pointDiameter = 4.0f;     // pixels
  bool operator==(const PointView&) const = default;
};

class Graphics {
 public:
  virtual ~Graphics() = default;

  // Fills [min, max) with an opaque colour. As a clear and not as a shape, which a software renderer
  // samples the font's texture for and blends, pixel by pixel (a tenth of the speed).
  virtual void fill(ImDrawList& list, ImVec2 min, ImVec2 max, ImU32 colour) = 0;

  // `images` tiled as a texture of `columns` columns with no gap, kept under `name` until another
  // value comes for it. Uploads only when `images` is not the object it was. Nearest filtering.
  virtual TextureView images(const std::string& name,
                             const std::shared_ptr<const data::Images>& images, int columns) = 0;

  // The cloud on a transparent ground, redrawn only when the cloud or the view changed.
  virtual TextureView points(const std::shared_ptr<const PointCloud>& cloud,
                             const PointView& view) = 0;
};

// Draws nothing, but gives views of the right size.
class NullGraphics final : public Graphics {
 public:
  void fill(ImDrawList& list, ImVec2 min, ImVec2 max, ImU32 colour) override;
  TextureView images(const std::string& name, const std::shared_ptr<const data::Images>& images,
                     int columns) override;
  TextureView points(const std::shared_ptr<const PointCloud>& cloud,
                     const PointView& view) override;
};

}  // namespace latlas::ui
