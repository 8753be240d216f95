// The files below a folder: their names, and what tells whether they were changed.
#pragma once

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/job.h"
#include "core/data/image_set/image_list.h"

namespace latlas::data {

// Changes with a file's content, as far as its file system tells. The second date is that of the
// last change of anything about it, which no copying tool keeps.
struct FileStamp {
  std::uint64_t size = 0;
  std::int64_t changed = 0, touched = 0;  // nanoseconds since 1970

  bool operator==(const FileStamp&) const = default;
};

struct FolderFile {
  std::string name;  // below the folder, "/" between folders
  FileStamp stamp;
};

struct FolderFiles {
  std::vector<FolderFile> files;    // by name
  std::vector<UnusedFile> skipped;  // meant to be images, but not to be had
  std::size_t count = 0;            // of files of any kind, also those left out
};

// Hidden files and folders are passed over, links are followed, a folder is entered once however
// many links lead to it. Files whose endings say that they are text are left out. Throws Cancelled.
FolderFiles findFiles(const std::filesystem::path& folder, Progress& progress);

// Of a regular file; all zeros when there is none.
FileStamp stampOf(const std::filesystem::path& path);

}  // namespace latlas::data
