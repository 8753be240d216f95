// What the wing of runs shows: the list of runs in the Training panel, its keys and menu entries.
#include <array>
#include <string>

#include "app/runs/runs_controller.h"
#include "app/runs/runs_keys.h"
#include "app/runs/runs_list.h"
#include "app/session/facts.h"
#include "app/ui/widgets.h"

namespace latlas::app {

bool canFork(const AppState& state) { return hasRun(state) && state.snapshot->step > 0; }

void forkRun(AppState& state, Requests& requests) {
  if (canFork(state)) requests.push_back(request::ForkRun{});
}

void copyCommandLine(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::CopyCommandLine{});
}

void saveRun(AppState& state, Requests& requests) {
  if (hasRun(state)) requests.push_back(request::BrowseForSaveRun{});
}

namespace {

constexpr std::array kShortcuts{kForkKey, kCopyCommandLineKey, kSaveRunKey};

SettingsFold runsFold(AppState& state, Requests& requests) {
  const std::size_t kept = state.comparedRuns.size();
  return {"Training/Runs", kept == 0 ? "" : std::to_string(kept + 1),
          "Runs beside this one: fork it, compare them, go on with another.",
          [&state, &requests] { drawRunsList(state, requests); }};
}

constexpr std::array kFolds{ContributedFold{"Training", runsFold}};

void drawReopenEntries(const AppState& state, Requests& requests) {
  const bool canReopen = !state.autosaveFolder.empty() && !state.opening;
  if (ui::menuItem("File/Reopen last run", "",
                   "Goes on where the last training stopped, also after a crash: a run is saved "
                   "every 30 s and whenever it stops.",
                   canReopen))
    requests.push_back(request::OpenDataset{state.autosaveFolder.string()});
  if (ui::menuItem("File/Reopen the run before", "",
                   "The run that was trained before the last one.", canReopen))
    requests.push_back(request::OpenDataset{runBeforeFolder(state).string()});
}

void drawRunsMenu(AppState& state, Requests& requests) {
  if (ui::menuItem("Train/Fork", kForkKey.key,
                   "Keeps this run for comparison and goes on with a second one from here.",
                   canFork(state)))
    forkRun(state, requests);
  if (ui::beginMenu("Train/Go on with", !state.comparedRuns.empty())) {
    for (const ComparedRun& run : state.comparedRuns)
      if (ui::menuItem("Train/Go on with/" + run.name, "", "The run at hand takes its place."))
        requests.push_back(request::SwitchToRun{run.snapshot->run});
    ui::endMenu();
  }
  if (ui::menuItem("Train/Copy command line", kCopyCommandLineKey.key,
                   "The command that repeats this run without a window.", state.dataset != nullptr))
    copyCommandLine(state, requests);
}

void drawMenu(MenuPlace place, AppState& state, Requests& requests) {
  if (place == MenuPlace::fileReopen) drawReopenEntries(state, requests);
  if (place == MenuPlace::fileSave &&
      ui::menuItem("File/Save run...", kSaveRunKey.key,
                   "Weights, configuration and history as a folder that the command line reads.",
                   hasRun(state)))
    saveRun(state, requests);
  if (place == MenuPlace::trainRuns) drawRunsMenu(state, requests);
}

void observe(const AppState& state, Observer& seen) {
  seen.value("run.name", [&] { return state.runLabel.name; });
  seen.value("runs", [&] { return state.comparedRuns.size(); });
  seen.value("autosaved", [&] { return state.autosavedStep; });
}

}  // namespace

const Wing& RunsController::wing() {
  static const Wing wing{kShortcuts, {}, {}, kFolds, drawMenu, observe};
  return wing;
}

}  // namespace latlas::app
