// A full chunk of a Series: packed, and never changed again. Used inside core/train only.
// Threading: immutable, any threads.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "core/series/packed_column.h"
#include "core/series/packed_epochs.h"
#include "core/series/packed_integers.h"

namespace latlas::series {

inline constexpr std::size_t kChunkRows = 1024;

struct SeriesChunk {
  PackedIntegers steps, microseconds;
  PackedEpochs epochs;
  std::vector<PackedColumn> columns;
};

// A chunk, or 32 nodes of the level below.
struct SeriesNode {
  std::vector<std::shared_ptr<const SeriesNode>> children;
  std::unique_ptr<const SeriesChunk> chunk;
  std::vector<Extent> extents;  // one a column
};

}  // namespace latlas::series
