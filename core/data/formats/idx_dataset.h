// Datasets of IDX files: a file of samples with the labels beside it, or a folder with MNIST's four
// files. Plain ones are read in place, gzipped ones unpacked once.
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/survey.h"

namespace latlas::data {

// Empty when the place holds no IDX file.
std::optional<Peek> peekIdx(const Place& place);

// The samples of one file, or of a folder's training file followed by those of its held-out file
// (see idx_files.h, also for labels and the names of classes). Of a folder with several datasets
// options.array names one ("emnist-letters"). What the axes mean is as in array_description.h.
// Throws Error and Cancelled.
DatasetPtr openIdx(const Place& place, const OpenOptions& options, Progress& progress);

Survey surveyIdx(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
