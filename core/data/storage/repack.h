// Brings samples from any order of axes into the planar order [N, C, H, W].
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/storage/array_store.h"

namespace latlas::data {

// Whether a sample can be read by one short read: its numbers lie close together.
bool isReadableInPlace(const ArraySource& source);

// All samples, planar, in their own type, given to `write(offset, bytes)` in pieces of some
// megabytes, ascending. Numbers of which one axis of samples is closely packed (Fortran order) are
// read along that axis. Throws Error when a file fails, and Cancelled.
void repack(const ArraySource& source,
            const std::function<void(std::uint64_t, std::span<const std::uint8_t>)>& write,
            Progress& progress);

// The source with its samples held in memory, planar.
ArraySource heldInMemory(const ArraySource& source, Progress& progress);

}  // namespace latlas::data
