// What the user has written about the run at hand. Data only.
// Threading: UI thread.
#pragma once

#include <cstdint>
#include <string>

#include "app/ui/text_history.h"

namespace latlas::app {

struct NotesState {
  std::string text;
  // Counts the texts of other runs that took its place: a field that is being edited holds on to the
  // text that it had.
  std::uint64_t edition = 0;
  ui::TextHistory history;
  bool takesKeyboard = false;  // the panel was just asked for: the next keys are notes
};

}  // namespace latlas::app
