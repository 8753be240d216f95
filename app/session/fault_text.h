// Why something cannot be, in the colour of errors, beside what it is about.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <string>

#include "app/ui/probes.h"
#include "app/ui/theme.h"

namespace latlas::app {

inline void faultText(const char* probe, const std::string& message) {
  ImGui::PushStyleColor(ImGuiCol_Text, ui::palette().error);
  ImGui::PushTextWrapPos(0.0f);
  ImGui::TextUnformatted(message.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  ui::recordProbe(probe, ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, message);
}

}  // namespace latlas::app
