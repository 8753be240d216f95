#include "app/gl/retained_frame.h"

#include <epoxy/gl.h>
#include <imgui_impl_opengl3.h>

#include <cmath>
#include <optional>

#include "app/ui/frame_part.h"

namespace latlas::gl {
namespace {

bool isWhole(float number) { return number == std::floor(number); }

bool isSame(const ImVec4& a, const ImVec4& b) {
  return a.x == b.x && a.y == b.y && a.z == b.z && a.w == b.w;
}

}  // namespace

std::vector<ui::PixelRect> RetainedFrame::draw(ImDrawData& frame, const ImVec4& ground,
                                               std::span<const ImTextureID> repainted) {
  fit(static_cast<int>(std::lround(frame.DisplaySize.x * frame.FramebufferScale.x)),
      static_cast<int>(std::lround(frame.DisplaySize.y * frame.FramebufferScale.y)));
  if (whole().empty()) return {};
  if (!isSame(ground, ground_)) forget();
  ground_ = ground;
  // Units that are fractions of a pixel cannot say where exactly to cut.
  if (!isWhole(frame.FramebufferScale.x) || !isWhole(frame.FramebufferScale.y)) forget();
  std::vector<ui::PixelRect> changed = changes_.since(frame, repainted);
  if (changed.empty()) return changed;

  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.name());
  glViewport(0, 0, width_, height_);
  glEnable(GL_SCISSOR_TEST);
  glClearColor(ground.x, ground.y, ground.z, 1.0f);
  for (const ui::PixelRect& rect : changed) {
    glScissor(rect.left, height_ - rect.bottom, rect.right - rect.left, rect.bottom - rect.top);
    glClear(GL_COLOR_BUFFER_BIT);
  }
  glDisable(GL_SCISSOR_TEST);
  std::optional<ui::FramePart> part;
  if (changed.front() != whole()) part.emplace(frame, changed);
  ImGui_ImplOpenGL3_RenderDrawData(&frame);
  part.reset();
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
  return changed;
}

void RetainedFrame::fit(int width, int height) {
  if (width == width_ && height == height_) return;
  width_ = width;
  height_ = height;
  if (whole().empty()) return;
  texture_ = makeColourTexture(width, height);
  framebuffer_ = makeFramebuffer(texture_);
  forget();
}

void RetainedFrame::copyToWindow() const {
  glDisable(GL_SCISSOR_TEST);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_.name());
  glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_READ_FRAMEBUFFER, 0);
}

}  // namespace latlas::gl
