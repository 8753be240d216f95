// A vector as a small picture, so that sheets, grids and maps show vectors wherever they show
// images.
// Threading: any thread.
#pragma once

#include <span>

#include "core/data/images.h"

namespace latlas::data {

// Pixels of one picture.
inline constexpr int kChartWidth = 48, kChartHeight = 36;
// Deviations from a column's mean that reach the picture's edge; what lies beyond is cut.
inline constexpr float kChartReach = 3.0f;

// values: standardized vectors, [n, shape.width]. Each becomes a grey picture, 1 x kChartHeight x
// kChartWidth: bars from the middle line as long as there is room for them, else a line of the
// values' range in each pixel column. Missing values (NaN) leave a gap.
Images vectorCharts(std::span<const float> values, const Shape& shape);

}  // namespace latlas::data
