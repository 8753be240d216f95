#include "app/gl/gl_graphics.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>

namespace latlas::gl {
namespace {

// Clears the command's clip rectangle with the colour that its data holds.
void clearClipRect(const ImDrawList*, const ImDrawCmd* command) {
  const ImDrawData& frame = *ImGui::GetDrawData();
  // A shape covers the pixels whose centres it covers, so edges are rounded.
  const auto x = [&](float at) {
    return static_cast<int>(std::lround((at - frame.DisplayPos.x) * frame.FramebufferScale.x));
  };
  const auto y = [&](float at) {
    return static_cast<int>(std::lround((at - frame.DisplayPos.y) * frame.FramebufferScale.y));
  };
  const ImVec4& clip = command->ClipRect;
  const int height = y(frame.DisplayPos.y + frame.DisplaySize.y);  // OpenGL counts from below
  const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(
      static_cast<ImU32>(reinterpret_cast<std::uintptr_t>(command->UserCallbackData)));
  glScissor(x(clip.x), height - y(clip.w), std::max(0, x(clip.z) - x(clip.x)),
            std::max(0, y(clip.w) - y(clip.y)));
  glClearColor(colour.x, colour.y, colour.z, 1.0f);
  glClear(GL_COLOR_BUFFER_BIT);
}

// One row of one image, grey or RGB, as RGBA.
void expandRow(const std::uint8_t* from, int channels, int width, std::uint8_t* to) {
  for (int x = 0; x < width; ++x, from += channels, to += 4) {
    to[0] = from[0];
    to[1] = from[channels == 3 ? 1 : 0];
    to[2] = from[channels == 3 ? 2 : 0];
    to[3] = 255;
  }
}

}  // namespace

GlGraphics::GlGraphics() { glGetIntegerv(GL_MAX_TEXTURE_SIZE, &largestTexture_); }

void GlGraphics::fill(ImDrawList& list, ImVec2 min, ImVec2 max, ImU32 colour) {
  list.PushClipRect(min, max, true);
  list.AddCallback(clearClipRect, reinterpret_cast<void*>(static_cast<std::uintptr_t>(colour)));
  list.PopClipRect();
}

ui::TextureView GlGraphics::images(const std::string& name,
                                   const std::shared_ptr<const data::Images>& images, int columns) {
  if (!images || images->count == 0 || images->shape.size() == 0) {
    sheets_.erase(name);
    return {};
  }
  Sheet& sheet = sheets_[name];
  if (sheet.images != images || sheet.columns != columns) {
    sheet.images = images;
    sheet.columns = columns;
    upload(sheet);
    repainted_.push_back(ui::textureId(sheet.texture.name()));
  }
  return {ui::textureId(sheet.texture.name()), sheet.width, sheet.height};
}

void GlGraphics::upload(Sheet& sheet) {
  const data::Images& images = *sheet.images;
  const data::Shape shape = images.shape;
  const std::int64_t widest = std::min<std::int64_t>(images.count, largestTexture_ / shape.width);
  const std::int64_t across =
      std::clamp<std::int64_t>(sheet.columns, 1, std::max<std::int64_t>(1, widest));
  const std::int64_t down =
      std::min<std::int64_t>((images.count + across - 1) / across, largestTexture_ / shape.height);
  const std::int64_t count = std::min(images.count, across * down);
  const auto width = static_cast<int>(across * shape.width);
  const auto height = static_cast<int>(down * shape.height);

  pixels_.assign(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 0);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint8_t* image = images.image(i).data();
    const std::int64_t left = i % across * shape.width;
    const std::int64_t top = i / across * shape.height;
    for (std::int64_t y = 0; y < shape.height; ++y)
      expandRow(image + y * shape.width * shape.channels, shape.channels, shape.width,
                pixels_.data() + ((top + y) * width + left) * 4);
  }

  if (sheet.texture.empty() || width != sheet.width || height != sheet.height) {
    sheet.texture = makeColourTexture(width, height, pixels_.data());
    sheet.width = width;
    sheet.height = height;
  } else {
    glBindTexture(GL_TEXTURE_2D, sheet.texture.name());
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE,
                    pixels_.data());
    glBindTexture(GL_TEXTURE_2D, 0);
  }
}

ui::TextureView GlGraphics::points(const std::shared_ptr<const ui::PointCloud>& cloud,
                                   const ui::PointView& view) {
  const ui::TextureView drawn = pointRenderer_.draw(cloud, view);
  if (pointRenderer_.takeRepainted()) repainted_.push_back(drawn.id);
  return drawn;
}

}  // namespace latlas::gl
