// Start, pause, step, reset: the top of the Training panel; and in one of its folds many steps, an
// epoch, slow motion.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

void drawTrainingButtons(AppState& state, Requests& requests);
void drawPaceButtons(AppState& state, Requests& requests);

}  // namespace latlas::app
