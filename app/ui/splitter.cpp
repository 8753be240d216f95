#include "app/ui/splitter.h"

#include <imgui.h>

#include <algorithm>
#include <cstdio>

#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {

bool splitter(std::string_view label, SplitterAxis axis, float& size, float min, float max,
              float length, float thickness, int grows) {
  const bool vertical = axis == SplitterAxis::vertical;
  const ImVec2 extent = vertical ? ImVec2(thickness, length) : ImVec2(length, thickness);
  if (extent.x <= 0.0f || extent.y <= 0.0f) return false;

  ImGui::PushID(label.data(), label.data() + label.size());
  ImGui::InvisibleButton("bar", extent);
  ImGui::PopID();
  const bool dragged = ImGui::IsItemActive();
  const bool hovered = ImGui::IsItemHovered();
  if (dragged || hovered)
    ImGui::SetMouseCursor(vertical ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);

  if (dragged) {
    // Measured from where the bar was seized, so that it stays under the pointer after the pointer
    // went beyond a limit and came back.
    static float sizeAtSeizure = 0.0f;
    if (ImGui::IsItemActivated()) sizeAtSeizure = size;
    const ImVec2 moved = ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0.0f);
    const float delta = (vertical ? moved.x : moved.y) * static_cast<float>(grows);
    size = std::clamp(sizeAtSeizure + delta, min, std::max(min, max));
  }

  const ImVec2 from = ImGui::GetItemRectMin();
  const ImVec2 to = ImGui::GetItemRectMax();
  if (dragged || hovered) {
    // A thin line of light instead of a block: the bar's width is for the hand, not for the eye.
    const float line = scaled(dragged ? 2.0f : 1.0f);
    const ImU32 colour = ImGui::GetColorU32(dragged ? palette().accent : palette().textSecondary);
    const ImVec2 middle((from.x + to.x) / 2.0f, (from.y + to.y) / 2.0f);
    ImGui::GetWindowDrawList()->AddRectFilled(
        vertical ? ImVec2(middle.x - line / 2.0f, from.y) : ImVec2(from.x, middle.y - line / 2.0f),
        vertical ? ImVec2(middle.x + line / 2.0f, to.y) : ImVec2(to.x, middle.y + line / 2.0f),
        colour);
  }
  char value[32];
  std::snprintf(value, sizeof value, "%.0f", static_cast<double>(size));
  recordProbe(label, from, to, true, value);
  return dragged;
}

}  // namespace latlas::ui
