// Settings that few need at once lie folded, two headings a line, so that the left column stays
// short. Which are unfolded is remembered.
// Threading: UI thread, inside a frame.
#pragma once

#include <functional>
#include <string>

#include "app/session/state.h"

namespace latlas::app {

struct SettingsFold {
  std::string label;    // "Training/Schedules"
  std::string note;     // behind it: how many are not at their defaults
  std::string tooltip;
  std::function<void()> draw;
};

// The two headings side by side, and below them what is unfolded, over the whole width.
void drawSettingsFolds(Preferences& preferences, const SettingsFold& left,
                       const SettingsFold& right);

}  // namespace latlas::app
