#include "app/ui/list_item.h"

#include <imgui.h>

#include <string>

#include "app/ui/field_parts.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {

bool listItem(std::string_view label, std::string_view name, std::string_view state, RowTone tone,
              bool selected) {
  const WidgetScope scope(label, true);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float inset = scaled(8);
  const bool clicked = listRow("##row", selected);
  finishWidget(label, {}, true, std::string(state));

  const float top = corner.y + (ImGui::GetFrameHeight() - ImGui::GetFontSize()) / 2.0f;
  const std::string right(state);
  const float rightWidth = ImGui::CalcTextSize(right.c_str()).x;
  const std::string left = elided(name, width - rightWidth - 3.0f * inset);
  const Palette& p = palette();
  const ImVec4 colour = tone == RowTone::good  ? p.success
                        : tone == RowTone::bad ? p.error
                                               : p.textSecondary;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddText({corner.x + inset, top}, ImGui::GetColorU32(p.text), left.c_str());
  list->AddText({corner.x + width - rightWidth - inset, top}, ImGui::GetColorU32(colour),
                right.c_str());
  return clicked;
}

int arrowSteps() {
  return static_cast<int>(keyPressed(ImGuiKey_DownArrow)) -
         static_cast<int>(keyPressed(ImGuiKey_UpArrow));
}

}  // namespace latlas::ui
