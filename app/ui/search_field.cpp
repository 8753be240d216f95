// A field for a search, with a note and a cross at its right end.
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
                 std::string_view tooltip, std::string_view note, bool takeKeyboard) {
  const WidgetScope scope(label, true);
  const float width = takeFieldWidth();
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float side = ImGui::GetFrameHeight();
  const bool hasClear = !value.empty();
  const std::string shownNote = elided(hasClear ? note : std::string_view(), width / 2);
  const float noteWidth = ImGui::CalcTextSize(shownNote.c_str()).x;
  const float behind = hasClear ? side + noteWidth : 0.0f;  // the note and the cross
  ImGui::SetNextItemWidth(std::max(1.0f, width - behind));
  if (takeKeyboard) ImGui::SetKeyboardFocusHere();
  const std::string before = value;
  const std::string shownHint(hint);
  ImGui::InputTextWithHint("##search", shownHint.c_str(), &value);
  const bool isActive = ImGui::IsItemActive();
  finishWidget(label, tooltip, true, value);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 end(corner.x + width, corner.y + side);
  const float rounding = ImGui::GetStyle().FrameRounding;
  // They lie on the same ground as the text before them.
  if (hasClear)
    list->AddRectFilled({end.x - behind - scaled(4), corner.y}, end,
                        ImGui::GetColorU32(palette().field), rounding,
                        ImDrawFlags_RoundCornersRight);
  list->AddText({end.x - behind, corner.y + ImGui::GetStyle().FramePadding.y},
                ImGui::GetColorU32(palette().textSecondary), shownNote.c_str());
  if (isActive)
    list->AddRect(corner, end, ImGui::GetColorU32(palette().accent), rounding, 0, scaled(1.0f));
  if (hasClear) {
    ImGui::SameLine(0.0f, 0.0f);
    if (clearButton(std::string(label), {corner.x + width - side, corner.y}, side)) value.clear();
  }
  return value != before;
}

}  // namespace latlas::ui
