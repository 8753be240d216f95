// The choices in the dialog that asks how a source is to be opened.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/state.h"

namespace latlas::app {

// Those that question.survey says there are, `width` pixels wide; they change question.options.
void drawOpenFields(OpenQuestion& question, float width);

}  // namespace latlas::app
