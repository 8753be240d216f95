// The Traverse panel: sliders through the latent space, and what is decoded there.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

void drawTraversePanel(AppState& state, ui::Graphics& graphics, ImVec2 size, Requests& requests);

// The decoded image under the sliders, uploaded when it is new; empty while there is none.
ui::TextureView previewTexture(const TraverseState& traverse, ui::Graphics& graphics);

}  // namespace latlas::app
