// A full chunk of a Series: packed, and never changed again. Used inside core/train only.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/train/series.h"

namespace latlas::train {

inline constexpr std::size_t kChunkRows = 1024;

// Ascending whole numbers in as few bytes as they allow.
class PackedAscending {
 public:
  explicit PackedAscending(std::span<const std::int64_t> values);
  std::int64_t operator[](std::size_t i) const {
    if (!wide_.empty()) return wide_[i];
    if (!offsets_.empty()) return first_ + offsets_[i];
    return first_ + static_cast<std::int64_t>(i) * stride_;
  }

 private:
  std::int64_t first_ = 0, stride_ = 0;
  std::vector<std::uint32_t> offsets_;  // from first_, unless the stride says it all
  std::vector<std::int64_t> wide_;      // where those do not fit
};

// Mostly step / n, where the number n of steps in an epoch says it all.
class PackedEpochs {
 public:
  PackedEpochs(std::span<const float> epochs, const PackedAscending& steps);
  float at(std::size_t i, std::int64_t step) const;

 private:
  std::int64_t stepsPerEpoch_ = 0;
  std::vector<float> epochs_;  // unless that one says it all
};

// One column: every value, or the runs of equal ones where they are few.
class PackedColumn {
 public:
  explicit PackedColumn(std::vector<float> values);
  float operator[](std::size_t row) const;
  void read(std::size_t first, std::span<float> out) const;
  Extent extent(std::size_t first, std::size_t last) const;

 private:
  std::size_t runOf(std::size_t row) const;

  std::vector<float> values_;          // one a row, or one a run
  std::vector<std::uint16_t> starts_;  // first row of each run; empty: no runs
  std::vector<Extent> groups_;         // of each 32 rows, without runs
};

struct SeriesChunk {
  PackedAscending steps, microseconds;
  PackedEpochs epochs;
  std::vector<PackedColumn> columns;
};

// A chunk, or 32 nodes of the level below.
struct SeriesNode {
  std::vector<std::shared_ptr<const SeriesNode>> children;
  std::unique_ptr<const SeriesChunk> chunk;
  std::vector<Extent> extents;  // one a column
};

}  // namespace latlas::train
