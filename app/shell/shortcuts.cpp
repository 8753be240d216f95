#include "app/shell/shortcuts.h"

#include <imgui.h>

#include <string_view>

#include "app/shell/all_wings.h"
#include "app/shell/shell_requests.h"

namespace latlas::app {
namespace {

// A key by what is printed on it, the letters as capitals; Escape is '\x1b'.
bool wasPressed(char key) {
#if IMGUI_VERSION_NUM >= 18700
  ImGuiKey code = ImGuiKey_None;
  if (key >= 'A' && key <= 'Z') code = static_cast<ImGuiKey>(ImGuiKey_A + (key - 'A'));
  if (key >= '0' && key <= '9') code = static_cast<ImGuiKey>(ImGuiKey_0 + (key - '0'));
  if (key == ' ') code = ImGuiKey_Space;
  if (key == '\x1b') code = ImGuiKey_Escape;
  return ImGui::IsKeyPressed(code, false);
#else
  // Before 1.87 keys go by GLFW's numbers: the printable ones are ASCII's, Escape is 256.
  return ImGui::IsKeyPressed(key == '\x1b' ? 256 : key, false);
#endif
}

// The key that types "?" differs between keyboards, so the character counts.
bool wasTyped(char character) {
  for (const ImWchar typed : ImGui::GetIO().InputQueueCharacters)
    if (typed == static_cast<ImWchar>(character)) return true;
  return false;
}

bool isPressed(const Shortcut& shortcut) {
  std::string_view key = shortcut.key;
  if (key == "?") return wasTyped('?');
  const ImGuiIO& io = ImGui::GetIO();
  constexpr std::string_view kControl = "Ctrl+", kShift = "Shift+";
  const bool wantsControl = key.starts_with(kControl);
  if (wantsControl) key.remove_prefix(kControl.size());
  const bool wantsShift = key.starts_with(kShift);
  if (wantsShift) key.remove_prefix(kShift.size());
  if (wantsControl && wantsShift != io.KeyShift) return false;
  // On a Mac the same combinations go by Cmd.
  if (wantsControl != (io.KeyCtrl || io.KeySuper) || io.KeyAlt) return false;
  if (key == "Space") return wasPressed(' ');
  if (key == "Esc") return wasPressed('\x1b');
  return wasPressed(key.front());
}

}  // namespace

void switchTheme(AppState& state, Requests& requests) {
  const bool isDark = state.preferences.theme == ui::Theme::dark;
  requests.push_back(request::SetTheme{isDark ? ui::Theme::light : ui::Theme::dark});
}

void showKeys(AppState& state, Requests&) { state.showShortcuts = !state.showShortcuts; }

void quit(AppState&, Requests& requests) { requests.push_back(request::Quit{}); }

std::vector<Shortcut> shortcuts() {
  std::vector<Shortcut> all;
  for (const Wing* wing : allWings())
    all.insert(all.end(), wing->shortcuts.begin(), wing->shortcuts.end());
  for (const Shortcut& own : {kThemeKey, kKeysKey, kCloseKey, kQuitKey}) all.push_back(own);
  return all;
}

void handleShortcuts(AppState& state, Requests& requests) {
  if (ImGui::GetIO().WantTextInput) return;
  // Under an open menu, file browser or notice, keys belong to it.
  const bool isCovered =
      ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  for (const Shortcut& shortcut : shortcuts()) {
    const bool closes = shortcut.run == closeOverlay || shortcut.run == showKeys;
    if ((!isCovered || closes) && isPressed(shortcut)) shortcut.run(state, requests);
  }
}

}  // namespace latlas::app
