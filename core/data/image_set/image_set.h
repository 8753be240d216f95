// Image files in any number and of any size become a dataset: listed by their headers, decoded on
// all cores to one size, and kept decoded (storage/decode_cache.h).
#pragma once

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/image_set/image_list.h"
#include "core/data/open_options.h"
#include "core/data/survey.h"

namespace latlas::data {

// Images that cannot be used are listed in info().skipped. What was decoded before, with the same
// choices, is not looked at again. With a part or a subset chosen only its images are decoded.
// Throws Error when no image is left or the disk is full, and Cancelled.
DatasetPtr openImageSet(ImageSource& source, const OpenOptions& options, Progress& progress);

// From the headers alone. Throws Error when there is no image, and Cancelled.
Survey surveyImageSet(ImageSource& source, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
