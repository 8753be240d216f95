// builtin:swissroll, a flat sheet rolled up in three dimensions: what unfolding is tried on.
// After Tenenbaum, de Silva & Langford 2000, in the form that scikit-learn gives it.
#pragma once

#include "core/base/job.h"
#include "core/data/builtin/builtin_source.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

// Points x = t cos t, y = height, z = t sin t with t uniform in [1.5 pi, 4.5 pi] and height in
// [0, 21]; where a point lies on the sheet stands in the columns `t` (rad) and `height`.
// Keys: `count` (default 5,000), `noise` (0: the deviation added to each of x, y and z), `seed`.
// Throws Error for an unknown key or a value out of range, and Cancelled.
DatasetPtr openSwissRoll(const BuiltinSource& source, const OpenOptions& options,
                         Progress& progress);

}  // namespace latlas::data
