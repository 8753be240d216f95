// What lies over the window, one at a time: the notice, the wings' questions, the about box, the
// list of keys, the wings' dialogs.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

void drawOverlays(AppState& state, ui::Graphics& graphics, Requests& requests);

}  // namespace latlas::app
