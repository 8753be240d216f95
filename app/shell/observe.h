// The state as named values, of all wings and of the window itself.
// Threading: UI thread.
#pragma once

#include "app/session/observer.h"
#include "app/session/state.h"

namespace latlas::app {

void observe(const AppState& state, Observer& seen);

}  // namespace latlas::app
