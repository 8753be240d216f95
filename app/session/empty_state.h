// What a panel shows while it has nothing: what will appear there, and the one thing to do.
// Threading: UI thread, inside a frame.
#pragma once

#include <string_view>

#include "app/session/requests.h"
#include "app/session/state.h"

namespace latlas::app {

// Centred in what is left of the panel. Without a dataset the button opens one, else it starts
// training; it is named "<panel>/Open" or "<panel>/Start".
void drawEmptyState(std::string_view panel, std::string_view text, AppState& state,
                    Requests& requests);

}  // namespace latlas::app
