// A vector as a small chart without words, for sheets of many.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <span>

#include "app/ui/widgets.h"

namespace latlas::ui {

// `values`: one standardized vector, NaN where a value is missing. Bars from the middle line while
// there is room for them, else a line of the values' range, over -3 to +3 deviations.
void drawMiniChart(ImDrawList& list, const Rect& area, std::span<const float> values);

// `count` vectors, values [count, D], `columns` in a row, filling `area`.
void drawMiniCharts(ImDrawList& list, const Rect& area, std::span<const float> values,
                    std::int64_t count, int columns);

}  // namespace latlas::ui
