#include "core/data/storage/memory_limit.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "core/base/error.h"

namespace latlas::data {
namespace {

// What the machine could give now without swapping.
std::uint64_t freeMemory() {
  std::ifstream table("/proc/meminfo");
  for (std::string key, rest; table >> key && std::getline(table, rest);)
    if (key == "MemAvailable:") return std::stoull(rest) * 1024;  // the table counts in KiB
  return static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
         static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

std::uint64_t memoryAllowed(const OpenOptions& options) {
  // Beside a model in training and a window; larger sets train as fast from the disk's cache.
  constexpr std::uint64_t kMost = std::uint64_t{512} << 20;
  return options.memoryLimit ? options.memoryLimit : std::min(kMost, freeMemory() / 4);
}

void requireMemory(const std::string& source, std::uint64_t bytes, const OpenOptions& options,
                   const std::string& remedy) {
  const std::uint64_t limit = options.memoryLimit ? options.memoryLimit : freeMemory() / 4 * 3;
  if (bytes > limit)
    throw Error(source + ": needs " + toByteText(bytes) + " of memory, more than the " +
                toByteText(limit) + " that may be used. " + remedy + ".");
}

std::string toByteText(std::uint64_t bytes) {
  static constexpr const char* kUnits[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1000.0 && unit + 1 < std::size(kUnits); ++unit) value /= 1000.0;
  char text[32];
  std::snprintf(text, sizeof text, unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
  return text;
}

}  // namespace latlas::data
