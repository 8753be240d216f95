// CIFAR-10 and CIFAR-100 as datasets: one batch file, a folder of them, read in place, or the
// archive as it is downloaded (.tar.gz), unpacked once.
#pragma once

#include <optional>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"
#include "core/data/place.h"
#include "core/data/survey.h"

namespace latlas::data {

// Files by their length and labels, folders and archives by the names in them.
std::optional<Peek> peekCifar(const Place& place);

// data_batch_1.bin, ... or train.bin, then test_batch.bin or test.bin as held out. Classes are the
// fine labels, by name where the list of names lies beside; coarse labels are a text column
// "coarse", or, with options.labels "coarse", the other way round. Throws Error and Cancelled.
DatasetPtr openCifar(const Place& place, const OpenOptions& options, Progress& progress);

// Unpacks an archive, which opening it then finds in the cache.
Survey surveyCifar(const Place& place, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
