// Numbers as people read them.
#pragma once

#include <cstdint>
#include <string>

namespace latlas {

// "14.2k", "980", "1.30M": three significant digits.
std::string compactNumber(double value);
// "8.4 s", "2 m 05 s", "1 h 12 m".
std::string duration(double seconds);
// "47.0 MB" (10^6 bytes).
std::string byteSize(std::int64_t bytes);
// A loss or a factor's value: four significant digits.
std::string shortNumber(double value);

}  // namespace latlas
