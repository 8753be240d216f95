// The whole window: menus, the wings' panels in their places with splitters between, the status bar,
// and what lies over them.
// What a panel remembers of its own look (a measured height) lies in ImGui's storage of its window,
// so that nothing here holds state.
// Threading: UI thread, inside a frame.
#pragma once

#include <functional>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// `placeChosen` is called when the panels in the centre and on the right are drawn, so traverse.z is
// that of this frame, and other panels are still to come.
void drawWindow(AppState& state, ui::Graphics& graphics, Requests& requests,
                const std::function<void()>& placeChosen = {});

}  // namespace latlas::app
