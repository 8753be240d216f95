// ui::Graphics with OpenGL 3.3 core.
// Threading: UI thread; construction, use and destruction need the context to be current.
// Owns: a texture for each name of images(), and the point renderer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/gl/handles.h"
#include "app/gl/point_renderer.h"
#include "app/ui/graphics.h"

namespace latlas::gl {

class GlGraphics final : public ui::Graphics {
 public:
  // Throws Error when a shader does not compile.
  GlGraphics();

  void fill(ImDrawList& list, ImVec2 min, ImVec2 max, ImU32 colour) override;
  // Cells behind the last image are transparent. Rows beyond the card's largest texture are left
  // out.
  ui::TextureView images(const std::string& name, const std::shared_ptr<const data::Images>& images,
                         int columns) override;
  ui::TextureView points(const std::shared_ptr<const ui::PointCloud>& cloud,
                         const ui::PointView& view) override;

  // The textures whose content is another than at the last call.
  std::vector<ImTextureID> takeRepainted() { return std::exchange(repainted_, {}); }

 private:
  struct Sheet {
    std::shared_ptr<const data::Images> images;  // kept, so that its address stays its identity
    int columns = 0;
    Texture texture;
    int width = 0, height = 0;  // pixels
  };

  void upload(Sheet& sheet);

  int largestTexture_ = 0;  // pixels a side
  std::map<std::string, Sheet> sheets_;
  std::vector<std::uint8_t> pixels_;  // one upload's RGBA, kept to spare allocating at every frame
  PointRenderer pointRenderer_;
  std::vector<ImTextureID> repainted_;
};

}  // namespace latlas::gl
