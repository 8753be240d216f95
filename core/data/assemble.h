// The last steps that every format shares, from samples that were found to a dataset.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/found.h"
#include "core/data/open_options.h"
#include "core/data/storage/array_store.h"

namespace latlas::data {

// From an array. Checks that the bytes are there and every value can be used, brings images to
// [0, 1] (see scaling.h) and standardizes vectors, reads what is small enough into memory and
// leaves the rest in place. `columnNames`: of vectors, one for each number; empty: "0", "1", ...
// Throws Error and Cancelled.
DatasetPtr assemble(Found found, ArraySource samples, const OpenOptions& options,
                    Progress& progress, std::vector<std::string> columnNames = {});

// From samples that need no more treatment. Joins the metadata beside the dataset (metadata.h) and
// keeps the rows that the options ask for.
DatasetPtr finish(Found found, std::unique_ptr<const SampleStore> samples,
                  const OpenOptions& options);

}  // namespace latlas::data
