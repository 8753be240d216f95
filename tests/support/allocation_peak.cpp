#include "tests/support/allocation_peak.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <new>

namespace {

std::atomic<std::size_t> given{0}, peak{0};

void* take(std::size_t size, std::size_t alignment) {
  void* memory = alignment > alignof(std::max_align_t)
                     ? std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment)
                     : std::malloc(size == 0 ? 1 : size);
  if (!memory) throw std::bad_alloc();
  const std::size_t now = given += malloc_usable_size(memory);
  for (std::size_t most = peak; now > most && !peak.compare_exchange_weak(most, now);) {
  }
  return memory;
}

void giveBack(void* memory) {
  if (!memory) return;
  given -= malloc_usable_size(memory);
  std::free(memory);
}

}  // namespace

// The array forms end in these. So does the nothrow form, but not under AddressSanitizer.
void* operator new(std::size_t size) { return take(size, 0); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  try {
    return take(size, 0);
  } catch (const std::bad_alloc&) {
    return nullptr;
  }
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return take(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { giveBack(memory); }
void operator delete(void* memory, std::size_t) noexcept { giveBack(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { giveBack(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { giveBack(memory); }

namespace latlas::test {

std::size_t allocatedBytes() { return given; }
std::size_t allocationPeak() { return peak; }
void restartAllocationPeak() { peak = given.load(); }

}  // namespace latlas::test
