// What a dataset's samples have in common: how many each class has, the range of values, and the
// mean sample of all and of each class.
// Threading: any thread; meant for a job.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"

namespace latlas::data {

// Rows that are read at most, evenly spread: of MNIST's size a mean is then known to half a grey
// level, and a dataset on disk answers within seconds.
inline constexpr std::int64_t kStatisticsRows = 20'000;

// Of a column of numbers; of one of texts only how many are missing.
struct ColumnRange {
  double least = 0.0, most = 0.0;  // of those present; 0 when none is
  std::int64_t missing = 0;
};

struct Statistics {
  std::vector<std::int64_t> classCounts;  // [classes], of all rows
  std::int64_t unlabelled = 0;            // rows without a class, when there are classes
  std::vector<ColumnRange> columns;       // [columns], of all rows

  // Of the rows that were read, as read() gives them:
  std::int64_t rowsRead = 0;
  float least = 0.0f, most = 0.0f, mean = 0.0f;  // of the values that are there
  std::int64_t missing = 0;                      // values that are not
  std::vector<float> meanSample;                 // [shape.size()]; NaN where every value is missing
  // Means of the classes, [classesShown, shape.size()], of those that have rows among the ones
  // read, and as many of these as fit in memory; `meanClasses` tells which, `meanRows` from how
  // many rows.
  std::vector<float> classMeans;
  std::vector<int> meanClasses;
  std::vector<std::int64_t> meanRows;

  bool isSample(const DatasetInfo& info) const { return rowsRead < info.count; }
};

// Reads at most `mostRows` rows. Throws Error when they cannot be read, and Cancelled.
Statistics statisticsOf(const Dataset& dataset, Progress& progress,
                        std::int64_t mostRows = kStatisticsRows);

}  // namespace latlas::data
