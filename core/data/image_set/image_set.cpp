#include "core/data/image_set/image_set.h"

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/display_text.h"
#include "core/base/error.h"
#include "core/data/assemble.h"
#include "core/data/image_set/image_arrangement.h"
#include "core/data/image_set/image_decoding.h"
#include "core/data/image_set/image_page.h"
#include "core/data/pictures/image_kind.h"
#include "core/data/row_selection.h"
#include "core/data/storage/decode_cache.h"
#include "core/data/storage/memory_limit.h"
#include "core/data/storage/repack.h"

namespace latlas::data {
namespace {

// To be raised when the same files and choices would give another list or other pixels.
constexpr const char* kListVersion = "image list 1";
constexpr const char* kPixelsVersion = "image pixels 1";

constexpr int kMostChosenSize = 64;  // larger trains too slowly without being asked for

// Whether doing it again would keep the user waiting.
bool isCostly(const ImageSource& source, const ImageList& list) {
  constexpr std::uint64_t kManyBytes = std::uint64_t{4} << 20;
  constexpr std::size_t kManyFiles = 500;
  return list.fileCount >= kManyFiles || source.totalBytes() >= kManyBytes;
}

// The headers, as they were read before when nothing has changed since.
ImageList listOf(ImageSource& source, Progress& progress) {
  CacheKey key(kListVersion);
  source.addTo(key);
  if (const auto cached = findCached(key))
    if (auto list = listFrom(*cached->page)) return std::move(*list);
  ImageList list = source.list(progress);
  if (!isCostly(source, list)) return list;
  try {
    CacheWriter(key, 0).keep(toJson(list), 0);
  } catch (const Error&) {
    // The next time it is read again.
  }
  return list;
}

void requireImages(const ImageSource& source, bool hasImages, std::size_t fileCount,
                   const std::vector<UnusedFile>& skipped) {
  if (hasImages) return;
  std::string found = fileCount == 0 ? "no files"
                                     : "none among " + std::to_string(fileCount) +
                                           (fileCount == 1 ? " file" : " files");
  if (!skipped.empty()) found += " (" + displayText(skipped[0].name) + ": " + skipped[0].why + ")";
  throw fileError(source.path(), {"", std::string(kImageKinds) + " images", found,
                                  "Choose the folder or archive that holds the images"});
}

int chooseSide(const ImageList& list, const OpenOptions& options) {
  if (options.imageSize != 0) {
    if (options.imageSize < kLeastImageSide || options.imageSize > kMostImageSide)
      throw Error("Expected an image size from " + std::to_string(kLeastImageSide) + " to " +
                  std::to_string(kMostImageSide) + " pixels, found " +
                  std::to_string(options.imageSize) + ".");
    return options.imageSize;
  }
  std::map<std::pair<int, int>, int> counts;
  for (const ListedImage& image : list.images) ++counts[{image.width, image.height}];
  const auto byCount = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto size = std::max_element(counts.begin(), counts.end(), byCount)->first;
  return std::clamp(std::min(size.first, size.second), kLeastImageSide, kMostChosenSize);
}

ImageForm formFor(const ImageList& list, const OpenOptions& options) {
  const bool anyColour = std::any_of(list.images.begin(), list.images.end(),
                                     [](const ListedImage& image) { return image.channels >= 3; });
  const bool isColour =
      options.colour == Colour::rgb || (options.colour == Colour::asStored && anyColour);
  return {chooseSide(list, options), isColour ? 3 : 1, options.fit, options.background};
}

CacheKey keyFor(const ImageSource& source, const ImageForm& form, const OpenOptions& options) {
  CacheKey key(kPixelsVersion);
  OpenOptions decisive;
  decisive.imageSize = form.side;
  decisive.colour = options.colour;
  decisive.fit = options.fit;
  decisive.background = options.background;
  decisive.part = options.part;
  decisive.subset = options.subset;
  if (options.labels == "none") decisive.labels = options.labels;
  key.addText(toString(decisive));
  source.addTo(key);
  return key;
}

// What is left of a list when a part or a subset of it was asked for.
void keepChosen(ImageList& list, Arrangement& arranged, const ImageSource& source,
                const OpenOptions& options) {
  DatasetInfo info;
  info.source = source.path().string();
  info.count = std::ssize(list.images);
  info.publishedTrainCount = arranged.trainCount;
  const auto rows = chosenRows(info, options);
  if (!rows) return;
  ImageList some{{}, std::move(list.skipped), list.fileCount};
  Arrangement of{std::move(arranged.classes), {}, 0};
  for (const std::int64_t row : *rows) {
    const auto at = static_cast<std::size_t>(row);
    some.images.push_back(std::move(list.images[at]));
    if (!arranged.labels.empty()) of.labels.push_back(arranged.labels[at]);
    if (row < arranged.trainCount) ++of.trainCount;
  }
  list = std::move(some);
  arranged = std::move(of);
}

// The page of those that were decoded.
ImagePage pageOf(ImageList list, Arrangement arranged, const DecodedList& decoded) {
  ImagePage page;
  page.classes = std::move(arranged.classes);
  page.skipped = std::move(list.skipped);
  for (std::size_t i = 0; i < list.images.size(); ++i) {
    std::string& name = list.images[i].name;
    if (!decoded.faults[i].empty()) {
      page.skipped.push_back({std::move(name), decoded.faults[i]});
      continue;
    }
    page.files.push_back(std::move(name));
    if (!arranged.labels.empty()) page.labels.push_back(arranged.labels[i]);
    if (std::cmp_less(i, arranged.trainCount)) ++page.trainCount;
  }
  return page;
}

CachedSamples decode(ImageSource& source, ImageList list, Arrangement arranged,
                     const ImageForm& form, const CacheKey& key, const OpenOptions& options,
                     Progress& progress) {
  const bool isSlow = isCostly(source, list);
  const std::size_t fileCount = list.fileCount;
  keepChosen(list, arranged, source, options);
  // A few of many, for a preview or a trial, are soon decoded again.
  const bool isKept = isSlow && options.subset == 0;
  DecodedSamples samples(key, list.images.size() * form.imageBytes(), options);
  const DecodedList decoded = decodeEach(source, list.images, form, samples, progress);
  ImagePage page = pageOf(std::move(list), std::move(arranged), decoded);
  requireImages(source, !page.files.empty(), fileCount, page.skipped);
  const bool isGrey = options.colour == Colour::asStored && !decoded.hasColour;
  const int channels = isGrey ? 1 : form.channels;
  closeGaps(samples, decoded, form, channels);
  page.kind = source.kind();
  page.shape = {channels, form.side, form.side};
  const std::uint64_t size =
      page.files.size() * form.planeBytes() * static_cast<std::uint64_t>(channels);
  return samples.finish(toJson(page), size, isKept);
}

bool isWhole(const CachedSamples& cached, const ImagePage& page) {
  return !page.files.empty() &&
         cached.size == page.files.size() * static_cast<std::uint64_t>(page.shape.size());
}

DatasetPtr datasetOf(const ImageSource& source, const CachedSamples& cached, ImagePage page,
                     const OpenOptions& options, Progress& progress) {
  Found found;
  found.path = source.path();
  found.info.name = found.path.filename().string();
  found.info.source = found.path.string();
  found.info.format = page.kind;
  found.info.values = "bytes, 0 to 255";
  found.info.isResized = true;
  found.info.publishedTrainCount = page.trainCount;
  found.info.classes = std::move(page.classes);
  for (UnusedFile& file : page.skipped)
    found.info.skipped.push_back({found.info.source + "/" + file.name, std::move(file.why)});
  found.info.options = options;
  found.info.options.imageSize = page.shape.width;
  found.annotations.labels = std::move(page.labels);
  found.annotations.columns.push_back(textColumn(kFileColumn, page.files));
  ArraySource samples{page.shape,
                      planarLayout({}, page.shape),
                      {{cached.bytes, cached.offset, std::ssize(page.files)}}};
  if (cached.bytes->inMemory().empty() && cached.size <= memoryAllowed(options))
    samples = heldInMemory(samples, progress);
  // The rows were chosen before they were decoded.
  OpenOptions rest = options;
  rest.part = Part::all;
  rest.subset = 0;
  return finish(std::move(found),
                std::make_unique<ArrayStore>(std::move(samples), Scaling{kGreyScale, 0.0f}), rest);
}

}  // namespace

DatasetPtr openImageSet(ImageSource& source, const OpenOptions& options, Progress& progress) {
  ImageList list = listOf(source, progress);
  requireImages(source, !list.images.empty(), list.fileCount, list.skipped);
  Arrangement arranged = arrange(list, source.hasOwnFolder(), options.labels != "none");
  const ImageForm form = formFor(list, options);
  const CacheKey key = keyFor(source, form, options);
  auto cached = findCached(key);
  auto page = cached ? pageFrom(*cached->page) : std::nullopt;
  if (!page || !isWhole(*cached, *page)) {
    cached = decode(source, std::move(list), std::move(arranged), form, key, options, progress);
    page = pageFrom(*cached->page);
  }
  return datasetOf(source, *cached, std::move(*page), options, progress);
}

Survey surveyImageSet(ImageSource& source, const OpenOptions& options, Progress& progress) {
  ImageList list = listOf(source, progress);
  requireImages(source, !list.images.empty(), list.fileCount, list.skipped);
  const Arrangement arranged = arrange(list, source.hasOwnFolder(), options.labels != "none");
  const ImageForm form = formFor(list, options);
  const auto any = [&](auto&& isSo) {
    return std::any_of(list.images.begin(), list.images.end(), isSo);
  };
  const ListedImage& first = list.images.front();
  Survey survey;
  survey.what = source.kind();
  if (const std::size_t classes = arranged.classes.size(); classes > 0)
    survey.what += ", " + std::to_string(classes) + (classes == 1 ? " class" : " classes");
  if (any([&](const ListedImage& i) { return i.width != first.width || i.height != first.height; }))
    survey.what += ", mixed sizes";
  survey.count = std::ssize(list.images);
  survey.shape = {form.channels, form.side, form.side};
  survey.bytes = list.images.size() * form.imageBytes();
  survey.hasImageSize = true;
  survey.hasAlpha = any([](const ListedImage& i) { return i.channels == 2 || i.channels == 4; });
  survey.hasParts = arranged.trainCount < survey.count;
  if (survey.hasParts) survey.trainCount = arranged.trainCount;
  survey.options = options;
  survey.options.imageSize = form.side;
  return survey;
}

}  // namespace latlas::data
