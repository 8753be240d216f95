// What a pass over all samples of a large file found is remembered in the cache, so that the file
// opens at once the next time.
// Threading: any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/storage/array_store.h"
#include "core/data/storage/scaling.h"

namespace latlas::data {

// Names a source: the file it comes from, which is looked at for changes, and which of its arrays.
struct Origin {
  std::filesystem::path path;
  std::string array;
};

// measureImageValues() and measureVariables(), done once for each content of the file. Small
// sources and those of a folder are measured each time. Throws as these do.
ImageValues rememberedImageValues(const ArraySource& source, const Origin& origin,
                                  Progress& progress);
std::vector<Variable> rememberedVariables(const ArraySource& source,
                                          const std::vector<std::string>& names,
                                          const Origin& origin, Progress& progress);

}  // namespace latlas::data
