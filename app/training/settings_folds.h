// Settings that few need at once lie folded, two headings a line, so that the left column stays
// short. Which are unfolded is remembered.
// Threading: UI thread, inside a frame.
#pragma once

#include <span>

#include "app/session/preferences.h"
#include "app/session/wing.h"

namespace latlas::app {

// Two headings side by side, and below them what is unfolded, over the whole width; then the next
// two.
void drawSettingsFolds(Preferences& preferences, std::span<const SettingsFold> folds);

}  // namespace latlas::app
