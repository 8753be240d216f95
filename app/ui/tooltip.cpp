// When a tooltip appears, and how wide it is.
#include <imgui.h>

#include <functional>
#include <string>

#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

constexpr float kDelay = 0.4f;        // seconds: long enough not to flicker under a passing pointer
constexpr float kWrapWidth = 320.0f;  // pixels at 100 %: about 55 characters, easy to read

// ImGui 1.86 knows no delayed tooltips, so the time over one item is counted here.
struct Hover {
  std::size_t item = 0;
  int frame = -1;
  float seconds = 0.0f;
};

Hover& hover() {
  static Hover instance;
  return instance;
}

// Texts have no ImGui id; what and where identifies any item well enough for a delay.
std::size_t identify(std::string_view tooltip) {
  const ImVec2 corner = ImGui::GetItemRectMin();
  const std::size_t place = std::hash<float>{}(corner.x) * 31 + std::hash<float>{}(corner.y);
  return std::hash<std::string_view>{}(tooltip) ^ place;
}

}  // namespace

void tooltipForLastItem(std::string_view tooltip) {
  if (tooltip.empty() || !ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  Hover& now = hover();
  const std::size_t item = identify(tooltip);
  const int frame = ImGui::GetFrameCount();
  const bool arrived = now.item != item || frame > now.frame + 1;
  // A press ends the wait: who acts needs no explanation now. And the time that the window slept
  // before the pointer arrived is no time over this item.
  if (arrived || ImGui::IsMouseDown(ImGuiMouseButton_Left))
    now = {item, frame, 0.0f};
  else
    now.seconds += ImGui::GetIO().DeltaTime;
  now.frame = frame;
  if (now.seconds < kDelay) return;

  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(10), scaled(8)));
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(scaled(kWrapWidth));
  ImGui::PushFont(smallFont());
  ImGui::TextUnformatted(tooltip.data(), tooltip.data() + tooltip.size());
  ImGui::PopFont();
  ImGui::PopTextWrapPos();
  const ImVec2 corner = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  recordProbe("Tooltip", corner, {corner.x + size.x, corner.y + size.y}, true,
              std::string(tooltip));
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

}  // namespace latlas::ui
