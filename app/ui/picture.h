// Pictures of what the window draws, sharper than the screen and without it: ImGui's draw commands
// are recorded at a multiple of the interface's scale, and turned into pixels by our own rasterizer
// on whichever thread has the time.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "core/data/images.h"

namespace latlas::ui {

// Triangles, with nothing left of ImGui in them. Immutable once it is made: any thread may read it.
struct RecordedPicture {
  struct Vertex {
    float x, y;            // pixels
    float u, v;            // texels of the atlas
    std::uint32_t colour;  // as ImGui packs it
  };
  struct Part {
    std::size_t begin, end;          // of indices
    std::size_t firstVertex;         // added to each
    float left, top, right, bottom;  // nothing is drawn outside
  };
  int width = 0, height = 0;  // pixels
  std::uint32_t ground = 0;   // opaque
  std::vector<Vertex> vertices;
  std::vector<std::uint32_t> indices;
  std::vector<Part> parts;
  int atlasWidth = 0, atlasHeight = 0;
  std::vector<std::uint8_t> coverage;  // [atlasHeight, atlasWidth], of glyphs and thin lines
};

// How much larger the picture's pixels are than the interface's lengths.
inline constexpr float kPictureScale = 2.0f;

// `size` in pixels of a screen at 100 %. While `draw` runs, scaled() and smallFont() are those of
// the picture, and smallFont() is current. Threading: UI thread, inside a frame.
RecordedPicture recordPicture(ImVec2 size, const std::function<void(ImDrawList&, ImVec2)>& draw);

// One RGB image. Threading: any thread.
data::Images rasterize(const RecordedPicture& picture);

}  // namespace latlas::ui
