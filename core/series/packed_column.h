// A column of a chunk, bit for bit: every value, or the runs of equal ones, whichever is smaller.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <span>
#include <variant>

#include "core/series/packed_floats.h"
#include "core/series/packed_runs.h"

namespace latlas::series {

class PackedColumn {
 public:
  // As PackedRuns has it.
  explicit PackedColumn(std::span<const float> values) : kept_(smallest(values)) {}

  float operator[](std::size_t row) const {
    return std::visit([row](const auto& kept) { return kept[row]; }, kept_);
  }
  void read(std::size_t first, std::span<float> out) const {
    std::visit([first, out](const auto& kept) { kept.read(first, out); }, kept_);
  }
  Extent extent(std::size_t first, std::size_t last) const {
    return std::visit([first, last](const auto& kept) { return kept.extent(first, last); }, kept_);
  }

  bool keepsRuns() const { return std::holds_alternative<PackedRuns>(kept_); }
  // That it takes beside its own object.
  std::size_t bytes() const {
    return std::visit([](const auto& kept) { return kept.bytes(); }, kept_);
  }

 private:
  using Kept = std::variant<PackedFloats, PackedRuns>;
  static Kept smallest(std::span<const float> values) {
    PackedFloats all(values);
    PackedRuns runs(values);
    if (runs.bytes() < all.bytes()) return runs;
    return all;
  }

  Kept kept_;
};

}  // namespace latlas::series
