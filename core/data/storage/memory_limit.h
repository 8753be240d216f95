// Refuses what would not fit in memory before it is allocated.
#pragma once

#include <cstdint>
#include <string>

#include "core/data/open_options.h"

namespace latlas::data {

// Throws Error when `bytes` is more than the options allow. `source` is the file, folder or
// generator; `remedy` says what the user can do about it, without a full stop.
void requireMemory(const std::string& source, std::uint64_t bytes, const OpenOptions& options,
                   const std::string& remedy);

// What a dataset may hold in memory before it is read in place or through the cache, in bytes.
std::uint64_t memoryAllowed(const OpenOptions& options);

// "1.5 GB", in powers of 1000.
std::string toByteText(std::uint64_t bytes);

}  // namespace latlas::data
