#include "core/data/place.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/data/storage/byte_source.h"

namespace latlas::data {
namespace fs = std::filesystem;

Place lookAt(const fs::path& path) {
  std::error_code fault;
  const fs::file_status status = fs::status(path, fault);
  if (status.type() == fs::file_type::not_found)
    throw fileError(path, {"", "a file or folder", "nothing of that name", "Check the path"});
  if (fault)
    throw fileError(path, {"", "a file or folder that can be read", fault.message(),
                           "Check its permissions"});
  Place place{path, fs::is_directory(status), {}, {}, {}, false};
  if (!place.isFolder) {
    FileSource file(path);
    place.head.resize(kHeadBytes);
    place.head.resize(file.read(place.head));
    return place;
  }
  fs::directory_iterator entry(path, fault);
  if (fault)
    throw fileError(path,
                    {"", "a folder that can be read", fault.message(), "Check its permissions"});
  for (std::size_t seen = 0; !fault && entry != fs::directory_iterator(); entry.increment(fault)) {
    if (entry->path().filename().string().starts_with('.')) continue;
    if (++seen > kMostEntries) {
      place.hasMore = true;
      break;
    }
    std::error_code ignored;
    if (entry->is_directory(ignored))
      place.folders.push_back(entry->path());
    else if (entry->is_regular_file(ignored))
      place.files.push_back(entry->path());
  }
  std::sort(place.files.begin(), place.files.end());
  std::sort(place.folders.begin(), place.folders.end());
  return place;
}

std::vector<std::uint8_t> headOf(const fs::path& path) {
  std::vector<std::uint8_t> head(kHeadBytes);
  try {
    head.resize(FileSource(path).read(head));
  } catch (const Error&) {
    head.clear();
  }
  return head;
}

fs::path tidyPath(const fs::path& path) {
  fs::path tidy = fs::absolute(path).lexically_normal();
  return tidy.has_filename() || !tidy.has_relative_path() ? tidy : tidy.parent_path();
}

}  // namespace latlas::data
