// How much memory `new` has given out at most: tells a parser that believes a number in a file.
// Memory that C libraries take by malloc is not seen. The executable that uses it counts all of
// its own allocations, also those of its threads.
#pragma once

#include <cstddef>

namespace latlas::test {

// Bytes given out now.
std::size_t allocatedBytes();
// The most since the last call of restartAllocationPeak().
std::size_t allocationPeak();
void restartAllocationPeak();

}  // namespace latlas::test
