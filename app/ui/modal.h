// A dialog over the window, beneath which everything waits.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <algorithm>

#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {

// Opens it while `isWanted`, keeps it centred, `width` pixels wide at 100 %, and draws its content
// by `draw`, which tells whether to close.
template <class Draw>
void drawModal(const char* id, const char* heading, bool isWanted, float width, Draw draw) {
  // Opening one closes any other, so a menu or the file browser comes to its end first.
  constexpr ImGuiPopupFlags kAny = ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel;
  if (isWanted && !ImGui::IsPopupOpen(nullptr, kAny)) ImGui::OpenPopup(id);
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5f, 0.5f});
  const float fitting = std::min(ui::scaled(width), display.x - ui::scaled(32.0f));
  ImGui::SetNextWindowSize({fitting, 0.0f});
  const ImVec2 padding(ui::scaled(20.0f), ui::scaled(18.0f));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  const bool isOpen =
      ImGui::BeginPopupModal(id, nullptr,
                             ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                                 ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings);
  ImGui::PopStyleVar();
  if (!isOpen) return;
  if (ImFont* font = ui::headingFont()) ImGui::PushFont(font);
  ImGui::TextUnformatted(heading);
  if (ui::headingFont()) ImGui::PopFont();
  ImGui::Dummy({0.0f, ui::scaled(2.0f)});
  if (!isWanted || draw()) ImGui::CloseCurrentPopup();
  ImGui::EndPopup();
}

}  // namespace latlas::app
