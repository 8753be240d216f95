#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <string>

#include "app/ui/field_parts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

// A cross with a probe of its own over the field's right end; true when it was clicked.
bool clearButton(const std::string& label, ImVec2 corner, float side) {
  ImGui::SetCursorScreenPos(corner);
  const bool clicked = ImGui::InvisibleButton("clear", {side, side});
  const ImVec4& colour = ImGui::IsItemHovered() ? palette().text : palette().textSecondary;
  const float arm = scaled(3.5f), thickness = scaled(1.4f);
  const ImVec2 centre(corner.x + side / 2, corner.y + side / 2);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddLine({centre.x - arm, centre.y - arm}, {centre.x + arm, centre.y + arm},
                ImGui::GetColorU32(colour), thickness);
  list->AddLine({centre.x - arm, centre.y + arm}, {centre.x + arm, centre.y - arm},
                ImGui::GetColorU32(colour), thickness);
  finishWidget(label + "/Clear", "Empties the search", true, {});
  return clicked;
}

}  // namespace

bool searchField(std::string_view label, std::string& value, std::string_view hint,
                 std::string_view tooltip, bool takeKeyboard) {
  const WidgetScope scope(label, true);
  const float width = takeFieldWidth();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float side = ImGui::GetFrameHeight();
  const bool hasClear = !value.empty();
  ImGui::SetNextItemWidth(std::max(1.0f, width - (hasClear ? side : 0.0f)));
  if (takeKeyboard) ImGui::SetKeyboardFocusHere();
  const std::string before = value;
  const std::string shownHint(hint);
  ImGui::InputTextWithHint("##search", shownHint.c_str(), &value);
  outlineLastItem();
  finishWidget(label, tooltip, true, value);
  if (hasClear) {
    // The cross lies on the same ground as the text before it.
    ImGui::GetWindowDrawList()->AddRectFilled(
        {corner.x + width - side - scaled(4), corner.y}, {corner.x + width, corner.y + side},
        ImGui::GetColorU32(palette().field), ImGui::GetStyle().FrameRounding,
        ImDrawFlags_RoundCornersRight);
    ImGui::SameLine(0.0f, 0.0f);
    if (clearButton(std::string(label), {corner.x + width - side, corner.y}, side)) value.clear();
  }
  return value != before;
}

}  // namespace latlas::ui
