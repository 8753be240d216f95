// The door of core/data: any source that a user names becomes a Dataset, chosen by content.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/job.h"
#include "core/data/dataset.h"

namespace latlas::data {

enum class Colour { asStored, grey, rgb };

// Pixels a side that images may be resized to: what the models take.
inline constexpr int kLeastImageSide = 8, kMostImageSide = 256;

struct OpenOptions {
  // Image folders: the middle square of every image is resized to size x size, 8 to 256 pixels.
  // 0: the shorter side of the most common image size, kept within 8 to 64.
  int imageSize = 0;
  // Image folders: grey when every image shows only grey, else RGB; or as told.
  Colour colour = Colour::asStored;
  // What the dataset may hold in memory; a larger one is refused. 0: three quarters of what the
  // machine has free.
  std::uint64_t memoryLimit = 0;
};

// `source` is a path or "builtin:NAME?key=value&key=value".
// Throws Error (which file, where, expected, found, what to do) and Cancelled.
DatasetPtr open(const std::string& source, const OpenOptions& options, Progress& progress);

// What a folder or file is, without opening it: cheap enough for every row of a file browser.
// Never throws: what cannot be read says so.
struct Peek {
  std::string what;       // "MNIST-style IDX folder", "image folder, 10 classes", "PNG image"
  bool canOpen = false;
};
Peek peek(const std::filesystem::path& path);

}  // namespace latlas::data
