#include "core/data/assemble.h"

#include <cstdio>
#include <utility>

#include "core/base/error.h"
#include "core/data/metadata.h"
#include "core/data/metadata_file.h"
#include "core/data/row_selection.h"
#include "core/data/storage/decode_cache.h"
#include "core/data/storage/memory_limit.h"
#include "core/data/storage/remembered.h"
#include "core/data/storage/repack.h"
#include "core/data/storage/vector_store.h"
#include "core/data/stored_dataset.h"

#include <nlohmann/json.hpp>

namespace latlas::data {
namespace {

// Pixels a side: far beyond what can be trained on, and safe in the 32 bits of Shape.
constexpr int kMostSide = 65536;
constexpr int kMostColumns = 1 << 20;

void requireUsableShape(const Found& found, const ArraySource& samples) {
  const Shape& shape = samples.shape;
  if (samples.count() < 1)
    throw fileError(found.path, {"", "at least one sample", "none", "Choose another file"});
  if (shape.kind == Kind::vectors) {
    if (shape.width < 1 || shape.width > kMostColumns)
      throw fileError(found.path, {"", "1 to " + std::to_string(kMostColumns) + " columns",
                                   std::to_string(shape.width), "Choose fewer columns"});
    return;
  }
  if (shape.channels != 1 && shape.channels != 3)
    throw fileError(found.path, {"", "1 channel (grey) or 3 (RGB)", std::to_string(shape.channels),
                                 "Store one of them, or open the samples as vectors"});
  for (const int side : {shape.height, shape.width})
    if (side < 1 || side > kMostSide)
      throw fileError(found.path, {"", "1 to " + std::to_string(kMostSide) + " pixels a side",
                                   toString(shape), "Check the file's header"});
}

// Fortran order that does not fit in memory: turned once, in the cache.
ArraySource turnedInCache(const ArraySource& source, const Found& found, Progress& progress) {
  CacheKey key("planar 1");
  key.addFile(found.path);
  key.addText(found.info.options.array + " " + toString(source.shape));
  const std::uint64_t bytes = static_cast<std::uint64_t>(source.count() * source.shape.size()) *
                              static_cast<std::uint64_t>(sizeOf(source.layout.type.element));
  auto cached = findCached(key);
  if (!cached) {
    CacheWriter writer(key, bytes);
    repack(
        source,
        [&](std::uint64_t at, std::span<const std::uint8_t> some) { writer.write(at, some); },
        progress);
    cached = writer.keep(nlohmann::json::object(), bytes);
  }
  return {source.shape,
          planarLayout(source.layout.type, source.shape),
          {{cached->bytes, cached->offset, source.count()}}};
}

bool isInMemory(const ArraySource& source) {
  for (const ArrayPart& part : source.parts)
    if (part.bytes->inMemory().empty()) return false;
  return true;
}

// Small samples are held in memory, planar; large ones stay where they are if they can be read
// there.
ArraySource settled(ArraySource source, const Found& found, const OpenOptions& options,
                    Progress& progress) {
  const std::uint64_t bytes = static_cast<std::uint64_t>(source.count() * source.shape.size()) *
                              static_cast<std::uint64_t>(sizeOf(source.layout.type.element));
  const bool isPlanarAlready = source.isPlanar() && source.parts.size() == 1 && isInMemory(source);
  if (isPlanarAlready) return source;
  if (bytes <= memoryAllowed(options)) return heldInMemory(source, progress);
  if (isInMemory(source) || isReadableInPlace(source)) return source;
  return turnedInCache(source, found, progress);
}

std::string rangeText(Element element, const ImageValues& values) {
  char text[96];
  std::snprintf(text, sizeof text, "%s, %.4g to %.4g", toString(element).c_str(), values.least,
                values.most);
  return text;
}

Origin originOf(const Found& found) { return {found.path, found.info.options.array}; }

DatasetPtr assembleVectors(Found found, ArraySource samples, const OpenOptions& options,
                           Progress& progress, std::vector<std::string> names) {
  const auto width = static_cast<std::size_t>(samples.shape.width);
  for (std::size_t i = names.size(); i < width; ++i) names.push_back(std::to_string(i));
  samples = settled(std::move(samples), found, options, progress);
  found.info.variables = rememberedVariables(samples, names, originOf(found), progress);
  found.info.values = toString(samples.layout.type.element) + ", standardized";
  auto store = std::make_unique<VectorStore>(std::move(samples), found.info.variables);
  return finish(std::move(found), std::move(store), options);
}

}  // namespace

DatasetPtr assemble(Found found, ArraySource samples, const OpenOptions& options,
                    Progress& progress, std::vector<std::string> columnNames) {
  requireUsableShape(found, samples);
  samples.requireBacking(found.path);
  if (samples.shape.kind == Kind::vectors)
    return assembleVectors(std::move(found), std::move(samples), options, progress,
                           std::move(columnNames));
  samples = settled(std::move(samples), found, options, progress);
  const ImageValues values = rememberedImageValues(samples, originOf(found), progress);
  found.info.values = rangeText(samples.layout.type.element, values);
  auto store = std::make_unique<ArrayStore>(std::move(samples), values.scaling);
  return finish(std::move(found), std::move(store), options);
}

DatasetPtr finish(Found found, std::unique_ptr<const SampleStore> samples,
                  const OpenOptions& options) {
  if (found.info.publishedTrainCount == 0) found.info.publishedTrainCount = samples->count();
  if (const auto metadata = metadataBeside(found.path, options))
    joinMetadata(*metadata, samples->count(), options, found);
  auto dataset = std::make_shared<const StoredDataset>(std::move(found.info), std::move(samples),
                                                       std::move(found.annotations));
  return selectRows(std::move(dataset), options);
}

}  // namespace latlas::data
