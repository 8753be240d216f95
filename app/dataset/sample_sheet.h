// The scrolling sheet of a dataset's samples. Only the rows on screen exist, so that a dataset of
// any size scrolls alike: the sheet says which it needs (SheetState), the frame brings them.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <cstdint>

#include "app/session/state.h"
#include "app/ui/graphics.h"

namespace latlas::app {

// Where the cells of a sheet of `count` samples lie, in pixels.
struct SheetLayout {
  int columns = 1;
  ImVec2 cell;             // of one sample
  ImVec2 pitch;            // from one sample to the next
  int wholeLines = 1;      // lines that are shown completely
  int shownLines = 1;      // with the one that is cut off at the bottom
  std::int64_t lines = 0;  // of all samples

  // The topmost line that still fills the sheet.
  std::int64_t lastTopLine() const;
};

// `cell`: about how large a sample is to be; the columns are stretched to fill the width.
SheetLayout layOutSheet(ImVec2 size, std::int64_t count, ImVec2 cell, float gap);

// Probes "Data/Sheet" (its value: the row of the first sample shown) and "Data/Scrollbar".
void drawSampleSheet(SheetState& sheet, const data::Dataset& dataset, ui::Graphics& graphics,
                     ImVec2 size);

}  // namespace latlas::app
