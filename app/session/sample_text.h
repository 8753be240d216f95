// What is known of one sample, for tooltips.
// Threading: UI thread, inside a frame.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace latlas::app {

// "image 1,234" or "row 1,234", "class 7", "orientation 1.611 rad", "age 31", ... At most so many
// lines that a tooltip stays readable; the last one then says how many more there are.
std::vector<std::string> describeSample(const data::Dataset& dataset, std::int64_t row);

// A tooltip with these lines and, of a vector, its `values` (standardized; empty: an image) as a
// chart in the columns' own units. Probe "Data/Sample", whose value is the lines.
void sampleTooltip(const data::Dataset& dataset, std::int64_t row, std::span<const float> values);

// What a dataset's samples are called: "images" or "rows"; one of them: "image" or "row".
const char* samplesName(const data::DatasetInfo& info);
const char* sampleName(const data::DatasetInfo& info);

}  // namespace latlas::app
