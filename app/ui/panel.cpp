// Panels: regions with a heading that folds them.
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "app/ui/field_parts.h"
#include "app/ui/ground.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

constexpr float kHeadingHeight = 32.0f;  // pixels at 100 %
constexpr float kPadding = 12.0f;        // pixels at 100 %, around the content

// Panels being drawn; endPanel() must know what its beginPanel() opened.
struct OpenPanel {
  ImGuiID heightKey;
  bool hasBody;
  bool isSeen = false;  // out of view nothing is laid out
};

std::vector<OpenPanel>& openPanels() {
  static std::vector<OpenPanel> stack;
  return stack;
}

// `right`: where the heading ends, behind the part of it that folds the panel.
void drawHeading(std::string_view title, float height, float right, bool open) {
  const ImVec2 from = ImGui::GetItemRectMin();
  const ImVec2 to(right, ImGui::GetItemRectMax().y);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float rounding = ImGui::GetStyle().ChildRounding;
  const ImVec4& ground = ImGui::IsItemHovered() ? palette().fieldHovered : palette().panelHeading;
  list->AddRectFilled(from, to, ImGui::GetColorU32(ground), rounding,
                      open ? ImDrawFlags_RoundCornersTop : ImDrawFlags_RoundCornersAll);
  if (open)
    list->AddLine({from.x, to.y - 1.0f}, {to.x, to.y - 1.0f}, ImGui::GetColorU32(palette().border));
  drawChevron({std::floor(from.x + scaled(16)) + 0.5f, std::floor(from.y + height / 2.0f) + 0.5f},
              scaled(8), open, ImGui::GetColorU32(palette().textSecondary));
  ImGui::PushFont(headingFont());
  const ImVec2 at(from.x + scaled(28), from.y + std::floor((height - ImGui::GetFontSize()) / 2.0f));
  const std::string shown = elided(title, to.x - at.x - scaled(kPadding));
  list->AddText(at, ImGui::GetColorU32(palette().text), shown.c_str());
  ImGui::PopFont();
}

// Behind the title, in a line as high as a field; the panel's padding to its right.
void drawTools(const std::function<void()>& tools, float left, float heading) {
  ImGui::PushFont(smallFont());
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(scaled(8), scaled(3)));
  ImGui::SetCursorPos({left, std::floor((heading - ImGui::GetFrameHeight()) / 2.0f)});
  tools();
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

}  // namespace

bool beginPanel(std::string_view title, ImVec2 size, bool& open,
                const std::function<void()>& tools) {
  const std::string name(title);
  const float heading = std::round(scaled(kHeadingHeight));
  const ImGuiID heightKey = ImGui::GetID(name.c_str());
  const bool fits = size.y < 0.0f;
  if (fits) size.y = std::min(-size.y, ImGui::GetStateStorage()->GetFloat(heightKey, scaled(200)));
  if (!open) size.y = heading;

  // A panel that is scrolled half out of view covers no more than what is seen of it.
  const ImVec2 seenMin = ImGui::GetWindowDrawList()->GetClipRectMin();
  const ImVec2 seenMax = ImGui::GetWindowDrawList()->GetClipRectMax();
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2(0, 0));
  ImGui::BeginChild(name.c_str(), size, true,
                    ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar(2);
  const ImVec2 corner = ImGui::GetWindowPos(), extent = ImGui::GetWindowSize();
  const Rect shown{
      {std::max(corner.x, seenMin.x), std::max(corner.y, seenMin.y)},
      {std::min(corner.x + extent.x, seenMax.x), std::min(corner.y + extent.y, seenMax.y)}};
  if (shown.max.x > shown.min.x && shown.max.y > shown.min.y)
    coverGround(shown, ImGui::GetStyle().ChildRounding);

  const float width = std::max(1.0f, ImGui::GetContentRegionAvail().x);
  const bool hasTools = open && tools;
  ImGui::PushFont(headingFont());
  const float titleWidth = scaled(28) + ImGui::CalcTextSize(name.c_str()).x + scaled(16);
  ImGui::PopFont();
  const float foldWidth = hasTools ? std::min(width, titleWidth) : width;
  if (ImGui::InvisibleButton("heading", {foldWidth, heading})) open = !open;
  drawHeading(title, heading, ImGui::GetItemRectMin().x + width, open);
  finishWidget(title, open ? "Click to fold this panel" : "Click to unfold this panel", true,
               open ? "open" : "folded");

  if (hasTools) drawTools(tools, foldWidth, heading);
  openPanels().push_back({fits ? heightKey : 0, open});
  if (!open) return false;
  ImGui::SetCursorPos({0, heading});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(scaled(kPadding), scaled(kPadding)));
#if IMGUI_VERSION_NUM >= 19000
  openPanels().back().isSeen =
      ImGui::BeginChild("body", {0, 0}, ImGuiChildFlags_AlwaysUseWindowPadding);
#else
  openPanels().back().isSeen =
      ImGui::BeginChild("body", {0, 0}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
#endif
  ImGui::PopStyleVar();
  return true;
}

void endPanel() {
  const OpenPanel panel = openPanels().back();
  openPanels().pop_back();
  float contentHeight = 0.0f;
  if (panel.hasBody) {
    contentHeight = ImGui::GetCursorPosY() - ImGui::GetStyle().ItemSpacing.y + scaled(kPadding);
    ImGui::EndChild();
  }
  ImGui::EndChild();
  if (panel.heightKey != 0 && panel.isSeen)
    ImGui::GetStateStorage()->SetFloat(panel.heightKey, std::round(scaled(kHeadingHeight)) +
                                                            std::ceil(contentHeight));
}

}  // namespace latlas::ui
