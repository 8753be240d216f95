// A bar between two regions that the user drags.
// Threading: UI thread, inside a frame.
#pragma once

#include <string_view>

namespace latlas::ui {

enum class SplitterAxis { vertical, horizontal };  // the bar's own direction

// Draws a bar of `thickness` at the cursor, `length` long. Dragging changes `size` (the region
// before the bar, or behind it when `grows` is -1), kept within [min, max]. True while dragged.
bool splitter(std::string_view label, SplitterAxis axis, float& size, float min, float max,
              float length, float thickness, int grows = 1);

}  // namespace latlas::ui
