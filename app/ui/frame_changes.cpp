#include "app/ui/frame_changes.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace latlas::ui {
namespace {

// Beyond so many, cutting a frame up costs more than drawing it.
constexpr std::size_t kMostRects = 64;
constexpr float kFar = 1e9f;  // beyond every screen

// Every bit of `value` reaches every bit of the result, and the order of values counts.
std::uint64_t mixed(std::uint64_t hash, std::uint64_t value) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
  hash = (hash ^ value) * kOdd;
  return hash ^ hash >> 32;
}

template <class T>
std::uint64_t bitsOf(const T& value) {
  static_assert(sizeof(T) <= sizeof(std::uint64_t));
  std::uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof value);
  return bits;
}

std::uint64_t hashOf(const ImDrawVert& vertex) {
  return mixed(mixed(mixed(0, bitsOf(vertex.pos)), bitsOf(vertex.uv)), vertex.col);
}

std::uint64_t hashOf(const ImVec4& clip) {
  return mixed(mixed(mixed(mixed(0, bitsOf(clip.x)), bitsOf(clip.y)), bitsOf(clip.z)),
               bitsOf(clip.w));
}

// Every pixel that it may touch.
PixelRect outside(float left, float top, float right, float bottom) {
  const auto pixel = [](float at) { return static_cast<int>(std::clamp(at, -kFar, kFar)); };
  return {pixel(std::floor(left)), pixel(std::floor(top)), pixel(std::ceil(right)),
          pixel(std::ceil(bottom))};
}

}  // namespace

std::vector<PixelRect> FrameChanges::since(const ImDrawData& frame,
                                           std::span<const ImTextureID> repainted) {
  for (const ImTextureID texture : repainted) ++paintings_[texture];
  fit(static_cast<int>(std::lround(frame.DisplaySize.x * frame.FramebufferScale.x)),
      static_cast<int>(std::lround(frame.DisplaySize.y * frame.FramebufferScale.y)));
  now_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 0);
  for (int i = 0; i < frame.CmdListsCount; ++i) add(frame, *frame.CmdLists[i]);
  std::vector<PixelRect> changed = changedTiles();
  seen_.swap(now_);
  return changed;
}

void FrameChanges::fit(int width, int height) {
  if (width == width_ && height == height_) return;
  width_ = width;
  height_ = height;
  columns_ = (width + kTile - 1) / kTile;
  rows_ = (height + kTile - 1) / kTile;
  forget();
}

void FrameChanges::add(const ImDrawData& frame, const ImDrawList& list) {
  const PixelScale scale(frame);
  vertices_.clear();
  for (const ImDrawVert& vertex : list.VtxBuffer) vertices_.push_back(hashOf(vertex));
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const ImVec4& clip = command.ClipRect;
    const PixelRect clipped =
        outside(scale.x(clip.x), scale.y(clip.y), scale.x(clip.z), scale.y(clip.w));
    const std::uint64_t clipHash = hashOf(clip);
    if (command.UserCallback != nullptr) {
      if (command.UserCallback != ImDrawCallback_ResetRenderState)
        add(clipped,
            mixed(mixed(clipHash, bitsOf(command.UserCallback)), bitsOf(command.UserCallbackData)));
      continue;
    }
    const ImTextureID texture = command.GetTexID();
    const auto painting = paintings_.find(texture);
    const std::uint64_t paintings = painting == paintings_.end() ? 0 : painting->second;
    const std::uint64_t commandHash = mixed(mixed(clipHash, bitsOf(texture)), paintings);
    for (unsigned i = command.IdxOffset; i + 2 < command.IdxOffset + command.ElemCount; i += 3) {
      std::uint64_t hash = commandHash;
      ImVec2 min(kFar, kFar), max(-kFar, -kFar);
      for (unsigned corner = i; corner < i + 3; ++corner) {
        const unsigned vertex = list.IdxBuffer[static_cast<int>(corner)] + command.VtxOffset;
        const ImVec2 at = list.VtxBuffer[static_cast<int>(vertex)].pos;
        hash = mixed(hash, vertices_[vertex]);
        min = {std::min(min.x, at.x), std::min(min.y, at.y)};
        max = {std::max(max.x, at.x), std::max(max.y, at.y)};
      }
      add(intersection(clipped,
                       outside(scale.x(min.x), scale.y(min.y), scale.x(max.x), scale.y(max.y))),
          hash);
    }
  }
}

void FrameChanges::add(const PixelRect& area, std::uint64_t what) {
  const PixelRect seen = intersection(area, {0, 0, width_, height_});
  if (seen.empty()) return;
  for (int row = seen.top / kTile; row <= (seen.bottom - 1) / kTile; ++row)
    for (int column = seen.left / kTile; column <= (seen.right - 1) / kTile; ++column) {
      std::uint64_t& tile = now_[static_cast<std::size_t>(row * columns_ + column)];
      tile = mixed(tile, what);
    }
}

std::vector<PixelRect> FrameChanges::changedTiles() const {
  const PixelRect whole{0, 0, width_, height_};
  if (seen_.size() != now_.size()) return {whole};
  std::vector<PixelRect> rects;
  std::size_t above = 0;  // the first rectangle of the row above
  for (int row = 0; row < rows_; ++row) {
    const std::size_t first = rects.size();
    const auto isChanged = [&](int column) {
      const auto tile = static_cast<std::size_t>(row * columns_ + column);
      return seen_[tile] != now_[tile];
    };
    for (int column = 0; column < columns_; ++column) {
      if (!isChanged(column)) continue;
      const int begin = column;
      while (column < columns_ && isChanged(column)) ++column;
      rects.push_back({begin * kTile, row * kTile, std::min(column * kTile, width_),
                       std::min((row + 1) * kTile, height_)});
    }
    // What lies under a rectangle of the same width belongs to it.
    for (std::size_t i = above; i < first; ++i)
      for (std::size_t j = first; j < rects.size(); ++j)
        if (rects[i].left == rects[j].left && rects[i].right == rects[j].right &&
            rects[i].bottom == rects[j].top)
          rects[j].top = std::exchange(rects[i].top, rects[i].bottom);
    above = first;
  }
  std::erase_if(rects, [](const PixelRect& rect) { return rect.empty(); });
  if (rects.size() > kMostRects) return {whole};
  return rects;
}

}  // namespace latlas::ui
