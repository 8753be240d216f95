// Fractional epochs, bit for bit: mostly those of equal steps from the beginning of each epoch,
// where the steps at which epochs begin say it all; or else the bits of the floats as whole numbers
// near a line (packed_integers.h).
// Memory: nothing beside the object itself where epochs have equally many steps, up to two bytes an
// epoch where they do not, one or two a row where batches changed within an epoch.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>

#include "core/series/packed_integers.h"

namespace latlas::series {

// Epochs that grow by the same share with each step, and begin anew at whole numbers: the last
// batch of an epoch may be smaller than the others.
class EqualSteps {
 public:
  // Nothing: no such share gives these epochs.
  static std::optional<EqualSteps> of(std::span<const float> epochs, const PackedIntegers& steps);

  // `step`: one of those; O(log epochs).
  float at(std::int64_t step) const;
  std::size_t bytes() const { return begins_.bytes(); }

 private:
  // Epoch first_ + n begins at step begins_[n]; there are count_ of them.
  double first_ = 0.0, share_ = 0.0;
  PackedIntegers begins_;
  std::size_t count_ = 0;
};

class PackedEpochs {
 public:
  // One epoch for each of the steps, at least one.
  PackedEpochs(std::span<const float> epochs, const PackedIntegers& steps);

  float at(std::size_t i, std::int64_t step) const;

  // That it takes beside its own object.
  std::size_t bytes() const;

 private:
  std::variant<EqualSteps, PackedIntegers> kept_;
};

}  // namespace latlas::series
