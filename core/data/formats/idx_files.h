// What the names of IDX files say: which belong together, which are labels, which known dataset
// they are. All files of MNIST's kind have nothing but names to tell.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/place.h"

namespace latlas::data {

// One dataset of a folder: "emnist-letters" of "emnist-letters-train-images-idx3-ubyte.gz" and
// "emnist-letters-test-images-idx3-ubyte.gz".
struct IdxGroup {
  std::string name;                          // "images" when nothing else is left
  std::vector<std::filesystem::path> parts;  // training first; files of samples, by content
};

// Of the folder's entries. Of a file that is there plain and gzipped only the plain one. Sorted by
// name.
std::vector<IdxGroup> idxGroups(const Place& folder);

// "t10k" or "test" in its name.
bool isIdxHeldOut(const std::filesystem::path& path);
// A name by which IDX files usually go, whatever their content.
bool hasIdxName(const std::filesystem::path& path);

// Under the usual names: "images" becomes "labels" and "idx3" "idx1", with or without ".gz".
std::optional<std::filesystem::path> idxLabelsBeside(const std::filesystem::path& images);
// The name that labels of these images would have; empty when it cannot be told.
std::string idxLabelsName(const std::filesystem::path& images);

// EMNIST's images lie transposed. By "emnist" in the name of the file or its folder.
bool isIdxTransposed(const std::filesystem::path& images);

// The names of the labels 0, 1, 2, ... of a known dataset, or none: EMNIST by the mapping file
// beside it (its letters also without), Fashion-MNIST and KMNIST by "fashion", "kmnist" or
// "kuzushiji" in the name of the file or its folder. Throws Error when a mapping file cannot be
// read.
std::vector<std::string> idxClassNames(const std::filesystem::path& images);

}  // namespace latlas::data
