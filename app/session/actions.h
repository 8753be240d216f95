// What several wings offer alike, as a button, a menu item or a key.
// Threading: UI thread.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

void startOrPause(AppState& state, Requests& requests);
void resetTraining(AppState& state, Requests& requests);
void openDataset(AppState& state, Requests& requests);
// The catalogue of datasets to download.
void showDatasets(AppState& state, Requests& requests);

}  // namespace latlas::app
