// Datasets of image files in a ZIP or TAR, as image_folder.h reads them from a folder. Nothing is
// unpacked to the disk.
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/survey.h"

namespace latlas::data {

// Empty when the place is no such archive, or one of arrays (NPZ).
std::optional<Peek> peekImageArchive(const Place& place);

// See image_set/image_set.h and image_set/archive_images.h.
DatasetPtr openImageArchive(const Place& place, const OpenOptions& options, Progress& progress);
Survey surveyImageArchive(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
