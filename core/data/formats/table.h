// Datasets of one table, CSV or TSV, plain or gzipped: vectors with named columns, or images whose
// pixels are the columns.
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/open.h"
#include "core/data/place.h"

namespace latlas::data {

// Empty when the place is no file of text in columns, by its first bytes.
std::optional<Peek> peekTable(const Place& place);

// See table_columns.h for what the columns become. Throws Error and Cancelled.
DatasetPtr openTable(const Place& place, const OpenOptions& options, Progress& progress);

Survey surveyTable(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
