// Floats that rarely change, such as a learning rate: runs of the same bits, 6 bytes each.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/series/extent.h"

namespace latlas::series {

class PackedRuns {
 public:
  // At least one value, at most 65,536.
  explicit PackedRuns(std::span<const float> values);

  // Rows are below the number of values, ranges within it.
  float operator[](std::size_t row) const { return values_[runOf(row)]; }  // O(log runs)
  void read(std::size_t first, std::span<float> out) const;
  Extent extent(std::size_t first, std::size_t last) const;  // O(runs in between)

  // That it takes beside its own object.
  std::size_t bytes() const { return values_.size() * sizeof(float) + starts_.size() * 2; }

 private:
  std::size_t runOf(std::size_t row) const;

  std::vector<float> values_;          // one a run
  std::vector<std::uint16_t> starts_;  // its first row
};

}  // namespace latlas::series
