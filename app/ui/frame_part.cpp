#include "app/ui/frame_part.h"

#include <algorithm>
#include <cmath>

namespace latlas::ui {
namespace {

// As Dear ImGui's back end truncates what it cuts off, counting rows from below.
PixelRect scissorOf(const ImDrawData& frame, const ImVec4& clip) {
  const PixelScale scale(frame);
  const float height = std::trunc(frame.DisplaySize.y * frame.FramebufferScale.y);
  const float left = scale.x(clip.x), top = scale.y(clip.y);
  const float right = scale.x(clip.z), bottom = scale.y(clip.w);
  const int x = static_cast<int>(left), fromBelow = static_cast<int>(height - bottom);
  const int wide = static_cast<int>(right - left), high = static_cast<int>(bottom - top);
  const int end = static_cast<int>(height) - fromBelow;
  return {x, end - high, x + wide, end};
}

PixelRect rounded(const ImDrawData& frame, const ImVec4& clip) {
  const PixelScale scale(frame);
  const auto pixel = [](float at) { return static_cast<int>(std::lround(at)); };
  return {pixel(scale.x(clip.x)), pixel(scale.y(clip.y)), pixel(scale.x(clip.z)),
          pixel(scale.y(clip.w))};
}

}  // namespace

FramePart::FramePart(ImDrawData& frame, std::span<const PixelRect> rects)
    : frame_(frame), whole_(static_cast<std::size_t>(frame.CmdListsCount)) {
  for (int i = 0; i < frame.CmdListsCount; ++i)
    cut(*frame.CmdLists[i], rects, whole_[static_cast<std::size_t>(i)]);
}

FramePart::~FramePart() {
  for (int i = 0; i < frame_.CmdListsCount; ++i) {
    Kept& whole = whole_[static_cast<std::size_t>(i)];
    frame_.CmdLists[i]->CmdBuffer.swap(whole.commands);
    frame_.CmdLists[i]->IdxBuffer.swap(whole.indices);
  }
}

void FramePart::cut(ImDrawList& list, std::span<const PixelRect> rects, Kept& whole) const {
  Kept part;
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.UserCallback == ImDrawCallback_ResetRenderState) {
      part.commands.push_back(command);
      continue;
    }
    const bool isDrawn = command.UserCallback == nullptr;
    const PixelRect clip =
        isDrawn ? scissorOf(frame_, command.ClipRect) : rounded(frame_, command.ClipRect);
    for (const PixelRect& rect : rects) {
      const PixelRect seen = intersection(clip, rect);
      if (seen.empty()) continue;
      ImDrawCmd piece = command;
      piece.ClipRect = PixelScale(frame_).unitsOf(seen);
      piece.IdxOffset = static_cast<unsigned>(part.indices.Size);
      if (isDrawn) addTriangles(list, command, seen, part);
      piece.ElemCount = static_cast<unsigned>(part.indices.Size) - piece.IdxOffset;
      if (!isDrawn || piece.ElemCount > 0) part.commands.push_back(piece);
    }
  }
  whole.commands.swap(list.CmdBuffer);
  whole.indices.swap(list.IdxBuffer);
  list.CmdBuffer.swap(part.commands);
  list.IdxBuffer.swap(part.indices);
}

void FramePart::addTriangles(const ImDrawList& list, const ImDrawCmd& command,
                             const PixelRect& rect, Kept& part) const {
  const ImVec4 area = PixelScale(frame_).unitsOf(rect);
  const ImDrawIdx* const indices = list.IdxBuffer.Data;
  const ImDrawVert* const vertices = list.VtxBuffer.Data + command.VtxOffset;
  for (unsigned i = command.IdxOffset; i + 2 < command.IdxOffset + command.ElemCount; i += 3) {
    const ImVec2 a = vertices[indices[i]].pos, b = vertices[indices[i + 1]].pos,
                 c = vertices[indices[i + 2]].pos;
    const bool shows = std::max({a.x, b.x, c.x}) > area.x && std::min({a.x, b.x, c.x}) < area.z &&
                       std::max({a.y, b.y, c.y}) > area.y && std::min({a.y, b.y, c.y}) < area.w;
    if (!shows) continue;
    for (unsigned corner = i; corner < i + 3; ++corner) part.indices.push_back(indices[corner]);
  }
}

}  // namespace latlas::ui
