// A row of a list in a dialog: a name on the left, a short state on the right.
// Threading: UI thread, inside a frame.
#pragma once

#include <string_view>

namespace latlas::ui {

enum class RowTone { quiet, good, bad };  // of the state's colour

// True when it was clicked. Its probe is `label`, whose last part is not shown, with the state as
// value.
bool listItem(std::string_view label, std::string_view name, std::string_view state, RowTone tone,
              bool selected);

// Rows that the arrow keys move the selection by in this frame: -1, 0 or 1.
int arrowSteps();

}  // namespace latlas::ui
