// A path as a format looks at it to say whether it is its own: a file's first bytes, or some of a
// folder's entries. Read once and shown to every format.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace latlas::data {

struct Place {
  std::filesystem::path path;
  bool isFolder = false;
  std::vector<std::uint8_t> head;  // of a file: its first bytes, at most kHeadBytes
  // Of a folder: at most kMostEntries that are not hidden, sorted by name.
  std::vector<std::filesystem::path> files;
  std::vector<std::filesystem::path> folders;
  bool hasMore = false;  // there are entries beyond these
};

// Enough for every magic number, also through gzip's header.
constexpr std::size_t kHeadBytes = 512;
// Keeps a look at a folder of a million images short.
constexpr std::size_t kMostEntries = 400;

// Throws Error when the path does not exist or cannot be read.
Place lookAt(const std::filesystem::path& path);

// The first bytes of a regular file; empty when it is none or cannot be read.
std::vector<std::uint8_t> headOf(const std::filesystem::path& path);

// Absolute, without "." and ".." and without a trailing slash, so that filename() is its name.
std::filesystem::path tidyPath(const std::filesystem::path& path);

}  // namespace latlas::data
