// What the Data panel tells of a dataset beyond its own words: counts, ranges and means.
// Threading: summarize() on a job; the value is immutable.
#pragma once

#include "core/data/statistics.h"

namespace latlas::app {

struct DataSummary {
  data::DatasetPtr dataset;
  data::Statistics statistics;
  data::Images means;  // of all, then of statistics.meanClasses
};

// Throws Error when the samples cannot be read, and Cancelled.
DataSummary summarize(data::DatasetPtr dataset, Progress& progress);

}  // namespace latlas::app
