// The runs of this session: the present one and those kept beside it.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

// Each can be renamed; a kept one hidden, removed and gone on with (probes "Runs/NAME", which hides
// and shows, and "Runs/NAME/Go on", "/Rename", "/Remove").
void drawRunsList(AppState& state, Requests& requests);

}  // namespace latlas::app
