// A full chunk of a Series: arrays as they are, but one value where all are the same, and one line
// for steps that follow each other evenly. Never changed again. Used inside core/series only.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/series/extent.h"

namespace latlas::series {

inline constexpr std::size_t kChunkRows = 1024;

// Floats, bit for bit, with the extremes of each 64 of them, so that the ends of a range cost
// little.
class ChunkColumn {
 public:
  // kChunkRows of them.
  explicit ChunkColumn(std::span<const float> values);

  // Rows are below kChunkRows, ranges within it.
  float operator[](std::size_t row) const { return values_[values_.size() == 1 ? 0 : row]; }
  void read(std::size_t first, std::span<float> out) const;
  Extent extent(std::size_t first, std::size_t last) const;

 private:
  std::vector<float> values_;    // one: all have its bits
  std::vector<Extent> extents_;  // one a group; one in all where values_ has one
};

class ChunkSteps {
 public:
  // kChunkRows of them.
  explicit ChunkSteps(std::span<const std::int64_t> steps);

  std::int64_t operator[](std::size_t row) const {
    return steps_.empty() ? static_cast<std::int64_t>(first_ + stride_ * row) : steps_[row];
  }

 private:
  std::uint64_t first_, stride_;     // modulo 2^64, so that no two steps are too far apart
  std::vector<std::int64_t> steps_;  // empty: evenly from first_ on
};

struct SeriesChunk {
  ChunkSteps steps;
  std::vector<std::int64_t> microseconds;
  std::vector<float> epochs;
  std::vector<ChunkColumn> columns;
};

// A chunk, or 32 nodes of the level below.
struct SeriesNode {
  std::vector<std::shared_ptr<const SeriesNode>> children;
  std::unique_ptr<const SeriesChunk> chunk;
  std::vector<Extent> extents;  // one a column
};

}  // namespace latlas::series
