// Datasets of image files in a folder and its subfolders (image_set/image_arrangement.h says what
// the folders mean).
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/survey.h"

namespace latlas::data {

// Empty when the place is no folder with images in it or in its subfolders.
std::optional<Peek> peekImageFolder(const Place& place);

// See image_set/image_set.h. Files that change while they are read are skipped.
DatasetPtr openImageFolder(const Place& place, const OpenOptions& options, Progress& progress);
Survey surveyImageFolder(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
