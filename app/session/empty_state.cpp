#include "app/session/empty_state.h"

#include <imgui.h>

#include <algorithm>
#include <string>

#include "app/session/actions.h"
#include "app/session/facts.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::app {

void drawEmptyState(std::string_view panel, std::string_view text, AppState& state,
                    Requests& requests) {
  const ImVec2 start = ImGui::GetCursorPos();
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float width = std::min(room.x, ui::scaled(280.0f));
  const std::string shown(text);
  const ImVec2 textSize = ImGui::CalcTextSize(shown.c_str(), nullptr, false, width);
  const float height = textSize.y + ImGui::GetFrameHeight() + 2 * ImGui::GetStyle().ItemSpacing.y;
  const float top = start.y + std::max(0.0f, (room.y - height) / 2);
  const float left = start.x + (room.x - textSize.x) / 2;

  ImGui::SetCursorPos({left, top});
  ImGui::PushTextWrapPos(left + textSize.x + 1.0f);
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().textSecondary);
  ImGui::TextUnformatted(shown.c_str());
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
  ImGui::Dummy({0.0f, ImGui::GetStyle().ItemSpacing.y});

  if (state.dataset && isTraining(state)) return;
  const float buttonWidth = ui::scaled(120.0f);
  ImGui::SetCursorPosX(start.x + (room.x - buttonWidth) / 2);
  // One thing to do is obvious on the screen: elsewhere the same button is a reminder.
  const bool isFirst = panel == "Data";
  const ui::ButtonStyle style{isFirst ? ui::Emphasis::primary : ui::Emphasis::normal, buttonWidth,
                              true};
  const std::string prefix = std::string(panel) + "/";
  if (!state.dataset) {
    if (ui::button(prefix + "Open", "Opens images to train on: a file or a folder.", style))
      openDataset(state, requests);
  } else if (ui::button(prefix + "Start", "Starts training on the open dataset (Space).", style)) {
    startOrPause(state, requests);
  }
}

}  // namespace latlas::app
