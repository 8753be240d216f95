#include "core/data/storage/unpack_limit.h"

#include <string>

#include "core/base/error.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {
namespace {

// What may come out of any file without a look at the ratio: blank pictures pack very well.
constexpr std::uint64_t kFreeBytes = std::uint64_t{16} << 20;

}  // namespace

void requireUnpackAllowed(const std::filesystem::path& path, std::uint64_t packed,
                          std::uint64_t unpacked, std::uint64_t limit, double ratio) {
  if (unpacked > limit)
    throw fileError(path, {"", "at most " + toByteText(limit) + " when unpacked",
                           toByteText(unpacked) + " or more",
                           "If you trust it, allow more by --unpack-limit"});
  if (unpacked > kFreeBytes && static_cast<double>(unpacked) > ratio * static_cast<double>(packed))
    throw fileError(path, {"",
                           "a file that unpacks to at most " +
                               std::to_string(static_cast<std::int64_t>(ratio)) + " times its " +
                               toByteText(packed),
                           toByteText(unpacked) + " or more",
                           "It may be made to fill memory; if you trust it, allow more by "
                           "--unpack-ratio"});
}

}  // namespace latlas::data
