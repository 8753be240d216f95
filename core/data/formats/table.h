// Datasets of one table, CSV or TSV, plain or gzipped: vectors with named columns, or images whose
// pixels are the columns.
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/reading.h"
#include "core/data/survey.h"

namespace latlas::data {

// See table_columns.h for what the columns become. `reading`: of a survey, or null. Throws Error and
// Cancelled.
DatasetPtr openTable(const Place& place, ReadingPtr reading, const OpenOptions& options,
                     Progress& progress);

// Its reading is the table, when that fits in memory.
Survey surveyTable(const Place& place, const ReadingPtr& reading, const OpenOptions& options,
                   Progress& progress);

}  // namespace latlas::data
