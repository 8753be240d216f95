// The menus: the wings' entries in their places between the window's own.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

// Drawn into the menu bar of the current window.
void drawMenuBar(AppState& state, Requests& requests);

}  // namespace latlas::app
