#include "app/ui/ground.h"

#include <algorithm>
#include <utility>

#include "app/ui/theme.h"

namespace latlas::ui {
namespace {

struct Panel {
  Rect rect;
  float rounding = 0.0f;
};

std::vector<Panel>& panels() {
  static std::vector<Panel> instance;
  return instance;
}

// The ground that shows outside a rounded corner: from the corner along one edge, back on the arc.
// `inward` points from the corner into the panel.
void paintCorner(ImDrawList& list, ImVec2 corner, ImVec2 inward, float rounding, ImU32 colour) {
  constexpr int kSteps = 4;
  constexpr float kQuarter[kSteps + 1][2] = {
      {1.0f, 0.0f}, {0.9239f, 0.3827f}, {0.7071f, 0.7071f}, {0.3827f, 0.9239f}, {0.0f, 1.0f}};
  const ImVec2 centre(corner.x + inward.x * rounding, corner.y + inward.y * rounding);
  const auto onArc = [&](int i) {
    return ImVec2(centre.x - inward.x * rounding * kQuarter[i][0],
                  centre.y - inward.y * rounding * kQuarter[i][1]);
  };
  for (int i = 0; i < kSteps; ++i) list.AddTriangleFilled(corner, onArc(i), onArc(i + 1), colour);
}

}  // namespace

std::vector<Rect> uncovered(const Rect& whole, std::span<const Rect> covers) {
  std::vector<float> edges{whole.min.y, whole.max.y};
  for (const Rect& cover : covers)
    for (const float y : {cover.min.y, cover.max.y})
      if (y > whole.min.y && y < whole.max.y) edges.push_back(y);
  std::sort(edges.begin(), edges.end());

  std::vector<Rect> rest;
  for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
    const float top = edges[i], bottom = edges[i + 1];
    if (bottom <= top) continue;
    std::vector<Rect> across;
    for (const Rect& cover : covers)
      if (cover.min.y <= top && cover.max.y >= bottom) across.push_back(cover);
    std::sort(across.begin(), across.end(),
              [](const Rect& a, const Rect& b) { return a.min.x < b.min.x; });
    float x = whole.min.x;
    for (const Rect& cover : across) {
      if (cover.min.x > x) rest.push_back({{x, top}, {std::min(cover.min.x, whole.max.x), bottom}});
      x = std::max(x, cover.max.x);
    }
    if (x < whole.max.x) rest.push_back({{x, top}, {whole.max.x, bottom}});
  }
  return rest;
}

void coverGround(const Rect& panel, float rounding) { panels().push_back({panel, rounding}); }

void paintGround(Graphics& graphics) {
  const std::vector<Panel> shown = std::exchange(panels(), {});
  std::vector<Rect> covers;
  for (const Panel& panel : shown) covers.push_back(panel.rect);
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  const ImU32 colour = ImGui::ColorConvertFloat4ToU32(palette().background);
  for (const Rect& rest : uncovered({{0, 0}, ImGui::GetIO().DisplaySize}, covers))
    graphics.fill(list, rest.min, rest.max, colour);
  for (const auto& [rect, rounding] : shown) {
    paintCorner(list, rect.min, {1, 1}, rounding, colour);
    paintCorner(list, {rect.max.x, rect.min.y}, {-1, 1}, rounding, colour);
    paintCorner(list, {rect.min.x, rect.max.y}, {1, -1}, rounding, colour);
    paintCorner(list, rect.max, {-1, -1}, rounding, colour);
  }
}

}  // namespace latlas::ui
