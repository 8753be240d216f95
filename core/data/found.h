// What is known of a dataset once its samples were found, before it is put together (assemble.h).
#pragma once

#include <filesystem>

#include "core/data/annotations.h"
#include "core/data/dataset.h"

namespace latlas::data {

// A format fills in of `info` name, source, format, publishedTrainCount (or 0: not split), classes,
// factors, skipped and options; the rest follows.
struct Found {
  DatasetInfo info;
  Annotations annotations;
  std::filesystem::path path;  // for messages
};

}  // namespace latlas::data
