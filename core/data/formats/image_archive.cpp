#include "core/data/formats/image_archive.h"

#include <memory>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/data/image_set/archive_images.h"
#include "core/data/image_set/image_set.h"
#include "core/data/pictures/image_kind.h"
#include "core/data/storage/archive_reader.h"

namespace latlas::data {
namespace {

// A look must do for every row of a file browser.
constexpr int kMostLooks = 64;
constexpr std::uint64_t kMostLookBytes = std::uint64_t{1} << 20;

struct Look {
  bool isArchive = false;
  bool hasImages = false;
  bool hasArrays = false;
};

Look lookInto(const Place& place) {
  Look look;
  try {
    ArchiveSettings settings;
    settings.mostBytes = kMostLookBytes;
    ArchiveReader reader(std::make_shared<const FileBytes>(place.path), place.path, settings);
    for (int i = 0; i < kMostLooks && !look.hasImages && !look.hasArrays; ++i) {
      const auto entry = reader.next();
      if (!entry) break;
      look.isArchive = true;
      const EntryName tidy = tidyEntryName(entry->name);
      if (entry->isFolder || tidy.isHidden) continue;
      look.hasImages = hasImageEnding(tidy.name);
      look.hasArrays = tidy.name.ends_with(".npy");
    }
  } catch (const Error&) {
    // Damaged, or cut off by the look: what was seen counts.
  }
  return look;
}

// A damaged file under a usual name: the reader says what is wrong with it.
bool hasTarName(const std::filesystem::path& path) {
  const std::string name = path.filename().string();
  for (const std::string_view ending : {".tgz", ".tbz2", ".txz"})
    if (name.ends_with(ending)) return true;
  return name.find(".tar.") != std::string::npos;
}

ArchiveImages imagesIn(const Place& place, const OpenOptions& options) {
  return {std::make_shared<const FileBytes>(place.path), place.path, options};
}

}  // namespace

std::optional<Peek> peekImageArchive(const Place& place) {
  std::string kind = archiveKind(place.head);
  if (kind.empty()) return std::nullopt;
  const Look look = lookInto(place);
  const bool isPlain = kind.size() == 3;  // no compression, which could be that of anything else
  if (look.hasArrays || (!look.isArchive && !isPlain && !hasTarName(place.path)))
    return std::nullopt;
  return Peek{kind.insert(3, look.hasImages ? " of images" : " archive"), look.hasImages};
}

DatasetPtr openImageArchive(const Place& place, const OpenOptions& options, Progress& progress) {
  ArchiveImages images = imagesIn(place, options);
  return openImageSet(images, options, progress);
}

Survey surveyImageArchive(const Place& place, const OpenOptions& options, Progress& progress) {
  ArchiveImages images = imagesIn(place, options);
  return surveyImageSet(images, options, progress);
}

}  // namespace latlas::data
