// What the folders of a set of images mean: parts, classes, or nothing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/image_set/image_list.h"

namespace latlas::data {

struct Arrangement {
  std::vector<std::string> classes;  // empty: no labels
  std::vector<std::int32_t> labels;  // [images], -1: none; or empty
  std::int64_t trainCount = 0;       // images before the held-out ones
};

// Brings the images into their order: training first, then by class, then by name, files before
// folders. A folder that holds everything means nothing (always where `hasOwnFolder`, else when
// no image lies in it directly). Folders called train and test (or val, valid, held_out) are parts.
// The next level names the classes when it has two or more folders, or when nothing lies outside
// the only one; images that lie beside class folders are then skipped. Without `wantsClasses` no
// folder is a class.
Arrangement arrange(ImageList& list, bool hasOwnFolder, bool wantsClasses);

}  // namespace latlas::data
