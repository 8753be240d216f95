// The Notes panel: free text about the run at hand.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/session/state.h"

namespace latlas::app {

// Whether the panel is unfolded; remembered between starts.
bool& notesAreOpen(AppState& state);

void drawNotesPanel(AppState& state, ImVec2 size);

}  // namespace latlas::app
