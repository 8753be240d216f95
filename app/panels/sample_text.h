// What is known of one image, as lines for a tooltip.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace latlas::app {

// "image 1,234", "class 7", "orientation 1.611 rad", ...
std::vector<std::string> describeSample(const data::Dataset& dataset, std::int64_t row);

}  // namespace latlas::app
