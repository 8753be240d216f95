#include "core/data/open.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/builtin/builtin.h"
#include "core/data/formats/formats.h"
#include "core/data/formats/image_folder.h"
#include "core/data/metadata.h"
#include "core/data/pictures/image_kind.h"
#include "core/data/place.h"
#include "core/data/row_selection.h"
#include "core/data/source.h"
#include "core/data/storage/gzip_source.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

// Of what opens quickly and leaves little to choose.
Survey surveyOf(const Dataset& dataset) {
  const DatasetInfo& info = dataset.info();
  Survey found;
  found.what = info.format;
  found.count = info.count;
  found.shape = info.shape;
  found.bytes = static_cast<std::uint64_t>(info.memoryBytes);
  found.hasImageSize = info.isResized;
  found.hasParts = info.publishedTrainCount < info.count;
  if (found.hasParts) found.trainCount = info.publishedTrainCount;
  found.options = info.options;
  return found;
}

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
                  {place.head.empty() ? "" : "offset 0", isImage ? "a dataset" : fileFormatNames(),
                   isImage ? "one " + found : found,
                   isImage ? "Open the folder that holds it: " + place.path.parent_path().string()
                           : "Open one of these, or " + folderFormatNames()});
}

// What goes with a file of samples, by its name: "labels.npy", "y_train.npy", "metadata.csv".
bool isCompanion(const fs::path& file) {
  const std::string name = file.filename().string();
  return name.starts_with("y.") || name.starts_with("y_") || name.find("label") != name.npos ||
         name.find("target") != name.npos || name.find("metadata") != name.npos;
}

// The files of a folder that can be opened by themselves. A folder of many is left after a few.
std::vector<Place> dataFilesIn(const Place& folder) {
  constexpr std::size_t kMostLooks = 24;
  std::vector<Place> found;
  if (folder.files.size() > kMostLooks) return found;
  for (const fs::path& file : folder.files) {
    Place place{file, false, headOf(file), {}, {}, false};
    if (isCompanion(file) || place.head.empty()) continue;
    const Format* format = formatOf(place);
    if (format && format->peek(place)->canOpen) found.push_back(std::move(place));
  }
  return found;
}

[[noreturn]] void refuseToChoose(const Place& folder, const std::vector<Place>& files) {
  std::string names;
  for (const Place& file : files)
    names += (names.empty() ? "" : ", ") + file.path.filename().string();
  throw fileError(folder.path,
                  {"", "images, or one file of data",
                   std::to_string(files.size()) + " (" + names + ")", "Open one of them instead"});
}

// The place that `source` names, or the only data file in it, and its format; null: no format
// knows it, but as a folder it may hold images deeper than a peek looks.
std::pair<Place, const Format*> find(const std::string& source) {
  if (source.empty()) throw Error("No dataset is named. Give a file, a folder or builtin:sprites.");
  Place place = lookAt(tidyPath(source));
  if (isRunFolder(place))
    throw fileError(place.path, {"", "a dataset", "a training run (run.json)",
                                 "Open the dataset that run.json names, or give this folder where "
                                 "a RUN is asked for"});
  if (const Format* format = formatOf(place)) return {std::move(place), format};
  if (!place.isFolder) refuseFile(place);
  std::vector<Place> files = dataFilesIn(place);
  if (files.size() > 1) refuseToChoose(place, files);
  if (files.empty()) return {std::move(place), nullptr};
  const Format* format = formatOf(files.front());
  return {std::move(files.front()), format};
}

}  // namespace

DatasetPtr open(const std::string& source, const OpenOptions& options, Progress& progress,
                ReadingPtr reading) {
  if (isBuiltin(source)) return selectRows(openBuiltin(source, options, progress), options);
  progress.report(0.0, "looking at " + source);
  const auto [place, format] = find(source);
  return format ? format->open(place, std::move(reading), options, progress)
                : openImageFolder(place, options, progress);
}

Survey survey(const std::string& source, const OpenOptions& options, Progress& progress,
              const ReadingPtr& reading) {
  if (isBuiltin(source)) return surveyOf(*open(source, options, progress));
  progress.report(0.0, "looking at " + source);
  const auto [place, format] = find(source);
  Survey found = format ? format->survey(place, reading, options, progress)
                        : surveyImageFolder(place, options, progress);
  for (Choice& choice : labelsBeside(place.path, options))
    found.labels.push_back(std::move(choice));
  return found;
}

Peek peek(const fs::path& path) {
  try {
    const Place place = lookAt(tidyPath(path));
    if (isRunFolder(place)) return {"training run", false};
    for (const Format& format : formats())
      if (const auto found = format.peek(place)) return *found;
    if (!place.isFolder) return {fileKind(place), false};
    const std::vector<Place> files = dataFilesIn(place);
    if (files.size() != 1) return {"folder", false};
    return {"folder of one " + formatOf(files.front())->peek(files.front())->what, true};
  } catch (const std::exception&) {
    return {"not readable", false};
  }
}

}  // namespace latlas::data
