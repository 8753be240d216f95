// The panels: free functions over (state, graphics) that draw, change the state and push requests.
// What a panel remembers of its own look (a measured height, what it last coloured) lies in ImGui's
// storage of its window, so that nothing here holds state.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <functional>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// Drawn into the menu bar of the current window.
void drawMenuBar(AppState& state, Requests& requests);
// Returns the height, in pixels, at which all of it would be seen; 0: it takes what there is.
float drawDataPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests);
void drawModelPanel(AppState& state, ImVec2 size, Requests& requests);
void drawTrainingPanel(AppState& state, ImVec2 size, Requests& requests);
void drawLossesPanel(AppState& state, ImVec2 size, Requests& requests);
void drawMapPanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests);
void drawTraversePanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests);
// One line over the rest of the current window's width.
// The decoded image under the sliders, uploaded when it is new; empty while there is none.
ui::TextureView previewTexture(const TraverseState& traverse, ui::Graphics& graphics);
void drawStatusBar(const AppState& state);
// The notice, the question how to open, the list of keys, the about box: on top of everything.
void drawOverlays(AppState& state, ui::Graphics& graphics, Requests& requests);
// Everything above in its place, splitters between. `placeChosen` is called when the map and the
// Traverse panel are drawn, so traverse.z is that of this frame, and other panels are still to come.
void drawWindow(AppState& state, ui::Graphics& graphics, Requests& requests,
                const std::function<void()>& placeChosen = {});

// Keys: Space starts and pauses, ? lists them all (see shortcuts.h).
void handleShortcuts(AppState& state, Requests& requests);

}  // namespace latlas::app
