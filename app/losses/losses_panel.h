// The Losses panel: the curves, and on its right what they have come to.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

void drawLossesPanel(AppState& state, ImVec2 size, Requests& requests);

}  // namespace latlas::app
