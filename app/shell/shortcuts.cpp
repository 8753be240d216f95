#include "app/shell/shortcuts.h"

#include <imgui.h>

#include <array>
#include <string_view>

#include "app/session/actions.h"
#include "app/shell/panels.h"

namespace latlas::app {
namespace {

constexpr std::array kShortcuts{
    Shortcut{Action::startOrPause, "Space", "Start or pause training", startOrPause},
    Shortcut{Action::step, "S", "Train one batch", trainOneStep},
    Shortcut{Action::steps, "N", "Train many batches, then pause", trainSteps},
    Shortcut{Action::epoch, "E", "Train to the end of the epoch, then pause", trainEpoch},
    Shortcut{Action::slowMotion, "M", "Slow motion or full speed", switchPace},
    Shortcut{Action::reset, "Ctrl+R", "Begin anew with the settings shown", resetTraining},
    Shortcut{Action::fork, "Ctrl+K", "Fork: keep the run, go on with a second one", forkRun},
    Shortcut{Action::copyCommandLine, "Ctrl+Shift+C", "Copy the command line that repeats the run",
             copyCommandLine},
    Shortcut{Action::random, "R", "Go to a random latent point, drawn from the prior",
             randomLatent},
    Shortcut{Action::zero, "0", "Go to the latent origin", zeroLatent},
    Shortcut{Action::fit, "F", "Fit the map to its points", fitMap},
    Shortcut{Action::nextGrid, "G", "Next grid: samples, manifold, traversal", nextGridKind},
    Shortcut{Action::open, "Ctrl+O", "Open a dataset", openDataset},
    Shortcut{Action::openWithOptions, "Ctrl+Shift+O", "Open a dataset with options",
             openWithOptions},
    Shortcut{Action::datasets, "Ctrl+D", "Datasets to download", showDatasets},
    Shortcut{Action::find, "Ctrl+F", "Search the samples", findSamples},
    Shortcut{Action::exportGrid, "Ctrl+E", "Export the grid as PNG", exportGrid},
    Shortcut{Action::saveRun, "Ctrl+S", "Save the run", saveRun},
    Shortcut{Action::theme, "T", "Dark or light theme", switchTheme},
    Shortcut{Action::keys, "?", "Show or hide this list", showKeys},
    Shortcut{Action::close, "Esc", "Close what lies on top, or cancel opening", closeOverlay},
    Shortcut{Action::quit, "Ctrl+Q", "Quit", quit},
};

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

std::span<const Shortcut> shortcuts() { return kShortcuts; }

const char* keyOf(Action action) { return kShortcuts[static_cast<std::size_t>(action)].key; }

void handleShortcuts(AppState& state, Requests& requests) {
  if (ImGui::GetIO().WantTextInput) return;
  // Under an open menu, file browser or notice, keys belong to it.
  const bool isCovered =
      ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  for (const Shortcut& shortcut : kShortcuts) {
    const bool closes = shortcut.action == Action::close || shortcut.action == Action::keys;
    if ((!isCovered || closes) && isPressed(shortcut)) shortcut.run(state, requests);
  }
}

}  // namespace latlas::app
