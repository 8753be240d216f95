// The Data panel's foldable lists: classes with their counts, factors, columns, skipped files.
// Threading: UI thread, inside a frame.
#pragma once

#include "app/session/state.h"

namespace latlas::app {

// Each draws nothing when there is nothing to list.
// Probe "Data/Classes"; of each entry "Data/Classes/<name>", whose value is its count. A click
// shows that class alone in the sheet, a second one all of them.
void drawClassList(AppState& state);
// Probe "Data/Factors"; "Data/Factors/<name>" says the levels.
void drawFactorList(const data::DatasetInfo& info);
// What the numbers of a vector are, then what else is known of each row. Probe "Data/Columns";
// "Data/Columns/<name>" says its range or how many texts it has.
void drawColumnList(const AppState& state);
// Probe "Data/Skipped", whose value is the count.
void drawSkippedList(const data::DatasetInfo& info);

}  // namespace latlas::app
