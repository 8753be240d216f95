// What several controls do alike: a button, a menu item and a key.
// Threading: UI thread.
#pragma once

#include <filesystem>

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

// Whether a model is loaded, whatever its state.
bool hasRun(const AppState& state);
bool isTraining(const AppState& state);
// The network and what the split depends on can be changed only until training began.
bool canEditModel(const AppState& state);
// The draft asks for more than the live keys, which reach the run as they are changed.
bool draftNeedsReset(const AppState& state);
// How many dimensions z has now: the run's, or 0 without one.
int latentDims(const AppState& state);

// Where the run before the last one is kept; empty when runs are not saved by themselves.
std::filesystem::path runBeforeFolder(const AppState& state);

// Where the runs beside the present one are kept, each in a folder of its own; empty as above.
std::filesystem::path keptRunsFolder(const AppState& state);

void startOrPause(AppState& state, Requests& requests);
void trainOneStep(AppState& state, Requests& requests);
void trainSteps(AppState& state, Requests& requests);  // as many as preferences say
void trainEpoch(AppState& state, Requests& requests);  // to its end
void switchPace(AppState& state, Requests& requests);  // slow motion or full speed
void resetTraining(AppState& state, Requests& requests);
// There is something to keep and to go on from.
bool canFork(const AppState& state);
void forkRun(AppState& state, Requests& requests);
void copyCommandLine(AppState& state, Requests& requests);
void openDataset(AppState& state, Requests& requests);
void openWithOptions(AppState& state, Requests& requests);
void showDatasets(AppState& state, Requests& requests);
// The sheet's search takes the keyboard.
void findSamples(AppState& state, Requests& requests);
void saveRun(AppState& state, Requests& requests);
void quit(AppState& state, Requests& requests);
void switchTheme(AppState& state, Requests& requests);
void exportGrid(AppState& state, Requests& requests);

void zeroLatent(AppState& state, Requests& requests);
// A draw from the prior.
void randomLatent(AppState& state, Requests& requests);
void fitMap(AppState& state, Requests& requests);
void nextGridKind(AppState& state, Requests& requests);
void showKeys(AppState& state, Requests& requests);
// The topmost of what lies over the window.
void closeOverlay(AppState& state, Requests& requests);

// Pixels a side of one exported image: the largest whole multiple of the image's longer side up to
// 128, so that each of its pixels becomes a square.
int exportCell(const data::Shape& shape);

}  // namespace latlas::app
