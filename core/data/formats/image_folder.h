// Datasets of image files: PNG, JPEG, BMP and TGA in a folder and its subfolders, the first level
// of which names the classes.
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/open.h"
#include "core/data/place.h"

namespace latlas::data {

// Empty when the place is no folder with images in it or in its subfolders.
std::optional<Peek> peekImageFolder(const Place& place);

// Decodes every image on all cores: its middle square, resized to one size (see OpenOptions).
// Images that cannot be used are listed in info().skipped; see scanImages() for what counts.
// Throws Error when none is left or they would not fit in memory, and Cancelled.
DatasetPtr openImageFolder(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
