#include "app/ui/text_area.h"

#include <imgui_stdlib.h>

#include <optional>

#include "app/ui/field_parts.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"

namespace latlas::ui {
namespace {

// Undo and redo while the field has the keyboard: only its callback may change a text that is being
// edited.
struct Undoing {
  TextHistory& history;
  bool isDone = false;
};

std::optional<std::string> wantedText(TextHistory& history, const std::string& present) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl && !io.KeySuper) return std::nullopt;
  const bool isZ = keyPressed(ImGuiKey_Z), isY = keyPressed(ImGuiKey_Y);
  if (isZ && !io.KeyShift) return history.undo(present);
  if (isY || isZ) return history.redo(present);
  return std::nullopt;
}

int undoInField(ImGuiInputTextCallbackData* data) {
  auto& undoing = *static_cast<Undoing*>(data->UserData);
  const std::string present(data->Buf, static_cast<std::size_t>(data->BufTextLen));
  if (const auto text = wantedText(undoing.history, present)) {
    data->DeleteChars(0, data->BufTextLen);
    data->InsertChars(0, text->c_str());
    undoing.isDone = true;
  }
  return 0;
}

}  // namespace

bool textArea(std::string_view label, std::string& value, TextHistory& history, ImVec2 size,
              std::string_view tooltip, const TextAreaStyle& style) {
  const WidgetScope scope(label, style.enabled);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const std::string before = value;
  Undoing undoing{history};
  if (style.takeKeyboard) ImGui::SetKeyboardFocusHere();
  ImGui::InputTextMultiline("##text", &value, size,
                            ImGuiInputTextFlags_CallbackAlways | ImGuiInputTextFlags_NoUndoRedo,
                            undoInField, &undoing);
  // ImGui's own meaning of Esc is to take back all that was typed since the field was entered.
  if (ImGui::IsItemDeactivated() && keyPressed(ImGuiKey_Escape)) value = before;
  const bool hasChanged = value != before;
  if (hasChanged && !undoing.isDone) history.changed(before, value, ImGui::GetTime());
  if (value.empty() && !style.hint.empty()) {
    const ImVec2 padding = ImGui::GetStyle().FramePadding;
    ImGui::GetWindowDrawList()->AddText(
        nullptr, 0.0f, {corner.x + padding.x, corner.y + padding.y},
        ImGui::GetColorU32(palette().textSecondary), style.hint.data(),
        style.hint.data() + style.hint.size(), size.x - 2 * padding.x);
  }
  finishWidget(label, tooltip, style.enabled, value);
  return hasChanged;
}

}  // namespace latlas::ui
