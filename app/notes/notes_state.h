// What the user has written about the run at hand. Data only.
// Threading: UI thread.
#pragma once

#include <string>

#include "app/ui/text_history.h"

namespace latlas::app {

struct NotesState {
  std::string text;
  ui::TextHistory history;
  bool takesKeyboard = false;  // the panel was just asked for: the next keys are notes
};

}  // namespace latlas::app
