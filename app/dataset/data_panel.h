// The Data panel: what is opened, what is known of it, and the sheet of its samples.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// Returns the height, in pixels, at which all of it would be seen; 0: it takes what there is.
float drawDataPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests);

}  // namespace latlas::app
