// What follows from the state and several wings ask: is there a run, does it train, where are runs
// saved.
// Threading: UI thread.
#pragma once

#include <filesystem>

#include "app/session/state.h"
#include "core/base/error.h"

namespace latlas::app {

// Whether a model is loaded, whatever its state.
bool hasRun(const AppState& state);
bool isTraining(const AppState& state);
// The network and what the split depends on can be changed only until training began.
bool canEditModel(const AppState& state);
// How many dimensions z has now: the run's, or 0 without one.
int latentDims(const AppState& state);

// Where the run before the last one is kept; empty when runs are not saved by themselves.
std::filesystem::path runBeforeFolder(const AppState& state);

// Where the runs beside the present one are kept, each in a folder of its own; empty as above.
std::filesystem::path keptRunsFolder(const AppState& state);

// The notice and the status line that say what could not be done, and why.
void showFailure(AppState& state, const Failure& failure);

}  // namespace latlas::app
