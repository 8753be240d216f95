// How many bytes this process has read from files, for tests of what is read twice.
// Threading: counts all threads.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>

namespace latlas::test {

// By Linux's count of what read() and the like have returned, also from its cache.
inline std::int64_t bytesRead() {
  std::ifstream table("/proc/self/io");
  std::string key;
  std::int64_t count = 0;
  table >> key >> count;
  return key == "rchar:" ? count : -1;
}

}  // namespace latlas::test
