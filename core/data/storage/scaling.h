// Which stored values are black and white.
#pragma once

#include <filesystem>

#include "core/base/job.h"
#include "core/data/storage/array_store.h"

namespace latlas::data {

struct ImageValues {
  double least = 0.0, most = 0.0;  // as stored
  Scaling scaling;                 // to [0, 1]
};

// Looks at the values as far as is needed: bytes beyond 16 are grey levels at once. The first of
// these that holds every value is taken to be black to white: 0 to 1, -1 to 1 (floats only), 0 to
// 16 (when both occur), 0 to 255, 0 to 65535 (16-bit integers), else the values' own range.
// Throws Error (row) for values that are not finite, and Cancelled. `path` is for messages.
ImageValues measureImageValues(const ArraySource& source, const std::filesystem::path& path,
                               Progress& progress);

}  // namespace latlas::data
