// The last step of generators that make vectors.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/assemble.h"

namespace latlas::data {

// Rows of a generator are made in blocks of so many, each with random numbers of its own, so that
// they are the same on any number of cores.
constexpr std::int64_t kBlockRows = 1024;
constexpr std::int64_t kMostGeneratedRows = 100'000'000;
constexpr std::int64_t kMostGeneratedColumns = 4096;

struct GeneratedBlock {
  std::int64_t index;  // of the block
  std::int64_t firstRow;
  std::int64_t rows;
  std::span<float> values;  // [rows, columns], to be filled
};

// `make` is called once for each block, from several threads. `source` is canonical. Throws Error
// when the vectors would need more memory than allowed, and Cancelled.
std::vector<float> generateBlocks(const std::string& source, std::int64_t count,
                                  std::int64_t columns, const OpenOptions& options,
                                  Progress& progress,
                                  const std::function<void(const GeneratedBlock&)>& make);

// `found` needs info.name, classes, factors and its annotations; the rest is filled in.
DatasetPtr openGenerated(Found found, const std::string& source, const std::vector<float>& values,
                         std::vector<std::string> columnNames, const OpenOptions& options,
                         Progress& progress);

}  // namespace latlas::data
