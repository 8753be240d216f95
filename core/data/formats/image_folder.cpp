#include "core/data/formats/image_folder.h"

#include <algorithm>
#include <climits>
#include <map>
#include <set>
#include <utility>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/assemble.h"
#include "core/data/formats/image_scan.h"
#include "core/data/storage/memory_limit.h"
#include "core/data/parallel.h"
#include "core/data/pictures/image_decode.h"
#include "core/data/pictures/resize.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

constexpr int kMostChosenSize = 64;             // larger trains too slowly without being asked for

int chooseSize(const ImageScan& scan, const OpenOptions& options) {
  if (options.imageSize != 0) {
    if (options.imageSize < kLeastImageSide || options.imageSize > kMostImageSide)
      throw Error("Expected an image size from " + std::to_string(kLeastImageSide) + " to " +
                  std::to_string(kMostImageSide) + " pixels, found " +
                  std::to_string(options.imageSize) + ".");
    return options.imageSize;
  }
  std::map<std::pair<int, int>, int> counts;
  for (const FoundImage& found : scan.images) ++counts[{found.header.width, found.header.height}];
  const auto byCount = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto size = std::max_element(counts.begin(), counts.end(), byCount)->first;
  return std::clamp(std::min(size.first, size.second), kLeastImageSide, kMostChosenSize);
}

int chooseChannels(const ImageScan& scan, Colour colour) {
  if (colour != Colour::asStored) return colour == Colour::grey ? 1 : 3;
  const bool anyColour = std::any_of(scan.images.begin(), scan.images.end(),
                                     [](const FoundImage& f) { return f.header.channels >= 3; });
  return anyColour ? 3 : 1;
}

void toPlanar(const Images& image, std::span<std::uint8_t> planar) {
  const auto channels = static_cast<std::size_t>(image.shape.channels);
  const std::size_t plane = planar.size() / channels;
  for (std::size_t i = 0; i < plane; ++i)
    for (std::size_t c = 0; c < channels; ++c)
      planar[c * plane + i] = image.pixels[i * channels + c];
}

// Removes the rows that could not be decoded from the images and the pixels.
void dropFailed(ImageScan& scan, std::vector<std::uint8_t>& pixels, std::size_t rowBytes) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < scan.images.size(); ++i) {
    FoundImage& found = scan.images[i];
    if (!found.header.fault.empty()) {
      scan.skipped.push_back({std::move(found.path), std::move(found.header.fault)});
      continue;
    }
    if (kept != i) {
      std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(i * rowBytes), rowBytes,
                  pixels.begin() + static_cast<std::ptrdiff_t>(kept * rowBytes));
      scan.images[kept] = std::move(found);
    }
    ++kept;
  }
  scan.images.resize(kept);
  pixels.resize(kept * rowBytes);
}

// Many grey pictures are stored in colour (every grey BMP is). Returns whether the planes were all
// alike and one is left of each three.
bool keepOnePlaneIfGrey(std::vector<std::uint8_t>& pixels, std::size_t plane) {
  for (std::size_t at = 0; at < pixels.size(); at += 3 * plane) {
    const std::uint8_t* red = pixels.data() + at;
    if (!std::equal(red, red + plane, red + plane) ||
        !std::equal(red, red + plane, red + 2 * plane))
      return false;
  }
  for (std::size_t at = 0; at < pixels.size() / 3; at += plane)
    std::copy_n(pixels.begin() + static_cast<std::ptrdiff_t>(3 * at), plane,
                pixels.begin() + static_cast<std::ptrdiff_t>(at));
  pixels.resize(pixels.size() / 3);
  pixels.shrink_to_fit();
  return true;
}

void requireImages(const fs::path& folder, const ImageScan& scan) {
  if (!scan.images.empty()) return;
  std::string found = scan.fileCount == 0 ? "no files"
                                          : "none among " + std::to_string(scan.fileCount) +
                                                (scan.fileCount == 1 ? " file" : " files");
  if (!scan.skipped.empty())
    found += " (" + scan.skipped[0].path.filename().string() + ": " + scan.skipped[0].why + ")";
  throw fileError(folder, {"", "PNG, JPEG, BMP or TGA images, or IDX files", found,
                           "Choose the folder that holds the images"});
}

void setClasses(const ImageScan& scan, DatasetInfo& info, Annotations& rows) {
  if (!scan.areLabelled) return;
  std::set<std::string> names;
  for (const FoundImage& found : scan.images) names.insert(found.group);
  info.classes.assign(names.begin(), names.end());
  for (const FoundImage& found : scan.images) {
    const auto name = std::lower_bound(info.classes.begin(), info.classes.end(), found.group);
    rows.labels.push_back(static_cast<std::int32_t>(name - info.classes.begin()));
  }
}

// By endings alone: a look at some entries must do for every row of a file browser.
bool holdsImages(const fs::path& folder) {
  constexpr int kLooks = 24;
  std::error_code fault;
  fs::directory_iterator entry(folder, fault);
  for (int looks = 0; !fault && entry != fs::directory_iterator() && looks < kLooks;
       entry.increment(fault), ++looks)
    if (hasImageEnding(entry->path())) return true;
  return false;
}

}  // namespace

std::optional<Peek> peekImageFolder(const Place& place) {
  if (!place.isFolder) return std::nullopt;
  // A folder of folders without images is left after a few looks.
  constexpr std::size_t kLooks = 16;
  const auto folders = std::span(place.folders);
  const auto first = folders.first(std::min<std::size_t>(folders.size(), kLooks));
  const auto classes = std::any_of(first.begin(), first.end(), holdsImages)
                           ? std::count_if(folders.begin(), folders.end(), holdsImages)
                           : 0;
  const auto loose = std::count_if(place.files.begin(), place.files.end(), hasImageEnding);
  const std::string orMore = place.hasMore ? " or more" : "";
  if (classes >= (loose > 0 ? 2 : 1))
    return Peek{"image folder, " + std::to_string(classes) + orMore +
                    (classes == 1 && !place.hasMore ? " class" : " classes"),
                true};
  if (loose > 0)
    return Peek{"image folder, " + std::to_string(loose) + orMore +
                    (loose == 1 && !place.hasMore ? " image" : " images"),
                true};
  return std::nullopt;
}

DatasetPtr openImageFolder(const Place& place, const OpenOptions& options, Progress& progress) {
  ImageScan scan = scanImages(place.path, progress);
  requireImages(place.path, scan);
  const int size = chooseSize(scan, options);
  int channels = chooseChannels(scan, options.colour);
  const auto plane = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  const std::size_t rowBytes = plane * static_cast<std::size_t>(channels);
  requireMemory(place.path.string(), scan.images.size() * rowBytes, options,
                "Choose a smaller image size, or grey");
  std::vector<std::uint8_t> pixels;
  pixels.resize(scan.images.size() * rowBytes);
  forEachInParallel(
      scan.images.size(), {progress, kScanShare, 1.0, "decoding the images"}, [&](std::size_t i) {
        FoundImage& found = scan.images[i];
        try {
          const Images image = toSquare(decodeImage(readFile(found.path, INT_MAX), channels), size);
          toPlanar(image, std::span(pixels).subspan(i * rowBytes, rowBytes));
        } catch (const std::exception& fault) {
          found.header.fault = fault.what();
        }
      });
  dropFailed(scan, pixels, rowBytes);
  requireImages(place.path, scan);
  if (channels == 3 && options.colour == Colour::asStored && keepOnePlaneIfGrey(pixels, plane))
    channels = 1;

  DatasetInfo info;
  Annotations rows;
  info.name = place.path.filename().string();
  info.source = place.path.string();
  info.format = "image folder";
  info.isResized = true;
  info.count = info.publishedTrainCount = static_cast<std::int64_t>(scan.images.size());
  info.shape = {channels, size, size};
  setClasses(scan, info, rows);
  info.skipped = std::move(scan.skipped);
  info.options = options;
  info.options.imageSize = size;
  const Shape shape = info.shape;
  return finish({std::move(info), std::move(rows), place.path},
                holdBytes(shape, std::move(pixels)), options);
}

}  // namespace latlas::data
