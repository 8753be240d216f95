// builtin:random, a table of numbers without any structure, such as the 100 x 10 one that tutorials
// of autoencoders begin with: what cannot be compressed.
#pragma once

#include "core/base/job.h"
#include "core/data/builtin/builtin_source.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

// Numbers uniform in [0, 1). Keys: `count` (default 100), `dims` (10), `seed`. Throws Error for an
// unknown key or a value out of range, and Cancelled.
DatasetPtr openRandomTable(const BuiltinSource& source, const OpenOptions& options,
                           Progress& progress);

}  // namespace latlas::data
