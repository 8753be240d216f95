#include "app/session/actions.h"

#include <algorithm>

#include "core/latent/sampling.h"

namespace latlas::app {

using train::RunState;

bool hasRun(const AppState& state) {
  return state.snapshot && state.snapshot->state != RunState::empty;
}

bool isTraining(const AppState& state) {
  return state.snapshot && state.snapshot->state == RunState::running;
}

bool canEditModel(const AppState& state) {
  if (!hasRun(state)) return true;
  const train::Snapshot& snapshot = *state.snapshot;
  // A model that could not be built is mended where it was chosen.
  return snapshot.state == RunState::ready ||
         (snapshot.state == RunState::failed && snapshot.step == 0);
}

std::filesystem::path runBeforeFolder(const AppState& state) {
  if (state.autosaveFolder.empty()) return {};
  return state.autosaveFolder.parent_path() / "run-before";
}

std::filesystem::path keptRunsFolder(const AppState& state) {
  if (state.autosaveFolder.empty()) return {};
  return state.autosaveFolder.parent_path() / "kept-runs";
}

bool draftNeedsReset(const AppState& state) {
  if (!hasRun(state)) return false;
  for (const std::string& key : model::configKeys())
    if (!model::isLive(key) && model::keyValue(state.draft, key) !=
                                   model::keyValue(state.snapshot->config, key))
      return true;
  return false;
}

int latentDims(const AppState& state) {
  return hasRun(state) ? state.snapshot->config.model.latent : 0;
}

void startOrPause(AppState& state, Requests& requests) {
  if (isTraining(state))
    requests.push_back(request::PauseTraining{});
  else if (state.dataset)
    requests.push_back(request::StartTraining{});
}

void trainOneStep(AppState& state, Requests& requests) {
  if (state.dataset && !isTraining(state)) requests.push_back(request::Step{});
}

void trainSteps(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::Step{state.preferences.stepsAtOnce});
}

void trainEpoch(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::FinishEpoch{});
}

void switchPace(AppState& state, Requests& requests) {
  if (state.dataset)
    requests.push_back(
        request::SetPace{state.isSlowMotion ? 0.0 : state.preferences.slowMotion});
}

bool canFork(const AppState& state) {
  return hasRun(state) && state.snapshot->step > 0;
}

void forkRun(AppState& state, Requests& requests) {
  if (canFork(state)) requests.push_back(request::ForkRun{});
}

void copyCommandLine(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::CopyCommandLine{});
}

void resetTraining(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::ResetTraining{});
}

void openDataset(AppState&, Requests& requests) {
  requests.push_back(request::BrowseForDataset{});
}

void openWithOptions(AppState&, Requests& requests) {
  requests.push_back(request::BrowseForDataset{request::Ask::always});
}

void showDatasets(AppState& state, Requests& requests) {
  state.datasets.isOpen = true;
  requests.push_back(request::ReadCatalogue{});
}

void findSamples(AppState& state, Requests&) {
  state.preferences.dataOpen = true;
  state.sheet.focusSearch = state.dataset != nullptr;
}

void saveRun(AppState& state, Requests& requests) {
  if (hasRun(state)) requests.push_back(request::BrowseForSaveRun{});
}

void quit(AppState&, Requests& requests) { requests.push_back(request::Quit{}); }

void switchTheme(AppState& state, Requests& requests) {
  const bool isDark = state.preferences.theme == ui::Theme::dark;
  requests.push_back(request::SetTheme{isDark ? ui::Theme::light : ui::Theme::dark});
}

void exportGrid(AppState& state, Requests& requests) {
  if (hasRun(state) && state.dataset)
    requests.push_back(
        request::BrowseForExport{state.traverse.grid, exportCell(state.dataset->info().shape)});
}

void zeroLatent(AppState& state, Requests&) {
  state.traverse.z.assign(static_cast<std::size_t>(latentDims(state)), 0.0f);
}

void randomLatent(AppState& state, Requests&) {
  // The frame's number differs at each press, and is the same in each replay of a script.
  if (const int dims = latentDims(state); dims > 0)
    state.traverse.z =
        latent::priorSamples(1, dims, static_cast<std::uint64_t>(ImGui::GetFrameCount()));
}

void fitMap(AppState& state, Requests&) {
  state.map.unitsPerPixel = 0.0f;
  state.map.userMoved = false;
}

void nextGridKind(AppState& state, Requests&) {
  switch (state.traverse.grid) {
    case GridKind::samples: state.traverse.grid = GridKind::manifold; break;
    case GridKind::manifold: state.traverse.grid = GridKind::traversal; break;
    case GridKind::traversal: state.traverse.grid = GridKind::samples; break;
  }
}

void showKeys(AppState& state, Requests&) { state.showShortcuts = !state.showShortcuts; }

void closeOverlay(AppState& state, Requests& requests) {
  if (state.notice)
    state.notice.reset();
  else if (state.question)
    state.question.reset();
  else if (state.showAbout)
    state.showAbout = false;
  else if (state.showShortcuts)
    state.showShortcuts = false;
  else if (state.datasets.isOpen)
    state.datasets.isOpen = false;
  else if (state.opening)
    requests.push_back(request::CancelOpening{});
}

int exportCell(const data::Shape& shape) {
  constexpr int kLargest = 128;  // pixels: an 8 x 8 grid then fills a 1024 pixel picture
  const int side = std::max(1, std::max(shape.width, shape.height));
  return side * std::max(1, kLargest / side);
}

}  // namespace latlas::app
