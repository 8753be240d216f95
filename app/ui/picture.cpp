#include "app/ui/picture.h"

#include <cmath>
#include <cstddef>

#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

// The interface's scale while it lives.
class ScaleScope {
 public:
  explicit ScaleScope(float scale) : before_(currentScale()) { setScale(scale); }
  ~ScaleScope() { setScale(before_); }
  ScaleScope(const ScaleScope&) = delete;
  ScaleScope& operator=(const ScaleScope&) = delete;

 private:
  float before_;
};

// What a list draws glyphs and thin lines from.
struct Coverage {
  const std::uint8_t* pixels;
  int width, height;
  int stride, offset;  // bytes: from one texel to the next, of the coverage within one
};

RecordedPicture recorded(const ImDrawList& list, const Coverage& coverage) {
  RecordedPicture picture;
  picture.atlasWidth = coverage.width;
  picture.atlasHeight = coverage.height;
  const auto texels =
      static_cast<std::size_t>(coverage.width) * static_cast<std::size_t>(coverage.height);
  picture.coverage.resize(texels);
  for (std::size_t i = 0; i < texels; ++i)
    picture.coverage[i] = coverage.pixels[i * static_cast<std::size_t>(coverage.stride) +
                                          static_cast<std::size_t>(coverage.offset)];
  picture.vertices.reserve(static_cast<std::size_t>(list.VtxBuffer.Size));
  for (const ImDrawVert& vertex : list.VtxBuffer)
    picture.vertices.push_back({vertex.pos.x, vertex.pos.y,
                                vertex.uv.x * static_cast<float>(coverage.width),
                                vertex.uv.y * static_cast<float>(coverage.height), vertex.col});
  picture.indices.assign(list.IdxBuffer.begin(), list.IdxBuffer.end());
  for (const ImDrawCmd& command : list.CmdBuffer)
    if (command.ElemCount > 0)
      picture.parts.push_back({command.IdxOffset, command.IdxOffset + command.ElemCount,
                               command.VtxOffset, command.ClipRect.x, command.ClipRect.y,
                               command.ClipRect.z, command.ClipRect.w});
  return picture;
}

}  // namespace

RecordedPicture recordPicture(ImVec2 size, const std::function<void(ImDrawList&, ImVec2)>& draw) {
#if IMGUI_VERSION_NUM >= 19200
  const float fontSize = smallFont()->LegacySize / currentScale() * kPictureScale;
#endif
  const ScaleScope scope(kPictureScale);
  const ImVec2 pixels(std::round(scaled(size.x)), std::round(scaled(size.y)));
  ImDrawList list(ImGui::GetDrawListSharedData());
  list._ResetForNewFrame();
  list.Flags |= ImDrawListFlags_AllowVtxOffset;  // 16 bits of an index are soon used up
#if IMGUI_VERSION_NUM >= 19200
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImGui::PushFont(smallFont(), fontSize);
  list.PushTexture(atlas.TexRef);
#else
  const auto font = makePictureFont(kPictureScale);
  ImFontAtlas& atlas = *font;
  ImGui::PushFont(atlas.Fonts[0]);
  list.PushTextureID(atlas.TexID);
#endif
  list.PushClipRect({0, 0}, pixels);
  draw(list, pixels);
  ImGui::PopFont();
#if IMGUI_VERSION_NUM >= 19200
  const ImTextureData& texture = *atlas.TexData;
  RecordedPicture picture = recorded(list, {texture.Pixels, texture.Width, texture.Height,
                                            texture.BytesPerPixel, texture.BytesPerPixel - 1});
#else
  unsigned char* coverage = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsAlpha8(&coverage, &width, &height);
  RecordedPicture picture = recorded(list, {coverage, width, height, 1, 0});
#endif
  picture.width = static_cast<int>(pixels.x);
  picture.height = static_cast<int>(pixels.y);
  picture.ground = ImGui::ColorConvertFloat4ToU32(palette().panel);
  return picture;
}

}  // namespace latlas::ui
