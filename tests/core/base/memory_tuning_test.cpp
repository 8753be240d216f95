#include "core/base/memory_tuning.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstddef>
#include <fstream>
#include <memory>
#include <vector>

namespace latlas {
namespace {

#if defined(LATLAS_SANITIZED) || !defined(__GLIBC__)
constexpr bool kOwnAllocator = true;
#else
constexpr bool kOwnAllocator = false;
#endif

std::size_t residentBytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

// Large blocks that were used, each with a small one behind it that stays.
TEST(MemoryTuning, FreedMemoryIsKeptUntilItIsReleased) {
  if (kOwnAllocator) GTEST_SKIP() << "the allocator is not glibc's";
  constexpr std::size_t kBlocks = 64, kBlockBytes = std::size_t{1} << 20;
  keepFreedMemory();
  std::vector<std::vector<char>> large;
  std::vector<std::unique_ptr<int>> small;
  large.reserve(kBlocks);
  small.reserve(kBlocks);
  for (std::size_t i = 0; i < kBlocks; ++i) {
    large.emplace_back(kBlockBytes, 'x');
    small.push_back(std::make_unique<int>(0));
  }
  const std::size_t used = residentBytes();
  large.clear();
  EXPECT_GT(residentBytes(), used - kBlocks * kBlockBytes / 8);
  releaseFreedMemory();
  EXPECT_LT(residentBytes(), used - kBlocks * kBlockBytes / 8 * 7);
}

}  // namespace
}  // namespace latlas
