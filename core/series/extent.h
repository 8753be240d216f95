// The extremes of the values in a range of rows of a table (series.h).
#pragma once

#include <bit>
#include <cstdint>
#include <limits>
#include <span>

namespace latlas::series {

// What a row has in a column that was not measured there: neither a number nor a failure.
inline constexpr float kMissing = std::bit_cast<float>(0x7fc04c41u);
inline bool isMissing(float value) {
  return std::bit_cast<std::uint32_t>(value) == std::bit_cast<std::uint32_t>(kMissing);
}

struct Extent {
  float low = std::numeric_limits<float>::infinity();  // of the finite ones
  float high = -std::numeric_limits<float>::infinity();
  bool notFinite = false;  // whether there is a NaN or an infinity

  bool any() const { return low <= high; }
  void add(float value);
  void add(std::span<const float> values);
  void add(const Extent& other);
  bool operator==(const Extent&) const = default;
};

}  // namespace latlas::series
