#include "core/data/arrays/array_archive.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/error.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/known_factors.h"
#include "core/data/assemble.h"
#include "core/data/storage/memory_limit.h"
#include "core/data/storage/repack.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

fs::path pathOf(const Place& place, const ArchiveArray& array) {
  return place.path.string() + "/" + array.name;
}

// Labels and factors are held in memory, as doubles: dSprites' are 35 MB.
ArrayValues valuesOf(ArrayArchive& archive, const ArchiveArray& array, const Place& place) {
  constexpr std::int64_t kMostValues = std::int64_t{1} << 27;
  if (array.array.count() > kMostValues)
    throw fileError(pathOf(place, array),
                    {"", "at most " + std::to_string(kMostValues) + " values beside the samples",
                     toString(array.array), "Choose other labels, or none (labels=none)"});
  return archive.values(array);
}

std::vector<std::string> textsOf(ArrayArchive& archive, const ArchiveArray* array,
                                 const Place& place) {
  return array ? valuesOf(archive, *array, place).texts : std::vector<std::string>();
}

// Names of a table's columns, if there is one for each.
std::vector<std::string> columnNamesOf(ArrayArchive& archive, const Roles& roles,
                                       const Shape& shape, const Place& place) {
  const bool fits = shape.kind == Kind::vectors && roles.columnNames &&
                    roles.columnNames->array.rows() == shape.width;
  return fits ? textsOf(archive, roles.columnNames, place) : std::vector<std::string>();
}

// The parts' common shape; their layouts may differ in what lies how far apart.
std::vector<SampleView> viewsOf(const Roles& roles, const OpenOptions& options,
                                const Place& place) {
  std::vector<SampleView> views;
  for (const SamplesPart& part : roles.parts) {
    const fs::path path = pathOf(place, *part.samples);
    if (!part.samples->unusable.empty())
      throw fileError(path, {"", "an array of numbers", part.samples->unusable,
                             "Choose another array (--array NAME)"});
    views.push_back(requireSamples(part.samples->array, options.meaning, path));
    if (views.back().shape != views.front().shape ||
        views.back().layout.type != views.front().layout.type)
      throw fileError(path, {"",
                             toString(roles.parts.front().samples->array) + ", as " +
                                 roles.parts.front().samples->name + " has, but for the first",
                             toString(part.samples->array), "Choose one array (--array NAME)"});
  }
  return views;
}

// Parts that follow one another in the same bytes are one.
void append(std::vector<ArrayPart>& parts, const ArrayPart& part, std::int64_t stride) {
  if (!parts.empty()) {
    ArrayPart& last = parts.back();
    const auto end = last.offset + static_cast<std::uint64_t>(last.count * stride);
    if (last.bytes == part.bytes && end == part.offset) {
      last.count += part.count;
      return;
    }
  }
  parts.push_back(part);
}

ArraySource samplesOf(ArrayArchive& archive, const Roles& roles,
                      const std::vector<SampleView>& views, const Place& place,
                      const OpenOptions& options, Progress& progress) {
  std::vector<const ArchiveArray*> arrays;
  std::uint64_t bytes = 0;
  for (const SamplesPart& part : roles.parts) {
    arrays.push_back(part.samples);
    bytes += part.samples->array.bytes();
  }
  const std::vector<ArrayPart> found = archive.bytesOf(arrays, options, progress);
  ArraySource source{views.front().shape, views.front().layout, {}};
  const bool areAlike = std::all_of(views.begin(), views.end(), [&](const SampleView& view) {
    return view.layout == source.layout;
  });
  if (!areAlike) {
    requireMemory(place.path.string(), bytes, options, "Save its arrays in C order");
    source.layout = planarLayout(source.layout.type, source.shape);
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    ArrayPart part = found[i];
    if (!areAlike) {
      const ArraySource one{source.shape, views[i].layout, {part}};
      one.requireBacking(pathOf(place, *arrays[i]));
      part = heldInMemory(one, progress).parts.front();
    }
    append(source.parts, part, source.layout.sampleStride);
  }
  return source;
}

// What the rows of each part have, one behind the other; missing where a part has none.
ArrayValues labelsOf(ArrayArchive& archive, const Roles& roles, const Place& place) {
  std::vector<ArrayValues> found;
  const ArrayValues* some = nullptr;
  for (const SamplesPart& part : roles.parts) {
    found.emplace_back();
    if (!part.labels) continue;
    requireFittingRows(part.labels->array, part.samples->array.rows(), pathOf(place, *part.labels));
    found.back() = valuesOf(archive, *part.labels, place);
    // One value a row is the same with and without an axis for it.
    if (found.back().columns() == 1) found.back().dims.resize(1);
  }
  for (const ArrayValues& values : found)
    if (!values.dims.empty() && !some) some = &values;
  ArrayValues all;
  if (!some) return all;
  const auto columns = static_cast<std::size_t>(some->columns());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].dims.empty()) {
      const std::int64_t rows = roles.parts[i].samples->array.rows();
      const std::size_t count = static_cast<std::size_t>(rows) * columns;
      found[i] = {some->dims, {}, some->isText, {}};
      found[i].dims.front() = rows;
      if (some->isText)
        found[i].texts.resize(count);
      else
        found[i].numbers.resize(count, std::nan(""));
    }
    appendRows(all, found[i], place.path);
  }
  return all;
}

void addSplit(const Roles& roles, DatasetInfo& info, Annotations& annotations) {
  if (roles.parts.size() < 2) return;
  std::vector<std::string> texts;
  for (const SamplesPart& part : roles.parts) {
    const std::int64_t rows = part.samples->array.rows();
    if (part.split == SplitName::train) info.publishedTrainCount += rows;
    texts.insert(texts.end(), static_cast<std::size_t>(rows), toString(part.split));
  }
  annotations.columns.push_back(textColumn("split", texts));
}

void annotate(ArrayArchive& archive, const Roles& roles, std::int64_t count, const Place& place,
              DatasetInfo& info, Annotations& annotations) {
  const auto fittingValuesOf = [&](const ArchiveArray& array) {
    requireFittingRows(array.array, count, pathOf(place, array));
    return valuesOf(archive, array, place);
  };
  const ArrayValues labels = labelsOf(archive, roles, place);
  if (roles.factorValues) {
    addSpritesFactors(fittingValuesOf(*roles.factorValues),
                      textsOf(archive, roles.factorNames, place), count,
                      pathOf(place, *roles.factorValues), info, annotations);
  }
  if (!labels.dims.empty()) {
    const ArchiveArray& array = *roles.parts.front().labels;
    const fs::path path = pathOf(place, array);
    if (info.factors.empty() && are3dShapesLabels(labels)) {
      add3dShapesFactors(labels, count, path, info, annotations);
    } else {
      addLabels(parseArrayName(array.name).base, labels, count,
                textsOf(archive, roles.classNames, place), path, info, annotations);
    }
  }
  for (const ArchiveArray* column : roles.columns)
    addColumns(column->name, fittingValuesOf(*column), count, pathOf(place, *column), annotations);
  addSplit(roles, info, annotations);
}

OpenOptions foundOptions(const Roles& roles, OpenOptions options) {
  if (roles.parts.size() != 1) return options;
  options.array = roles.parts.front().samples->name;
  if (roles.parts.front().labels && options.labels.empty())
    options.labels = roles.parts.front().labels->name;
  return options;
}

}  // namespace

DatasetPtr openArrays(ArrayArchive& archive, const Place& place, const std::string& format,
                      const OpenOptions& options, Progress& progress) {
  const Roles roles = findRoles(archive.arrays(), options, place.path);
  if (roles.parts.empty()) refuseToGuess(roles, place.path);
  const std::vector<SampleView> views = viewsOf(roles, options, place);
  DatasetInfo info;
  info.name = place.path.stem().string();
  info.source = place.path.string();
  info.format = format;
  info.options = foundOptions(roles, options);
  std::int64_t count = 0;
  for (const SampleView& view : views) count += view.count;
  Annotations annotations;
  annotate(archive, roles, count, place, info, annotations);
  auto names = columnNamesOf(archive, roles, views.front().shape, place);
  ArraySource source = samplesOf(archive, roles, views, place, options, progress);
  return assemble({std::move(info), std::move(annotations), place.path}, std::move(source), options,
                  progress, std::move(names));
}

Survey surveyArrays(const ArrayArchive& archive, const Place& place, const std::string& format,
                    const OpenOptions& options) {
  const Roles roles = findRoles(archive.arrays(), options, place.path);
  Survey survey;
  survey.what = format;
  survey.arrays = roles.arrays;
  survey.labels = roles.labels;
  survey.question = roles.question;
  survey.options = foundOptions(roles, options);
  survey.hasParts = roles.parts.size() > 1;
  if (roles.parts.empty()) return survey;
  for (const SampleView& view : viewsOf(roles, options, place)) {
    survey.count += view.count;
    survey.shape = view.shape;
    survey.hasMeaning = view.hasMeaning;
    survey.isGuess = view.isGuess;
  }
  for (const SamplesPart& part : roles.parts) {
    survey.bytes += part.samples->array.bytes();
    if (part.split == SplitName::train && survey.hasParts)
      survey.trainCount += part.samples->array.rows();
  }
  return survey;
}

}  // namespace latlas::data
