// A dataset of one .npy file (see array_description.h for what its axes mean), read in place, with
// the labels of a .npy beside it.
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/survey.h"

namespace latlas::data {

// Empty when the place is no .npy file, by its first bytes.
std::optional<Peek> peekNpy(const Place& place);

// Labels are options.labels, a file in the same folder with or without ".npy"; "none" wants none.
// Otherwise, beside NAME.npy:
// 1. NAME_labels.npy, or the name with "images" or "data" become "labels", or its part X (or x)
//    become y: X.npy and y.npy, X_train.npy and y_train.npy. Must have a row for each sample.
// 2. labels.npy, y.npy or targets.npy, if it has a row for each sample; else it is skipped.
// Throws Error and Cancelled.
DatasetPtr openNpy(const Place& place, const OpenOptions& options, Progress& progress);

Survey surveyNpy(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
