// Above the sheet of samples: a class to show, a search, and how many samples there are of it.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/state.h"

namespace latlas::app {

// Probes "Data/class" (while there are classes), "Data/search" and, while something is sought,
// "Data/matches": "6,313 of 70,000 images"; "Data/problem" says why nothing can be found.
void drawSheetFilter(SheetState& sheet, const data::Dataset& dataset);

// Shows the samples of one class alone, or all again when it is the one shown; -1: all.
void showClass(SheetState& sheet, int label);

}  // namespace latlas::app
