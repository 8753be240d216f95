// A vector, or two to compare, as a chart in its columns' own units.
// Threading: UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/dataset.h"

namespace latlas::ui {

struct ChartedSample {
  std::string name;  // for the legend; empty: none
  ImVec4 colour;
  std::span<const float> values;  // [variables], standardized; NaN: missing
};

// While their names fit in the height, each column is a row of its own: its name, a bar from the
// column's mean over the column's least to most, and the value as a number. More columns become a
// line over one axis: of the unit that they seem to share, or, where their ranges have nothing in
// common, of deviations from the mean. The pointer reads a column.
// The value of the probe `label` is "name value, name value, ..." of the first sample, at most
// twelve of them.
void sampleChart(std::string_view label, ImVec2 size, std::span<const ChartedSample> samples,
                 std::span<const data::Variable> variables);

// The height at which sampleChart() draws rows with names; 0: there are too many for any window.
float sampleRowsHeight(std::size_t columns, std::size_t samples);

}  // namespace latlas::ui
