#include "app/shell/menu_bar.h"

#include <imgui.h>

#include <cmath>
#include <string>

#include "app/session/facts.h"
#include "app/session/sample_text.h"
#include "app/shell/all_wings.h"
#include "app/shell/shell_requests.h"
#include "app/shell/shortcuts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// Frames a second change too fast to be read to the last digit.
constexpr double kFrameRateStep = 5.0;

void drawEntries(MenuPlace place, AppState& state, Requests& requests) {
  for (const Wing* wing : allWings())
    if (wing->drawMenu) wing->drawMenu(place, state, requests);
}

void drawFileMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("File")) return;
  drawEntries(MenuPlace::fileOpen, state, requests);
  ImGui::Separator();
  drawEntries(MenuPlace::fileReopen, state, requests);
  if (ui::beginMenu("File/Export", hasRun(state) && state.dataset != nullptr)) {
    drawEntries(MenuPlace::fileExport, state, requests);
    ui::endMenu();
  }
  drawEntries(MenuPlace::fileSave, state, requests);
  ImGui::Separator();
  if (ui::menuItem("File/Quit", kQuitKey.key, "")) quit(state, requests);
  ui::endMenu();
}

void drawTrainMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("Train")) return;
  drawEntries(MenuPlace::train, state, requests);
  ImGui::Separator();
  drawEntries(MenuPlace::trainModel, state, requests);
  ImGui::Separator();
  drawEntries(MenuPlace::trainRuns, state, requests);
  ui::endMenu();
}

void drawScaleMenu(const Preferences& preferences, Requests& requests) {
  if (!ui::beginMenu("View/Scale")) return;
  struct Scale {
    const char* name;
    float value;
  };
  for (const Scale& scale : {Scale{"As the monitor", 0.0f}, Scale{"100 %", 1.0f},
                             Scale{"125 %", 1.25f}, Scale{"150 %", 1.5f}, Scale{"200 %", 2.0f}})
    if (ui::menuItem(std::string("View/Scale/") + scale.name, "", "", true,
                     preferences.scale == scale.value))
      requests.push_back(request::SetScale{scale.value});
  ui::endMenu();
}

void drawPanelsMenu(AppState& state) {
  if (!ui::beginMenu("View/Panels")) return;
  for (const Wing* wing : allWings())
    for (const Panel& panel : wing->panels)
      if (ui::menuItem(std::string("View/Panels/") + panel.title, "", "Folds or unfolds the panel.",
                       true, panel.isOpen(state)))
        panel.isOpen(state) = !panel.isOpen(state);
  ui::endMenu();
}

void drawViewMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("View")) return;
  const bool isDark = state.preferences.theme == ui::Theme::dark;
  if (ui::menuItem("View/Dark", isDark ? "" : kThemeKey.key, "", true, isDark))
    requests.push_back(request::SetTheme{ui::Theme::dark});
  if (ui::menuItem("View/Light", isDark ? kThemeKey.key : "", "", true, !isDark))
    requests.push_back(request::SetTheme{ui::Theme::light});
  drawScaleMenu(state.preferences, requests);
  ImGui::Separator();
  drawEntries(MenuPlace::view, state, requests);
  drawPanelsMenu(state);
  ui::endMenu();
}

void drawHelpMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("Help")) return;
  if (ui::menuItem("Help/Keys", kKeysKey.key, "")) showKeys(state, requests);
  if (ui::menuItem("Help/About", "", "")) state.showAbout = true;
  ui::endMenu();
}

// While training the speeds, else the state: an idle window draws no frames worth a rate.
std::string figuresText(const AppState& state) {
  if (!hasRun(state)) return {};
  if (!isTraining(state)) return train::toString(state.snapshot->state);
  const double rate = std::round(state.figures.framesPerSecond / kFrameRateStep) * kFrameRateStep;
  return compactNumber(state.snapshot->imagesPerSecond) + " " +
         samplesName(state.snapshot->dataset->info()) + "/s · " + shortNumber(rate) + " fps";
}

void drawFigures(const AppState& state) {
  const std::string text = figuresText(state);
  if (text.empty()) return;
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  ImGui::SetCursorPosX(ImGui::GetWindowWidth() - width - ui::scaled(12.0f));
  ImGui::PushStyleColor(ImGuiCol_Text,
                        isTraining(state) ? ui::palette().text : ui::palette().textSecondary);
  ImGui::TextUnformatted(text.c_str());
  ImGui::PopStyleColor();
  ui::recordProbe("Menu/Figures", ImGui::GetItemRectMin(), ImGui::GetItemRectMax(), true, text);
}

}  // namespace

void drawMenuBar(AppState& state, Requests& requests) {
  if (!ImGui::BeginMenuBar()) return;
  drawFileMenu(state, requests);
  drawTrainMenu(state, requests);
  drawViewMenu(state, requests);
  drawHelpMenu(state, requests);
  drawFigures(state);
  ImGui::EndMenuBar();
}

}  // namespace latlas::app
