// Asks how a source is to be opened: what there is to choose, and what would come of it.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// Drawn while state.question is there. Changes state.question->options; "Open/Open" asks for
// request::OpenDataset with them, "Open/Cancel" and Esc drop the question.
// Probes: "Open/What"; of the choices there are, "Open/array", "Open/as", "Open/labels",
// "Open/part", "Open/subset", "Open/size", "Open/fit", "Open/channels", "Open/background";
// "Open/Preview", "Open/Result" ("70,000 images of 1 x 28 x 28"), "Open/Memory" and "Open/Problem".
void drawOpenDialog(AppState& state, ui::Graphics& graphics, Requests& requests);

}  // namespace latlas::app
