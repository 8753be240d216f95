// Finds the images below a folder and reads their headers: which there are, how large, and why
// others cannot be used.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/pictures/image_header.h"

namespace latlas::data {

// Of the progress of opening a folder; the rest is decoding.
constexpr double kScanShare = 0.2;

struct FoundImage {
  std::filesystem::path path;
  std::string group;  // the first-level subfolder it lies in; empty: the folder itself
  ImageHeader header;
};

struct ImageScan {
  std::vector<FoundImage> images;  // decodable by their header; by group, then by path
  std::vector<Skipped> skipped;    // meant to be images, but of no use
  std::size_t fileCount = 0;       // of any kind
  bool areLabelled = false;        // the groups are classes
};

// Hidden files and folders are passed over, links are followed, a folder is entered once however
// many links lead to it. Files that are no images are passed over in silence unless their ending
// says they are. The groups are classes when there are two or more, or when nothing lies outside
// the only one; images that lie beside class folders are then skipped.
// Throws Cancelled.
ImageScan scanImages(const std::filesystem::path& folder, Progress& progress);

}  // namespace latlas::data
