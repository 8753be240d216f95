// A folder for what a measurement writes.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace latlas::cli {

// Removed with its files at the end of the scope.
class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "latlas-bench-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
      throw Error(pattern + ": cannot make a folder for the measurement");
    path_ = pattern;
  }
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  std::filesystem::path operator/(const char* name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace latlas::cli
