// What a frame shows otherwise than the one before it, so that only this need be drawn: where the
// processor draws, shading pixels is nine tenths of a frame. The screen is cut into tiles, and each
// tile is known by a hash of what is drawn on it, in order: equal hashes are equal pixels.
// Threading: UI thread.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "app/ui/pixel_rect.h"

namespace latlas::ui {

class FrameChanges {
 public:
  static constexpr int kTile = 32;  // pixels a side

  // Where `frame` differs from the frame of the last call, or whatever was drawn with one of the
  // textures `repainted` since; all of it at first and when its size changed. Disjoint.
  std::vector<PixelRect> since(const ImDrawData& frame, std::span<const ImTextureID> repainted);
  // All of the next frame counts as changed.
  void forget() { seen_.clear(); }

 private:
  void fit(int width, int height);
  void add(const ImDrawData& frame, const ImDrawList& list);
  void add(const PixelRect& area, std::uint64_t what);
  std::vector<PixelRect> changedTiles() const;

  int width_ = 0, height_ = 0, columns_ = 0, rows_ = 0;
  std::vector<std::uint64_t> seen_, now_;           // [rows, columns]
  std::vector<std::uint64_t> vertices_;             // one list's
  std::map<ImTextureID, std::uint64_t> paintings_;  // how often each texture was repainted
};

}  // namespace latlas::ui
