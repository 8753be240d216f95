// The Losses panel's charts as a picture of their own.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/state.h"
#include "app/ui/picture.h"

namespace latlas::app {

// What the panel shows, zoomed and smoothed alike, at most three charts in a row, in the theme's
// colours.
ui::RecordedPicture lossesPicture(const AppState& state);

}  // namespace latlas::app
