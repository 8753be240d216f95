#include "core/data/formats/idx_parts.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "core/base/error.h"
#include "core/data/formats/idx.h"
#include "core/data/formats/idx_files.h"
#include "core/data/metadata_file.h"
#include "core/data/parallel.h"
#include "core/data/storage/decoded_samples.h"
#include "core/data/storage/gzip_source.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kLabelsRank = 1;
constexpr std::size_t kChunkBytes = 1 << 20;  // between two looks at cancel: about 3 ms

IdxReader readerOf(const fs::path& path) {
  return IdxReader(decompressed(std::make_unique<FileSource>(path), path), path);
}

IdxFile openFile(const fs::path& path) {
  auto bytes = std::make_shared<const FileBytes>(path);
  const IdxReader reader = readerOf(path);
  IdxFile file{path, reader.array(), reader.headerBytes(), std::move(bytes), reader.isCompressed()};
  // What is too short the reader has refused.
  const std::uint64_t end = file.headerBytes + file.array.bytes();
  if (!file.isCompressed && file.bytes->size() != end)
    throw fileError(
        path,
        {"offset " + std::to_string(end), "the end after " + sizesText(file.array.dims) + " values",
         std::to_string(file.bytes->size() - std::min(end, file.bytes->size())) + " more bytes",
         "Download or export the file again"});
  return file;
}

// Width and height have changed places, as has what lies beside and below.
void transpose(SampleView& view) {
  std::swap(view.layout.strides[1], view.layout.strides[2]);
  std::swap(view.shape.height, view.shape.width);
}

IdxFile openSamples(const fs::path& path, const OpenOptions& options) {
  IdxFile file = openFile(path);
  if (file.array.dims.size() == kLabelsRank)
    throw fileError(path, {"offset 3",
                           "samples of 2 to 4 dimensions, images of 3 dimensions (count, height, "
                           "width)",
                           "1 dimensions", "Open the images file beside it, or the folder"});
  file.view = requireSamples(file.array, options.meaning, path);
  if (isIdxTransposed(path) && file.array.dims.size() == 3 && file.view.shape.kind == Kind::images)
    transpose(file.view);
  return file;
}

ArrayValues readLabels(const IdxFile& images, const fs::path& path) {
  IdxReader reader = readerOf(path);
  const auto found = reader.array().dims.size();
  if (found != kLabelsRank)
    throw fileError(path,
                    {"offset 3", "labels of 1 dimension", std::to_string(found) + " dimensions",
                     "Put the labels there, or open it with labels=none"});
  const std::int64_t wanted = images.array.rows();
  if (reader.array().rows() != wanted)
    throw fileError(path, {"offset 4",
                           std::to_string(wanted) + " labels, one for each image of " +
                               images.path.filename().string(),
                           std::to_string(reader.array().rows()),
                           "Put the matching labels there, or open it with labels=none"});
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(reader.array().bytes()));
  reader.read(bytes);
  reader.finish();
  return toValues(reader.array(), bytes);
}

// Those that are chosen, unless they are a column of the metadata; else those of the usual name.
std::optional<fs::path> labelsOf(const IdxFile& images, const fs::path& dataset,
                                 const OpenOptions& options) {
  if (options.labels.empty()) return idxLabelsBeside(images.path);
  const fs::path chosen = images.path.parent_path() / options.labels;
  std::error_code ignored;
  if (fs::is_regular_file(chosen, ignored) || !metadataBeside(dataset, options)) return chosen;
  return idxLabelsBeside(images.path);
}

void unpack(const IdxFile& file, std::uint64_t offset, std::uint64_t total, DecodedSamples& samples,
            Progress& progress) {
  IdxReader reader = readerOf(file.path);
  const std::uint64_t bytes = file.array.bytes();
  std::vector<std::uint8_t> chunk;
  for (std::uint64_t at = 0; at < bytes; at += chunk.size()) {
    progress.report(static_cast<double>(offset + at) / static_cast<double>(total),
                    "reading " + file.path.filename().string());
    chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kChunkBytes, bytes - at)));
    reader.read(chunk);
    samples.write(offset + at, chunk);
  }
  reader.finish();
}

// The gzipped parts, one behind the other.
CachedSamples unpacked(const std::vector<IdxFile>& parts, const OpenOptions& options,
                       Progress& progress) {
  CacheKey key("idx 1");
  std::uint64_t total = 0;
  std::vector<std::pair<const IdxFile*, std::uint64_t>> packed;  // with the place of each
  for (const IdxFile& part : parts) {
    if (!part.isCompressed) continue;
    key.addFile(part.path);
    packed.push_back({&part, total});
    total += part.array.bytes();
  }
  if (auto cached = findCached(key); cached && cached->size == total) return *cached;
  DecodedSamples samples(key, total, options);
  forEachInParallel(packed.size(), {progress, 0.0, 1.0, "unpacking"}, [&](std::size_t i) {
    unpack(*packed[i].first, packed[i].second, total, samples, progress);
  });
  return samples.finish(nlohmann::json::object(), total);
}

}  // namespace

std::vector<IdxFile> openIdxFiles(const std::vector<fs::path>& paths, const OpenOptions& options) {
  std::vector<IdxFile> parts;
  for (const fs::path& path : paths) {
    parts.push_back(openSamples(path, options));
    const IdxFile &part = parts.back(), &first = parts.front();
    if (part.view.shape != first.view.shape || part.view.layout != first.view.layout)
      throw fileError(path, {"offset 8",
                             "samples of " + toString(first.view.shape) + " as in " +
                                 first.path.filename().string(),
                             toString(part.view.shape), "Open one of the files instead"});
  }
  return parts;
}

ArrayValues readIdxLabels(const std::vector<IdxFile>& files, const fs::path& dataset,
                          const OpenOptions& options) {
  ArrayValues all;
  if (options.labels == "none") return all;
  const IdxFile* without = nullptr;
  for (const IdxFile& images : files) {
    const auto path = labelsOf(images, dataset, options);
    if (path)
      appendRows(all, readLabels(images, *path), *path);
    else
      without = &images;
  }
  if (without && !all.dims.empty())
    throw fileError(without->path,
                    {"", "labels beside it, as the other images have them", "none",
                     "Put " + idxLabelsName(without->path) + " there, or open one file alone"});
  return all;
}

ArraySource idxSamples(const std::vector<IdxFile>& parts, const OpenOptions& options,
                       Progress& progress) {
  ArraySource source{parts.front().view.shape, parts.front().view.layout, {}};
  const bool isPacked = std::any_of(parts.begin(), parts.end(),
                                    [](const IdxFile& part) { return part.isCompressed; });
  std::optional<CachedSamples> samples;
  if (isPacked) samples = unpacked(parts, options, progress);
  std::uint64_t at = isPacked ? samples->offset : 0;
  for (const IdxFile& part : parts) {
    if (!part.isCompressed) {
      source.parts.push_back({part.bytes, part.headerBytes, part.view.count});
      continue;
    }
    if (!source.parts.empty() && source.parts.back().bytes == samples->bytes)
      source.parts.back().count += part.view.count;
    else
      source.parts.push_back({samples->bytes, at, part.view.count});
    at += part.array.bytes();
  }
  return source;
}

}  // namespace latlas::data
