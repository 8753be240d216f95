// Start, pause, steps, an epoch, slow motion, reset: the top of the Training panel.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/requests.h"
#include "app/state.h"

namespace latlas::app {

void drawTrainingButtons(AppState& state, Requests& requests);

}  // namespace latlas::app
