// Fractional epochs, bit for bit: mostly step / n, where the number n of steps in an epoch says it
// all, or else the bits of the floats as whole numbers near a line (packed_integers.h).
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "core/train/packed_integers.h"

namespace latlas::train {

class PackedEpochs {
 public:
  // One epoch for each of the steps, at least one.
  PackedEpochs(std::span<const float> epochs, const PackedIntegers& steps);

  float at(std::size_t i, std::int64_t step) const;  // O(1)

  // That it takes beside its own object.
  std::size_t bytes() const { return bits_.bytes(); }

 private:
  std::int64_t stepsPerEpoch_ = 0;  // 0: bits_ says it
  PackedIntegers bits_;
};

}  // namespace latlas::train
