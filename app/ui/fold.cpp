// A line that shows or hides what is drawn below it.
#include <imgui.h>

#include <cmath>
#include <string>

#include "app/ui/field_parts.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {

bool fold(std::string_view label, std::string_view note, std::string_view tooltip,
          const FoldStyle& style) {
  ImGui::PushID(label.data(), label.data() + label.size());
  bool* open = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID("open"), false);
  ImGui::PopID();
  return fold(label, *open, note, tooltip, style);
}

bool fold(std::string_view label, bool& open, std::string_view note, std::string_view tooltip,
          const FoldStyle& style) {
  const WidgetScope scope(label, true);
  const float width = takeFieldWidth();
  const float height =
      style.heading ? ImGui::GetFrameHeight() : ImGui::GetFontSize() + 2 * scaled(2.0f);
  if (style.heading) ImGui::PushFont(headingFont());
  if (ImGui::InvisibleButton("row", {width, height})) open = !open;
  const bool isHovered = ImGui::IsItemHovered();
  const ImVec2 from = ImGui::GetItemRectMin(), to = ImGui::GetItemRectMax();
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImVec4 colour = palette().textSecondary;
  if (style.heading || isHovered) colour = palette().text;
  if (style.warns) colour = palette().warning;
  const float middle = std::floor((from.y + to.y) / 2) + 0.5f;
  drawChevron({from.x + scaled(4), middle}, scaled(7), open,
              ImGui::GetColorU32(isHovered ? palette().text : palette().textSecondary));
  const float left = from.x + scaled(15);
  const float noteWidth = ImGui::CalcTextSize(note.data(), note.data() + note.size()).x;
  const std::string name = elided(style.shown.empty() ? shownName(label) : style.shown,
                                  to.x - left - (note.empty() ? 0.0f : noteWidth + scaled(8)));
  const float top = std::floor((from.y + to.y - ImGui::GetFontSize()) / 2);
  list->AddText({left, top}, ImGui::GetColorU32(colour), name.c_str());
  if (style.heading) ImGui::PopFont();
  if (!note.empty())
    list->AddText({to.x - noteWidth, top}, ImGui::GetColorU32(palette().textSecondary), note.data(),
                  note.data() + note.size());
  finishWidget(label, tooltip, true, open ? "open" : "folded");
  return open;
}

}  // namespace latlas::ui
