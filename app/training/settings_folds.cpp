#include "app/training/settings_folds.h"

#include <imgui.h>

#include <string>

#include "app/ui/compact_rows.h"
#include "app/ui/widgets.h"

namespace latlas::app {
namespace {

bool drawHeading(Preferences& preferences, const SettingsFold& fold, float width) {
  bool isOpen = preferences.openFolds.contains(fold.label);
  ui::nextFieldWidth(width);
  // At the end of the line it would be read with the other heading.
  const std::string name = fold.label.substr(fold.label.rfind('/') + 1);
  ui::fold(fold.label, isOpen, {}, fold.tooltip,
           {.shown = fold.note.empty() ? name : name + " · " + fold.note});
  if (isOpen)
    preferences.openFolds.insert(fold.label);
  else
    preferences.openFolds.erase(fold.label);
  return isOpen;
}

void drawBody(const SettingsFold& fold) {
  const CompactRows compact(CompactRows::Of::fields);
  ImGui::Indent(ui::scaled(8.0f));
  fold.draw();
  ImGui::Unindent(ui::scaled(8.0f));
}

// `right`: null where the last line has one heading.
void drawLine(Preferences& preferences, const SettingsFold& left, const SettingsFold* right) {
  const float gap = ImGui::GetStyle().ItemSpacing.x;
  const float half = (ImGui::GetContentRegionAvail().x - gap) / 2;
  const float start = ImGui::GetCursorPosX();
  bool isLeftOpen = false, isRightOpen = false;
  {
    // The left column is short of lines.
    const ImVec2 close(gap, ui::scaled(2.0f));
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, close);
    isLeftOpen = drawHeading(preferences, left, half);
    if (right) {
      ImGui::SameLine(start + half + gap);
      isRightOpen = drawHeading(preferences, *right, half);
    }
    ImGui::PopStyleVar();
  }
  if (isLeftOpen) drawBody(left);
  if (isRightOpen) drawBody(*right);
}

}  // namespace

void drawSettingsFolds(Preferences& preferences, std::span<const SettingsFold> folds) {
  for (std::size_t i = 0; i < folds.size(); i += 2)
    drawLine(preferences, folds[i], i + 1 < folds.size() ? &folds[i + 1] : nullptr);
}

}  // namespace latlas::app
