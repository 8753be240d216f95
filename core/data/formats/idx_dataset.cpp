#include "core/data/formats/idx_dataset.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/assemble.h"
#include "core/data/storage/gzip_source.h"
#include "core/data/formats/idx.h"
#include "core/data/pictures/image_kind.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

constexpr int kImagesRank = 3;  // count, height, width
constexpr int kLabelsRank = 1;
// Pixels a side: far beyond what can be trained on, and safe in the 32 bits of Shape.
constexpr std::int64_t kMostSide = 65536;
constexpr std::size_t kChunkBytes = 1 << 20;  // between two looks at cancel: about 3 ms

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

std::string lowerName(const fs::path& path) {
  std::string name = path.filename().string();
  for (char& letter : name)
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return name;
}

bool isHeldOutName(const fs::path& path) {
  const std::string name = lowerName(path);
  return contains(name, "t10k") || contains(name, "test");
}

bool hasUsualName(const fs::path& path) {
  const std::string name = lowerName(path);
  return contains(name, "-ubyte") && contains(name, "idx");
}

// Content decides, but in a folder of many other files only so many are opened to see theirs.
std::vector<fs::path> imagesFilesIn(const Place& folder) {
  constexpr int kMostLooks = 32;
  std::vector<fs::path> found;
  int looks = 0;
  for (const fs::path& file : folder.files) {
    if (hasImageEnding(file) || (!hasUsualName(file) && ++looks > kMostLooks)) continue;
    if (idxRank(headOf(file)) == kImagesRank) found.push_back(file);
  }
  return found;
}

// Training first.
std::vector<fs::path> partsOf(const Place& place) {
  if (!place.isFolder) return {place.path};
  std::vector<fs::path> parts = imagesFilesIn(place);
  std::stable_partition(parts.begin(), parts.end(),
                        [](const fs::path& part) { return !isHeldOutName(part); });
  const auto heldOut = std::count_if(parts.begin(), parts.end(), isHeldOutName);
  if (parts.size() > 2 || (parts.size() == 2 && heldOut != 1))
    throw fileError(place.path,
                    {"", "one IDX images file, or one for training and one held out (t10k, test)",
                     std::to_string(parts.size()) + " of them, among them " +
                         parts[0].filename().string() + " and " + parts[1].filename().string(),
                     "Open one of the files instead"});
  return parts;
}

// "train-images-idx3-ubyte.gz" -> "train-labels-idx1-ubyte"; empty when nothing was replaced.
std::string labelsStem(const fs::path& images) {
  std::string name = images.filename().string();
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  const auto replace = [&](const std::string& from, const std::string& to) {
    const std::size_t at = name.find(from);
    if (at == std::string::npos) return false;
    name.replace(at, from.size(), to);
    return true;
  };
  const bool replaced = replace("images", "labels");
  return replace("idx3", "idx1") || replaced ? name : "";
}

std::optional<fs::path> labelsBeside(const fs::path& images) {
  const std::string stem = labelsStem(images);
  if (stem.empty()) return std::nullopt;
  // Both "train-labels-idx1-ubyte" and "train-labels.idx1-ubyte" are in use.
  std::vector<std::string> names{stem};
  if (const std::size_t at = stem.find("idx1"); at != std::string::npos && at > 0) {
    names.push_back(stem);
    names.back()[at - 1] = stem[at - 1] == '.' ? '-' : '.';
  }
  for (const std::string& name : names)
    for (const char* ending : {"", ".gz"}) {
      const fs::path candidate = images.parent_path() / (name + ending);
      std::error_code ignored;
      if (fs::is_regular_file(candidate, ignored)) return candidate;
    }
  return std::nullopt;
}

IdxReader openReader(const fs::path& path, int rank, const char* what) {
  IdxReader reader(decompressed(std::make_unique<FileSource>(path), path), path);
  const auto found = reader.dimensions().size();
  if (found != static_cast<std::size_t>(rank))
    throw fileError(path, {"offset 3", what, std::to_string(found) + " dimensions",
                           found == kLabelsRank ? "Open the images file beside it, or the folder"
                                                : "Store one channel as count x height x width"});
  return reader;
}

IdxReader openImages(const fs::path& path) {
  IdxReader reader =
      openReader(path, kImagesRank, "images of 3 dimensions (count, height, width)");
  for (std::size_t i : {1, 2})
    if (reader.dimensions()[i] > kMostSide)
      throw fileError(path, {"offset " + std::to_string(4 + 4 * i),
                             "at most " + std::to_string(kMostSide) + " pixels a side",
                             std::to_string(reader.dimensions()[i]), "Check the file's header"});
  return reader;
}

Shape shapeOf(const IdxReader& images) {
  return {1, static_cast<int>(images.dimensions()[1]), static_cast<int>(images.dimensions()[2])};
}

std::vector<std::uint8_t> readLabels(const IdxReader& images, const fs::path& path) {
  IdxReader reader = openReader(path, kLabelsRank, "labels of 1 dimension");
  const std::int64_t wanted = images.dimensions()[0];
  if (reader.dimensions()[0] != wanted)
    throw fileError(path, {"offset 4",
                           std::to_string(wanted) + " labels, one for each image of " +
                               images.path().filename().string(),
                           std::to_string(reader.dimensions()[0]),
                           "Put the matching labels there, or move this file away to open the "
                           "images without labels"});
  std::vector<std::uint8_t> labels(reader.valueCount());
  reader.read(labels);
  reader.finish();
  return labels;
}

// The labels of all parts; empty when none has any.
std::vector<std::uint8_t> readAllLabels(const std::vector<IdxReader>& parts) {
  std::vector<std::uint8_t> all;
  const IdxReader* without = nullptr;
  for (const IdxReader& images : parts) {
    const auto path = labelsBeside(images.path());
    if (!path) {
      without = &images;
      continue;
    }
    const auto labels = readLabels(images, *path);
    all.insert(all.end(), labels.begin(), labels.end());
  }
  if (without && !all.empty())
    throw fileError(without->path(),
                    {"", "labels beside it, as the other images have them", "none",
                     "Put " + labelsStem(without->path()) + " there, or open one file alone"});
  return all;
}

void setClasses(const std::vector<std::uint8_t>& labels, DatasetInfo& info, Annotations& rows) {
  std::array<int, 256> classOf{};
  for (const std::uint8_t label : labels) classOf[label] = 1;
  for (std::size_t value = 0; value < classOf.size(); ++value) {
    if (!classOf[value]) continue;
    classOf[value] = static_cast<int>(info.classes.size());
    info.classes.push_back(std::to_string(value));
  }
  rows.labels.reserve(labels.size());
  for (const std::uint8_t label : labels) rows.labels.push_back(classOf[label]);
}

void readPixels(std::vector<IdxReader>& parts, std::span<std::uint8_t> pixels,
                Progress& progress) {
  std::size_t at = 0;
  for (IdxReader& images : parts) {
    const std::size_t end = at + images.valueCount();
    while (at < end) {
      progress.report(static_cast<double>(at) / static_cast<double>(pixels.size()),
                      "reading " + images.path().filename().string());
      const std::size_t count = std::min(kChunkBytes, end - at);
      images.read(pixels.subspan(at, count));
      at += count;
    }
    images.finish();
  }
}

}  // namespace

std::optional<Peek> peekIdx(const Place& place) {
  if (place.isFolder) {
    const auto parts = imagesFilesIn(place);
    if (parts.empty()) return std::nullopt;
    const auto heldOut = std::count_if(parts.begin(), parts.end(), isHeldOutName);
    if (parts.size() == 1) return Peek{"IDX folder", true};
    if (parts.size() == 2 && heldOut == 1) return Peek{"IDX folder: training and held-out", true};
    return Peek{"IDX folder: " + std::to_string(parts.size()) + " image files, open one", false};
  }
  const std::string zipped = startsGzip(place.head) ? ", gzipped" : "";
  if (const auto rank = idxRank(place.head)) {
    if (*rank == kImagesRank) return Peek{"IDX images" + zipped, true};
    if (*rank == kLabelsRank) return Peek{"IDX labels" + zipped, false};
    return Peek{"IDX file of " + std::to_string(*rank) + " dimensions" + zipped, false};
  }
  // A damaged file under a usual name: the reader says what is wrong with it.
  if (hasUsualName(place.path)) return Peek{"damaged IDX file" + zipped, false};
  return std::nullopt;
}

DatasetPtr openIdx(const Place& place, const OpenOptions& options, Progress& progress) {
  std::vector<IdxReader> parts;
  DatasetInfo info;
  std::uint64_t bytes = 0;
  for (const fs::path& path : partsOf(place)) {
    parts.push_back(openImages(path));
    const IdxReader& images = parts.back();
    if (shapeOf(images) != shapeOf(parts.front()))
      throw fileError(path, {"offset 8",
                             "images of " + toString(shapeOf(parts.front())) + " as in " +
                                 parts.front().path().filename().string(),
                             toString(shapeOf(images)), "Open one of the files instead"});
    info.count += images.dimensions()[0];
    bytes += images.valueCount();
  }
  requireMemory(place.path.string(), bytes, options, "Open a smaller file");
  info.name = place.path.filename().string();
  info.source = place.path.string();
  info.format = parts.front().isCompressed() ? "IDX, gzipped" : "IDX";
  info.shape = shapeOf(parts.front());
  info.publishedTrainCount = parts.front().dimensions()[0];
  info.options = options;
  Annotations rows;
  setClasses(readAllLabels(parts), info, rows);
  std::vector<std::uint8_t> pixels(bytes);
  readPixels(parts, pixels, progress);
  const Shape shape = info.shape;
  return finish({std::move(info), std::move(rows), place.path},
                holdBytes(shape, std::move(pixels)), options);
}

}  // namespace latlas::data
