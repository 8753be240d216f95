// The samples of a dataset as numbers, wherever and in whatever type they are kept.
// Threading: const, so any thread.
#pragma once

#include <cstdint>
#include <span>

#include "core/data/images.h"

namespace latlas::data {

class SampleStore {
 public:
  virtual ~SampleStore() = default;

  virtual std::int64_t count() const = 0;
  virtual const Shape& shape() const = 0;
  // [rows, shape().size()], as Dataset::read() gives them. Throws Error when a file fails.
  virtual void read(std::span<const std::int64_t> rows, std::span<float> values) const = 0;
  virtual std::uint64_t memoryBytes() const { return 0; }
  // All samples when they are held as planar bytes, [count, shape().size()]; else empty.
  virtual std::span<const std::uint8_t> planarBytes() const { return {}; }
};

}  // namespace latlas::data
