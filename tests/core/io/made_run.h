// Runs for the tests of run folders.
#pragma once

#include "core/io/run_folder.h"

namespace latlas::io {

// A run whose every part depends on the step; those of two steps have the rows of the smaller one
// in common.
Run runAt(std::int64_t step);

void expectEqual(const Run& found, const Run& expected);

}  // namespace latlas::io
