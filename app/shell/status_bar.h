// The line at the bottom of the window: what goes on or has happened, and facts on the right.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/state.h"

namespace latlas::app {

// One line over the rest of the current window's width.
void drawStatusBar(const AppState& state);

}  // namespace latlas::app
