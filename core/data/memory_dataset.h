// A dataset whose pixels are held in memory as bytes: what every format ends in unless it is too
// large or is made on demand.
// Threading: const after construction. Owns: the pixels, labels and factor levels.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace latlas::data {

// Parallel arrays over the rows.
struct MemoryRows {
  std::vector<std::uint8_t> pixels;        // planar [count, channels, height, width]
  std::vector<std::int32_t> labels;        // [count] indices into classes; empty: none
  std::vector<std::int32_t> factorLevels;  // [count, factors]; empty: none
};

class MemoryDataset final : public Dataset {
 public:
  // Sets info.memoryBytes and computes the fingerprint (about 0.1 s for a gigabyte). Sizes that
  // disagree with `info` are a bug.
  MemoryDataset(DatasetInfo info, MemoryRows rows);

  void read(std::span<const std::int64_t> rows, std::span<float> pixels) const override;
  int label(std::int64_t row) const override;
  int factorLevel(std::int64_t row, int factor) const override;
  std::string fingerprint() const override { return fingerprint_; }

 private:
  MemoryRows rows_;
  std::string fingerprint_;
};

// [0, 255] -> [0, 1]; the spans have one length.
void bytesToUnit(std::span<const std::uint8_t> bytes, std::span<float> unit);

}  // namespace latlas::data
