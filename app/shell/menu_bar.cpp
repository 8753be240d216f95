#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <string>

#include "app/session/actions.h"
#include "app/shell/panels.h"
#include "app/training/preset_chooser.h"
#include "app/session/sample_text.h"
#include "app/shell/shortcuts.h"
#include "app/ui/probes.h"
#include "app/ui/theme.h"
#include "app/ui/widgets.h"
#include "core/base/format.h"

namespace latlas::app {
namespace {

// Frames a second change too fast to be read to the last digit.
constexpr double kFrameRateStep = 5.0;

// What a recent source is called in the menu: the last part of a path, or the generator.
std::string shortSource(const std::string& source) {
  if (source.starts_with("builtin:")) return source;
  const std::filesystem::path path(source);
  const auto name = path.has_filename() ? path.filename() : path.parent_path().filename();
  return name.string();
}

void drawRecentMenu(const AppState& state, Requests& requests) {
  if (!ui::beginMenu("File/Open recent", !state.preferences.recent.empty())) return;
  for (const RecentSource& recent : state.preferences.recent) {
    ImGui::PushID(recent.source.c_str());
    const std::string options = data::toString(recent.options);
    if (ui::menuItem("File/Open recent/" + shortSource(recent.source), "",
                     recent.source + (options.empty() ? "" : "\n" + options)))
      requests.push_back(
          request::OpenDataset{recent.source, recent.options, request::Ask::never});
    ImGui::PopID();
  }
  ui::endMenu();
}

void drawExportSizes(const AppState& state, GridKind grid, const char* label, Requests& requests) {
  if (!ui::beginMenu(label)) return;
  const data::Shape& shape = state.dataset->info().shape;
  const int own = std::max(shape.width, shape.height);
  struct Size {
    const char* name;
    int cell;
  };
  for (const Size& size :
       {Size{"Own size", own}, Size{"2x", 2 * own}, Size{"4x", 4 * own}, Size{"8x", 8 * own}})
    if (ui::menuItem(std::string(label) + "/" + size.name, std::to_string(size.cell) + " px",
                     "The longer side of each image in the picture, in pixels, beside it."))
      requests.push_back(request::BrowseForExport{grid, size.cell});
  ui::endMenu();
}

void drawFileMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("File")) return;
  if (ui::menuItem("File/Open...", keyOf(Action::open),
                   "What to train on: a file or folder of images, arrays or tables, or a run. A "
                   "large or ambiguous one asks how before it is opened."))
    openDataset(state, requests);
  if (ui::menuItem("File/Open with options...", keyOf(Action::openWithOptions),
                   "Asks first: size, channels, part, subset, labels, with a preview."))
    openWithOptions(state, requests);
  if (ui::menuItem("File/Datasets...", keyOf(Action::datasets),
                   "Well-known datasets to download: MNIST, CIFAR-10, dSprites and others."))
    showDatasets(state, requests);
  if (ui::menuItem("File/Open sprites", "",
                   "Generated white shapes with five known factors, after dSprites."))
    requests.push_back(request::OpenDataset{"builtin:sprites"});
  drawRecentMenu(state, requests);
  ImGui::Separator();
  if (ui::menuItem("File/Reopen last run", "",
                   "Goes on where the last training stopped, also after a crash: a run is saved "
                   "every 30 s and whenever it stops.",
                   !state.autosaveFolder.empty() && state.opening == std::nullopt))
    requests.push_back(request::OpenDataset{state.autosaveFolder.string()});
  if (ui::menuItem("File/Reopen the run before", "",
                   "The run that was trained before the last one.",
                   !state.autosaveFolder.empty() && state.opening == std::nullopt))
    requests.push_back(request::OpenDataset{runBeforeFolder(state).string()});
  if (ui::beginMenu("File/Export", hasRun(state) && state.dataset != nullptr)) {
    drawExportSizes(state, GridKind::samples, "File/Export/Sample grid", requests);
    drawExportSizes(state, GridKind::manifold, "File/Export/Manifold grid", requests);
    drawExportSizes(state, GridKind::traversal, "File/Export/Traversal grid", requests);
    if (ui::menuItem("File/Export/Charts...", "",
                     "The charts of the Losses panel as a picture, twice as sharp as the screen."))
      requests.push_back(request::BrowseForChartPicture{});
    if (ui::menuItem("File/Export/History...", "",
                     "Every step and every column as a CSV table, of the run and of those drawn beside "
                     "it."))
      requests.push_back(request::BrowseForHistory{});
    ui::endMenu();
  }
  if (ui::menuItem("File/Save run...", keyOf(Action::saveRun),
                   "Weights, configuration and history as a folder that the command line reads.",
                   hasRun(state)))
    saveRun(state, requests);
  ImGui::Separator();
  if (ui::menuItem("File/Quit", keyOf(Action::quit), "")) quit(state, requests);
  ui::endMenu();
}

void drawPresetMenu(AppState& state) {
  if (!ui::beginMenu("Train/Preset", canEditModel(state))) return;
  for (const model::Preset* preset : presetsFor(state))
    if (ui::menuItem("Train/Preset/" + preset->title, "", preset->text + "\n" + preset->source))
      applyPreset(*preset, state);
  ui::endMenu();
}

void drawRunsMenu(AppState& state, Requests& requests) {
  if (ui::menuItem("Train/Fork", keyOf(Action::fork),
                   "Keeps this run for comparison and goes on with a second one from here.",
                   canFork(state)))
    forkRun(state, requests);
  if (ui::beginMenu("Train/Go on with", !state.comparedRuns.empty())) {
    for (const ComparedRun& run : state.comparedRuns)
      if (ui::menuItem("Train/Go on with/" + run.name, "", "The run at hand takes its place."))
        requests.push_back(request::SwitchToRun{run.snapshot->run});
    ui::endMenu();
  }
  if (ui::menuItem("Train/Copy command line", keyOf(Action::copyCommandLine),
                   "The command that repeats this run without a window.",
                   state.dataset != nullptr))
    copyCommandLine(state, requests);
}

void drawTrainMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("Train")) return;
  const bool hasData = state.dataset != nullptr;
  if (ui::menuItem(isTraining(state) ? "Train/Pause" : "Train/Start",
                   keyOf(Action::startOrPause), "", hasData))
    startOrPause(state, requests);
  if (ui::menuItem("Train/Step", keyOf(Action::step), "Trains one batch.",
                   hasData && !isTraining(state)))
    trainOneStep(state, requests);
  if (ui::menuItem("Train/Many steps", keyOf(Action::steps),
                   "Trains " + ui::grouped(state.preferences.stepsAtOnce) +
                       " batches, then pauses.",
                   hasData))
    trainSteps(state, requests);
  if (ui::menuItem("Train/Epoch", keyOf(Action::epoch),
                   "Trains to the end of the epoch at hand, then pauses.", hasData))
    trainEpoch(state, requests);
  if (ui::menuItem("Train/Slow motion", keyOf(Action::slowMotion), "One step, then a wait.",
                   hasData, state.isSlowMotion))
    switchPace(state, requests);
  ImGui::Separator();
  drawPresetMenu(state);
  if (ui::menuItem("Train/Reset", keyOf(Action::reset), "A new model with the settings shown.",
                   hasData))
    resetTraining(state, requests);
  ImGui::Separator();
  drawRunsMenu(state, requests);
  ui::endMenu();
}

void drawScaleMenu(const Preferences& preferences, Requests& requests) {
  if (!ui::beginMenu("View/Scale")) return;
  struct Scale {
    const char* name;
    float value;
  };
  for (const Scale& scale :
       {Scale{"As the monitor", 0.0f}, Scale{"100 %", 1.0f}, Scale{"125 %", 1.25f},
        Scale{"150 %", 1.5f}, Scale{"200 %", 2.0f}})
    if (ui::menuItem(std::string("View/Scale/") + scale.name, "", "", true,
                     preferences.scale == scale.value))
      requests.push_back(request::SetScale{scale.value});
  ui::endMenu();
}

void drawPanelsMenu(Preferences& preferences) {
  if (!ui::beginMenu("View/Panels")) return;
  struct Panel {
    const char* name;
    bool* isOpen;
  };
  for (const Panel& panel :
       {Panel{"Data", &preferences.dataOpen}, Panel{"Model", &preferences.modelOpen},
        Panel{"Training", &preferences.trainingOpen}, Panel{"Latent map", &preferences.mapOpen},
        Panel{"Traverse", &preferences.traverseOpen}, Panel{"Losses", &preferences.lossesOpen}})
    if (ui::menuItem(std::string("View/Panels/") + panel.name, "", "Folds or unfolds the panel.",
                     true, *panel.isOpen))
      *panel.isOpen = !*panel.isOpen;
  ui::endMenu();
}

void drawViewMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("View")) return;
  const bool isDark = state.preferences.theme == ui::Theme::dark;
  if (ui::menuItem("View/Dark", isDark ? "" : keyOf(Action::theme), "", true, isDark))
    requests.push_back(request::SetTheme{ui::Theme::dark});
  if (ui::menuItem("View/Light", isDark ? keyOf(Action::theme) : "", "", true, !isDark))
    requests.push_back(request::SetTheme{ui::Theme::light});
  drawScaleMenu(state.preferences, requests);
  ImGui::Separator();
  if (ui::menuItem("View/Fit map", keyOf(Action::fit), "Shows all points of the latent map.",
                   state.map.map != nullptr))
    fitMap(state, requests);
  drawPanelsMenu(state.preferences);
  ui::endMenu();
}

void drawHelpMenu(AppState& state, Requests& requests) {
  if (!ui::beginMenu("Help")) return;
  if (ui::menuItem("Help/Keys", keyOf(Action::keys), "")) showKeys(state, requests);
  if (ui::menuItem("Help/About", "", "")) state.showAbout = true;
  ui::endMenu();
}

// While training the speeds, else the state: an idle window draws no frames worth a rate.
std::string figuresText(const AppState& state) {
  if (!hasRun(state)) return {};
  if (!isTraining(state)) return train::toString(state.snapshot->state);
  const double rate =
      std::round(state.figures.framesPerSecond / kFrameRateStep) * kFrameRateStep;
  return compactNumber(state.snapshot->imagesPerSecond) + " " +
         samplesName(state.snapshot->dataset->info()) + "/s · " + shortNumber(rate) +
         " fps";
}

void drawFigures(const AppState& state) {
  const std::string text = figuresText(state);
  if (text.empty()) return;
  const float width = ImGui::CalcTextSize(text.c_str()).x;
  ImGui::SetCursorPosX(ImGui::GetWindowWidth() - width - ui::scaled(12.0f));
  ImGui::PushStyleColor(ImGuiCol_Text, isTraining(state) ? ui::palette().text
                                                         : ui::palette().textSecondary);
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
