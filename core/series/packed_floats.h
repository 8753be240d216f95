// Floats of any kind, bit for bit, in few bits where they lie near each other: the losses of a
// thousand steps mostly take 20 to 23 bits each. Their bits are turned into whole numbers of the
// same order, which are packed (packed_groups.h); the extremes of each 128 rows come with that.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <span>

#include "core/series/extent.h"
#include "core/series/packed_groups.h"

namespace latlas::series {

class PackedFloats {
 public:
  PackedFloats() = default;
  explicit PackedFloats(std::span<const float> values);

  bool empty() const { return groups_.empty(); }
  // Rows are below the number of values, ranges within it.
  float operator[](std::size_t row) const;  // O(1)
  void read(std::size_t first, std::span<float> out) const;
  // O((last - first) / 128), and up to 128 values at each end.
  Extent extent(std::size_t first, std::size_t last) const;

  std::size_t bytes() const { return groups_.bytes(); }

 private:
  PackedGroups groups_;
};

}  // namespace latlas::series
