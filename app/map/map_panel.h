// The map panel: the points of the latent space, what they are coloured by, and what one of them is.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

void drawMapPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests);

}  // namespace latlas::app
