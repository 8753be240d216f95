#include "app/gl/point_renderer.h"

#include <epoxy/gl.h>

#include <algorithm>

#include "app/gl/shader.h"

namespace latlas::gl {

PointRenderer::PointRenderer()
    : points_(makeProgram("points")),
      straighten_(makeProgram("straighten")),
      pointArray_(makeVertexArray()),
      emptyArray_(makeVertexArray()),
      positions_(makeBuffer()),
      colours_(makeBuffer()) {
  glBindVertexArray(pointArray_.name());
  glBindBuffer(GL_ARRAY_BUFFER, positions_.name());
  glVertexAttribPointer(0, 2, GL_FLOAT, GL_FALSE, 0, nullptr);
  glEnableVertexAttribArray(0);
  glBindBuffer(GL_ARRAY_BUFFER, colours_.name());
  glVertexAttribPointer(1, 4, GL_UNSIGNED_BYTE, GL_TRUE, 0, nullptr);
  glEnableVertexAttribArray(1);
  glBindBuffer(GL_ARRAY_BUFFER, 0);
  glBindVertexArray(0);
}

ui::TextureView PointRenderer::draw(const std::shared_ptr<const ui::PointCloud>& cloud,
                                    const ui::PointView& view) {
  if (!cloud || view.width <= 0 || view.height <= 0) return {};
  if (cloud != cloud_ || !(view == view_)) {
    if (cloud != cloud_) upload(*cloud);
    fitTargets(view.width, view.height);
    render(view);
    cloud_ = cloud;
    view_ = view;
    repainted_ = true;
  }
  return {ui::textureId(straight_.texture.name()), width_, height_};
}

void PointRenderer::upload(const ui::PointCloud& cloud) {
  const std::size_t count = std::min(cloud.xy.size() / 2, cloud.colours.size());
  count_ = static_cast<int>(count);
  const auto fill = [](const Buffer& buffer, const void* data, std::size_t bytes) {
    glBindBuffer(GL_ARRAY_BUFFER, buffer.name());
    glBufferData(GL_ARRAY_BUFFER, static_cast<GLsizeiptr>(bytes), data, GL_STATIC_DRAW);
  };
  fill(positions_, cloud.xy.data(), count * 2 * sizeof(float));
  fill(colours_, cloud.colours.data(), count * sizeof(std::uint32_t));
  glBindBuffer(GL_ARRAY_BUFFER, 0);
}

void PointRenderer::fitTargets(int width, int height) {
  if (width == width_ && height == height_) return;
  for (Target* target : {&premultiplied_, &straight_}) {
    target->texture = makeColourTexture(width, height);
    target->framebuffer = makeFramebuffer(target->texture);
  }
  width_ = width;
  height_ = height;
}

void PointRenderer::render(const ui::PointView& view) {
  const auto uniform = [](const Program& program, const char* name) {
    return glGetUniformLocation(program.name(), name);
  };
  const auto width = static_cast<float>(view.width);
  const auto height = static_cast<float>(view.height);
  glViewport(0, 0, view.width, view.height);
  glDisable(GL_SCISSOR_TEST);

  glBindFramebuffer(GL_FRAMEBUFFER, premultiplied_.framebuffer.name());
  glClearColor(0, 0, 0, 0);
  glClear(GL_COLOR_BUFFER_BIT);
  glEnable(GL_BLEND);
  glBlendEquation(GL_FUNC_ADD);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glEnable(GL_PROGRAM_POINT_SIZE);
  glUseProgram(points_.name());
  glUniform2f(uniform(points_, "centre"), view.centre[0], view.centre[1]);
  glUniform2f(uniform(points_, "unitsToClip"), 2.0f * view.pixelsPerUnit / width,
              2.0f * view.pixelsPerUnit / height);
  glUniform1f(uniform(points_, "diameter"), view.pointDiameter);
  glBindVertexArray(pointArray_.name());
  glDrawArrays(GL_POINTS, 0, count_);
  glDisable(GL_PROGRAM_POINT_SIZE);
  glDisable(GL_BLEND);

  glBindFramebuffer(GL_FRAMEBUFFER, straight_.framebuffer.name());
  glUseProgram(straighten_.name());
  glActiveTexture(GL_TEXTURE0);
  glBindTexture(GL_TEXTURE_2D, premultiplied_.texture.name());
  glUniform1i(uniform(straighten_, "premultiplied"), 0);
  glBindVertexArray(emptyArray_.name());
  glDrawArrays(GL_TRIANGLES, 0, 3);

  // Whatever draws next starts from the window and from nothing bound.
  glBindVertexArray(0);
  glBindTexture(GL_TEXTURE_2D, 0);
  glUseProgram(0);
  glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

}  // namespace latlas::gl
