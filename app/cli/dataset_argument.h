// DATASET on the command line: a path or builtin:NAME, opened with progress on standard error.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "core/data/open.h"
#include "core/io/run_folder.h"

namespace latlas::cli {

struct DatasetArgument {
  std::string source;
  data::OpenOptions options;
};

// Adds the flags that say how a dataset is read.
void addOpeningFlags(CLI::App& command, data::OpenOptions& options);
// Adds DATASET too.
CLI::Option* addDatasetArgument(CLI::App& command, DatasetArgument& argument);

// Throws Error as data::open does.
data::DatasetPtr openDataset(const DatasetArgument& argument);

// The data a run was trained on. Throws Error when it is gone, or is not what it was.
data::DatasetPtr reopenDataset(const io::DatasetRecord& record);

}  // namespace latlas::cli
