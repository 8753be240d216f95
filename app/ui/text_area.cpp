#include "app/ui/text_area.h"

#include <imgui_stdlib.h>

#include <algorithm>
#include <optional>
#include <utility>

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

std::optional<std::string> wantedText(TextHistory& history, std::string_view present) {
  const ImGuiIO& io = ImGui::GetIO();
  if (!io.KeyCtrl && !io.KeySuper) return std::nullopt;
  const bool isZ = keyPressed(ImGuiKey_Z), isY = keyPressed(ImGuiKey_Y);
  if (isZ && !io.KeyShift) return history.undo(std::string(present));
  if (isY || isZ) return history.redo(std::string(present));
  return std::nullopt;
}

// Frames within which the keyboard comes after it was asked for.
constexpr int kFocusFrames = 3;

// ImGui breaks lines only where the text does, so that a long one runs out of the field. While
// nobody types, the text is read with its lines wrapped, if all of it fits.
bool fitsWrapped(const std::string& text, ImVec2 size) {
  // Measuring a whole book in each frame would be felt.
  constexpr std::size_t kMostMeasured = 20'000;  // bytes, far more than a field shows
  if (text.size() > kMostMeasured) return false;
  const ImVec2 padding = ImGui::GetStyle().FramePadding;
  const ImVec2 extent = ImGui::CalcTextSize(text.c_str(), nullptr, false, size.x - 2 * padding.x);
  return extent.y + 2 * padding.y <= size.y;
}

// True when it was clicked, to be edited.
bool readingView(const std::string& text, std::string_view hint, ImVec2 size) {
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const bool isClicked = ImGui::InvisibleButton("##reading", size);
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_TextInput);
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(corner, {corner.x + size.x, corner.y + size.y},
                      ImGui::GetColorU32(ImGuiCol_FrameBg), ImGui::GetStyle().FrameRounding);
  const ImVec2 padding = ImGui::GetStyle().FramePadding;
  const std::string_view shown = text.empty() ? hint : std::string_view(text);
  list->AddText(nullptr, 0.0f, {corner.x + padding.x, corner.y + padding.y},
                text.empty() ? ImGui::GetColorU32(palette().textSecondary)
                             : ImGui::GetColorU32(ImGuiCol_Text),
                shown.data(), shown.data() + shown.size(), size.x - 2 * padding.x);
  return isClicked;
}

int undoInField(ImGuiInputTextCallbackData* data) {
  auto& undoing = *static_cast<Undoing*>(data->UserData);
  const std::string_view present(data->Buf, static_cast<std::size_t>(data->BufTextLen));
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
  int* edited = ImGui::GetStateStorage()->GetIntRef(ImGui::GetID("edited"), 0);
  bool* isClicked = ImGui::GetStateStorage()->GetBoolRef(ImGui::GetID("clicked"), false);
  const bool takesKeyboard = std::exchange(*isClicked, false) || style.takeKeyboard;
  if (*edited == 0 && !takesKeyboard && fitsWrapped(value, size)) {
    *isClicked = readingView(value, style.hint, size);
    finishWidget(label, tooltip, style.enabled, value);
    return false;
  }
  const std::string before = value;
  Undoing undoing{history};
  if (takesKeyboard) ImGui::SetKeyboardFocusHere();
  ImGui::InputTextMultiline("##text", &value, size,
                            ImGuiInputTextFlags_CallbackAlways | ImGuiInputTextFlags_NoUndoRedo,
                            undoInField, &undoing);
  // ImGui's own meaning of Esc is to take back all that was typed since the field was entered.
  if (ImGui::IsItemDeactivated() && keyPressed(ImGuiKey_Escape)) value = before;
  *edited = takesKeyboard || ImGui::IsItemActive() ? kFocusFrames : std::max(0, *edited - 1);
  const bool hasChanged = value != before;
  if (hasChanged && !undoing.isDone) history.changed(before, value, ImGui::GetTime());
  finishWidget(label, tooltip, style.enabled, value);
  return hasChanged;
}

}  // namespace latlas::ui
