// Whole numbers that go up about evenly, such as steps and the times at which they were done: one
// line through all of them where that says it all, or else a line for each 128 of them and what
// each number is above or below it (packed_groups.h).
// Memory: nothing beside the object itself for one line; 16 bytes for the line of a group and 12 to
// 18 bits a number for times in microseconds.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/series/packed_groups.h"

namespace latlas::series {

class PackedIntegers {
 public:
  PackedIntegers() = default;
  explicit PackedIntegers(std::span<const std::int64_t> values);

  // `i`: below the number of values; O(1).
  std::int64_t operator[](std::size_t i) const;

  // That it takes beside its own object.
  std::size_t bytes() const;

 private:
  // At `first` + i * `slope` / 256; all of it modulo 2^64, so that no value is too far away.
  struct Line {
    std::uint64_t first = 0, slope = 0;

    // Through the first and about the last of the values.
    static Line through(std::span<const std::int64_t> values);
    std::uint64_t at(std::size_t i) const;
  };
  void packAlongLines(std::span<const std::int64_t> values);

  Line line_;                       // of all, where nothing else is kept
  std::vector<Line> lines_;         // of each group
  PackedGroups distances_;          // from the group's line, and kMiddle
  std::vector<std::int64_t> wide_;  // the numbers themselves, where distances are too large
};

}  // namespace latlas::series
