// The dialog with the catalogue: what each dataset is, whether it is here, and a button for the
// next step. Probes: "Datasets/KEY" (value: its state in the list), "Datasets/State",
// "Datasets/Progress", "Datasets/Download", "Datasets/Cancel", "Datasets/Open", "Datasets/Copy citation",
// "Datasets/Close"; "Datasets/Failure" when there is one to tell.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

void drawDatasetsDialog(AppState& state, Requests& requests);

}  // namespace latlas::app
