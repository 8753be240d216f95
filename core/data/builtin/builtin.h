// Datasets that need no file: "builtin:NAME?key=value&key=value".
// Threading: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/job.h"
#include "core/data/builtin/builtin_source.h"
#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

struct BuiltinDescription {
  std::string name;   // "sprites"
  std::string about;  // "white shapes on black, after dSprites"
  std::string keys;   // "size=8..256 [32], ..."; the defaults in brackets
};
// In alphabetical order.
std::vector<BuiltinDescription> builtinDescriptions();

// Generates the dataset that `source` names; an unknown name is an Error with the nearest one and
// all others.
DatasetPtr openBuiltin(std::string_view source, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
