// ZIP and TAR archives made byte by byte, also such as no tool would write.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tests/core/data/fixtures.h"

struct archive;

namespace latlas::data::test {

struct ZipEntry {
  std::string name;
  Bytes content;
  bool isDeflated = false;
  bool hasWrongSum = false;
  std::optional<std::uint32_t> declaredSize{};  // instead of the content's
};

Bytes zipFile(const std::vector<ZipEntry>& entries);

struct TarEntry {
  std::string name;  // of at most 100 characters
  Bytes content;
  char type = '0';     // '5': a folder, '2': a link
  std::string link{};  // where a link leads
};

// In the POSIX format (ustar).
Bytes tarFile(const std::vector<TarEntry>& entries);

// Compressed by a filter of libarchive's writer, such as archive_write_add_filter_xz.
Bytes compressed(const Bytes& bytes, int (*addFilter)(archive*));

// NumPy's archives: `arrays` are .npy files by name, without the ending.
Bytes npzFile(const std::vector<std::pair<std::string, Bytes>>& arrays, bool isDeflated = false);

}  // namespace latlas::data::test
