// Rows of fields and facts set closer than elsewhere: the left column must show its three panels
// at 1280 x 800 without scrolling.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/ui/widgets.h"

namespace latlas::app {

// Pushed on construction, popped on destruction, which ends the block with a usual space.
class CompactRows {
 public:
  enum class Of { fields, facts };

  explicit CompactRows(Of of) {
    const ImGuiStyle& style = ImGui::GetStyle();
    const float padding = of == Of::fields ? ui::scaled(2.0f) : ui::scaled(1.0f);
    const float spacing = of == Of::fields ? ui::scaled(4.0f) : ui::scaled(2.0f);
    const ImVec2 framePadding(style.FramePadding.x, padding);
    const ImVec2 itemSpacing(style.ItemSpacing.x, spacing);
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, framePadding);
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, itemSpacing);
  }
  ~CompactRows() {
    ImGui::PopStyleVar(2);
    ImGui::Dummy({0.0f, 0.0f});
  }
  CompactRows(const CompactRows&) = delete;
  CompactRows& operator=(const CompactRows&) = delete;
};

}  // namespace latlas::app
