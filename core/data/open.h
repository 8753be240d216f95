// The door of core/data: any source that a user names becomes a Dataset, chosen by content.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/reading.h"
#include "core/data/survey.h"

namespace latlas::data {

// `source` is a path or "builtin:NAME?key=value&key=value". `reading`: of a survey of the same
// source, with whatever options, so that it need not be read again; without effect once the file has
// changed. Its memory is freed as the dataset's is taken when nobody else holds it.
// Throws Error (which file, where, expected, found, what to do) and Cancelled.
DatasetPtr open(const std::string& source, const OpenOptions& options, Progress& progress,
                ReadingPtr reading = nullptr);

// What there is to choose before `source` is opened, with what open() would choose by itself.
// Reads headers and lists, not samples; but a table, which is whole in its text, is kept as the
// survey's `reading` when it fits in memory (memoryAllowed()). `reading`: as for open().
// Throws Error and Cancelled.
Survey survey(const std::string& source, const OpenOptions& options, Progress& progress,
              const ReadingPtr& reading = nullptr);

// What a folder or file is, without opening it: cheap enough for every row of a file browser.
// Never throws: what cannot be read says so.
Peek peek(const std::filesystem::path& path);

}  // namespace latlas::data
