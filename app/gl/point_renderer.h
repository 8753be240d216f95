// Draws a point cloud into a texture: round, soft-edged, blended, later points above earlier ones.
// A change of the cloud uploads it, a change of the view redraws it, neither costs nothing.
// Threading: UI thread, with a current context.
// Owns: the cloud's copy on the card and two textures of the view's size.
#pragma once

#include <memory>
#include <utility>

#include "app/gl/handles.h"
#include "app/ui/graphics.h"

namespace latlas::gl {

class PointRenderer {
 public:
  // Throws Error when a shader does not compile.
  PointRenderer();

  // The texture has straight (not premultiplied) colours and its first row at the top. Valid until
  // the next draw(). Empty when there is no cloud or the view has no area.
  ui::TextureView draw(const std::shared_ptr<const ui::PointCloud>& cloud,
                       const ui::PointView& view);
  // Whether the texture was drawn since the last call.
  bool takeRepainted() { return std::exchange(repainted_, false); }

 private:
  void upload(const ui::PointCloud& cloud);
  void fitTargets(int width, int height);
  void render(const ui::PointView& view);

  // A texture that is drawn into, and what draws into it.
  struct Target {
    Texture texture;
    Framebuffer framebuffer;
  };

  Program points_, straighten_;
  VertexArray pointArray_, emptyArray_;
  Buffer positions_, colours_;
  Target premultiplied_, straight_;
  int width_ = 0, height_ = 0;
  int count_ = 0;
  std::shared_ptr<const ui::PointCloud> cloud_;  // kept, so that its address stays its identity
  ui::PointView view_;
  bool repainted_ = false;
};

}  // namespace latlas::gl
