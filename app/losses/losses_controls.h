// The right end of the Losses panel: newest values, runs, and how the curves are drawn.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/state.h"

namespace latlas::app {

inline constexpr float kLossControlsWidth = 200.0f;  // pixels at 100 %

void drawLossControls(AppState& state);

}  // namespace latlas::app
