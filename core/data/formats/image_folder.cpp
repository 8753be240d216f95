#include "core/data/formats/image_folder.h"

#include <algorithm>
#include <span>
#include <string>

#include "core/base/error.h"
#include "core/data/image_set/folder_images.h"
#include "core/data/image_set/image_set.h"
#include "core/data/pictures/image_kind.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

// Entries of a folder that a peek looks at: it must do for every row of a file browser.
constexpr int kLooks = 24;

// By endings alone.
bool holdsImages(const fs::path& folder) {
  std::error_code fault;
  fs::directory_iterator entry(folder, fault);
  for (int looks = 0; !fault && entry != fs::directory_iterator() && looks < kLooks;
       entry.increment(fault), ++looks)
    if (hasImageEnding(entry->path())) return true;
  return false;
}

std::int64_t countClasses(const Place& place) {
  // A folder of folders without images is left after a few looks.
  constexpr std::size_t kFirst = 16;
  const auto folders = std::span(place.folders);
  const auto first = folders.first(std::min<std::size_t>(folders.size(), kFirst));
  return std::any_of(first.begin(), first.end(), holdsImages)
             ? std::count_if(folders.begin(), folders.end(), holdsImages)
             : 0;
}

std::string counted(std::int64_t count, bool hasMore, const char* one, const char* many) {
  return std::to_string(count) + (hasMore ? " or more " : " ") +
         (count == 1 && !hasMore ? one : many);
}

}  // namespace

std::optional<Peek> peekImageFolder(const Place& place) {
  if (!place.isFolder) return std::nullopt;
  const auto loose = std::count_if(place.files.begin(), place.files.end(),
                                   [](const fs::path& file) { return hasImageEnding(file); });
  std::int64_t classes = countClasses(place);
  bool hasMore = place.hasMore;
  // A level above the classes: parts, or a folder of its own.
  constexpr std::size_t kMostInner = 3;
  if (classes == 0 && loose == 0 && !hasMore && place.folders.size() <= kMostInner)
    for (const fs::path& folder : place.folders) {
      try {
        const Place inner = lookAt(folder);
        classes = std::max(classes, countClasses(inner));
        hasMore = hasMore || inner.hasMore;
      } catch (const Error&) {
        // A folder that cannot be read shows nothing.
      }
    }
  if (classes >= (loose > 0 ? 2 : 1))
    return Peek{"image folder, " + counted(classes, hasMore, "class", "classes"), true};
  if (loose > 0) return Peek{"image folder, " + counted(loose, hasMore, "image", "images"), true};
  return std::nullopt;
}

DatasetPtr openImageFolder(const Place& place, const OpenOptions& options, Progress& progress) {
  FolderImages images(place.path, progress);
  return openImageSet(images, options, progress);
}

Survey surveyImageFolder(const Place& place, const OpenOptions& options, Progress& progress) {
  FolderImages images(place.path, progress);
  return surveyImageSet(images, options, progress);
}

}  // namespace latlas::data
