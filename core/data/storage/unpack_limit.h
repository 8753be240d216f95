// What may come out of a packed file: a few kilobytes can be made to unpack to more than any disk
// holds.
#pragma once

#include <cstdint>
#include <filesystem>

namespace latlas::data {

// Throws Error naming `path` when `unpacked` bytes are more than `limit`, or more than `ratio`
// times the `packed` ones and too many to be given away. Both limits are the user's
// (--unpack-limit, --unpack-ratio).
void requireUnpackAllowed(const std::filesystem::path& path, std::uint64_t packed,
                          std::uint64_t unpacked, std::uint64_t limit, double ratio);

}  // namespace latlas::data
