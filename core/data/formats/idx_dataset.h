// Datasets of IDX files: an images file with the labels beside it, or a folder with MNIST's four
// files. Plain or gzipped.
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/open.h"
#include "core/data/place.h"

namespace latlas::data {

// Empty when the place holds no IDX file.
std::optional<Peek> peekIdx(const Place& place);

// The images of one file, or of a folder's training file followed by those of its held-out file
// (the one with "t10k" or "test" in its name). Labels are sought beside the images under the usual
// names: "images" becomes "labels" and "idx3" "idx1", with or without ".gz". Classes are the
// label values that occur, ascending. Throws Error and Cancelled.
DatasetPtr openIdx(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
