#include "app/session/facts.h"

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

int latentDims(const AppState& state) {
  return hasRun(state) ? state.snapshot->config.model.latent : 0;
}

std::filesystem::path runBeforeFolder(const AppState& state) {
  if (state.autosaveFolder.empty()) return {};
  return state.autosaveFolder.parent_path() / "run-before";
}

std::filesystem::path keptRunsFolder(const AppState& state) {
  if (state.autosaveFolder.empty()) return {};
  return state.autosaveFolder.parent_path() / "kept-runs";
}

void showFailure(AppState& state, const Failure& failure) {
  state.notice = Notice{NoticeKind::error, "Could not " + failure.task, failure.message};
  state.status = "Could not " + failure.task;
}

}  // namespace latlas::app
