// The keys of the wing of the map, as the keyboard, the menus and the tooltips read them.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/wing.h"

namespace latlas::app {

void fitMap(AppState& state, Requests& requests);

inline constexpr Shortcut kFitKey{"F", "Fit the map to its points", fitMap};

}  // namespace latlas::app
