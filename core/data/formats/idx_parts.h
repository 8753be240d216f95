// The IDX files of one dataset: their headers, their labels, and their samples in place or
// unpacked.
// Threading: one thread; unpacking uses all cores.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

#include "core/base/job.h"
#include "core/data/arrays/array_description.h"
#include "core/data/arrays/array_values.h"
#include "core/data/open_options.h"
#include "core/data/storage/array_store.h"
#include "core/data/storage/bytes.h"

namespace latlas::data {

// A file of samples whose header was read.
struct IdxFile {
  std::filesystem::path path;
  ArrayDescription array;
  std::uint64_t headerBytes = 0;
  std::shared_ptr<const FileBytes> bytes;
  bool isCompressed = false;
  SampleView view{};
};

// The parts of one dataset, training first: all of one shape and type. Throws Error.
std::vector<IdxFile> openIdxFiles(const std::vector<std::filesystem::path>& paths,
                                  const OpenOptions& options);

// The labels of all files, one behind the other; without rows when none has any. `dataset` is what
// was opened, beside which metadata may lie. Throws Error, also when only some have labels.
ArrayValues readIdxLabels(const std::vector<IdxFile>& files, const std::filesystem::path& dataset,
                          const OpenOptions& options);

// Plain files in place, gzipped ones unpacked into memory or, once, into the cache. Throws Error
// and Cancelled.
ArraySource idxSamples(const std::vector<IdxFile>& parts, const OpenOptions& options,
                       Progress& progress);

}  // namespace latlas::data
