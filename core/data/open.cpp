#include "core/data/open.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/data/builtin.h"
#include "core/data/gzip_source.h"
#include "core/data/idx_dataset.h"
#include "core/data/image_folder.h"
#include "core/data/image_kind.h"
#include "core/data/place.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

// Each format looks at the same Place; the first that knows it opens it. A new format is one file
// and one line here.
struct Format {
  std::optional<Peek> (*peek)(const Place&);
  DatasetPtr (*open)(const Place&, const OpenOptions&, Progress&);
};

constexpr std::array kFormats{
    Format{peekIdx, openIdx},
    Format{peekImageFolder, openImageFolder},
};

bool isRunFolder(const Place& place) {
  std::error_code ignored;
  return place.isFolder && fs::is_regular_file(place.path / "run.json", ignored);
}

// For files that no format opens.
std::string fileKind(const Place& place) {
  if (place.head.empty()) return "empty file";
  if (const ImageKind kind = imageKind(place.head); kind != ImageKind::none)
    return toString(kind) + " image";
  if (const std::string other = otherKindName(place.head); !other.empty()) return other;
  return startsGzip(place.head) ? "gzipped file" : "file of unknown kind";
}

[[noreturn]] void refuseFile(const Place& place) {
  const bool isImage = imageKind(place.head) != ImageKind::none;
  std::string found = fileKind(place);
  if (!place.head.empty() && found == "file of unknown kind") {
    found += " that begins with";
    for (std::size_t i = 0; i < std::min<std::size_t>(place.head.size(), 4); ++i) {
      found += " ";
      found += "0123456789abcdef"[place.head[i] >> 4];
      found += "0123456789abcdef"[place.head[i] & 15];
    }
  }
  throw fileError(place.path,
                  {place.head.empty() ? "" : "offset 0",
                   isImage ? "a dataset" : "IDX images (00 00 08 03), plain or gzipped",
                   isImage ? "one " + found : found,
                   isImage ? "Open the folder that holds it: " + place.path.parent_path().string()
                           : "Open an IDX file or a folder of images"});
}

}  // namespace

DatasetPtr open(const std::string& source, const OpenOptions& options, Progress& progress) {
  if (isBuiltin(source)) return openBuiltin(source, options, progress);
  if (source.empty()) throw Error("No dataset is named. Give a file, a folder or builtin:sprites.");
  progress.report(0.0, "looking at " + source);
  const Place place = lookAt(tidyPath(source));
  if (isRunFolder(place))
    throw fileError(place.path, {"", "a dataset", "a training run (run.json)",
                                 "Open the dataset that run.json names, or give this folder where "
                                 "a RUN is asked for"});
  for (const Format& format : kFormats)
    if (format.peek(place)) return format.open(place, options, progress);
  // Images may lie deeper than a peek looks.
  if (place.isFolder) return openImageFolder(place, options, progress);
  refuseFile(place);
}

Peek peek(const fs::path& path) {
  try {
    const Place place = lookAt(tidyPath(path));
    if (isRunFolder(place)) return {"training run", false};
    for (const Format& format : kFormats)
      if (const auto found = format.peek(place)) return *found;
    return {place.isFolder ? "folder" : fileKind(place), false};
  } catch (const std::exception&) {
    return {"not readable", false};
  }
}

}  // namespace latlas::data
