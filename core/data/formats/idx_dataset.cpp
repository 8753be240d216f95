#include "core/data/formats/idx_dataset.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/assemble.h"
#include "core/data/formats/idx.h"
#include "core/data/formats/idx_files.h"
#include "core/data/formats/idx_parts.h"
#include "core/data/storage/gzip_source.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

std::string listOf(const std::vector<IdxGroup>& groups) {
  std::string text;
  for (const IdxGroup& group : groups) text += (text.empty() ? "" : ", ") + group.name;
  return text;
}

// The group that the options name, or the only one; null: there is a choice.
const IdxGroup* chosen(const std::vector<IdxGroup>& groups, const OpenOptions& options,
                       const Place& place) {
  if (options.array.empty()) return groups.size() == 1 ? &groups.front() : nullptr;
  for (const IdxGroup& group : groups)
    if (group.name == options.array) return &group;
  throw fileError(place.path, {"", "IDX files of " + options.array, listOf(groups),
                               "Choose one of these (--array NAME)"});
}

// Training first.
std::vector<fs::path> partsOf(const IdxGroup& group, const Place& place) {
  const auto heldOut = std::count_if(group.parts.begin(), group.parts.end(), isIdxHeldOut);
  if (group.parts.size() > 2 || (group.parts.size() == 2 && heldOut != 1))
    throw fileError(place.path,
                    {"", "one IDX images file, or one for training and one held out (t10k, test)",
                     std::to_string(group.parts.size()) + " of them, among them " +
                         group.parts[0].filename().string() + " and " +
                         group.parts[1].filename().string(),
                     "Open one of the files instead"});
  return group.parts;
}

}  // namespace

std::optional<Peek> peekIdx(const Place& place) {
  if (place.isFolder) {
    const auto groups = idxGroups(place);
    if (groups.empty()) return std::nullopt;
    if (groups.size() > 1)
      return Peek{"IDX folder: " + std::to_string(groups.size()) + " datasets", true};
    const auto& parts = groups.front().parts;
    const auto heldOut = std::count_if(parts.begin(), parts.end(), isIdxHeldOut);
    if (parts.size() == 1) return Peek{"IDX folder", true};
    if (parts.size() == 2 && heldOut == 1) return Peek{"IDX folder: training and held-out", true};
    return Peek{"IDX folder: " + std::to_string(parts.size()) + " image files, open one", false};
  }
  const std::string zipped = startsGzip(place.head) ? ", gzipped" : "";
  if (const auto rank = idxRank(place.head)) {
    if (*rank == 3 || *rank == 4) return Peek{"IDX images" + zipped, true};
    if (*rank == 2) return Peek{"IDX table" + zipped, true};
    if (*rank == 1) return Peek{"IDX labels" + zipped, false};
    return Peek{"IDX file of " + std::to_string(*rank) + " dimensions" + zipped, false};
  }
  // A damaged file under a usual name: the reader says what is wrong with it.
  if (hasIdxName(place.path)) return Peek{"damaged IDX file" + zipped, false};
  return std::nullopt;
}

DatasetPtr openIdx(const Place& place, const OpenOptions& options, Progress& progress) {
  DatasetInfo info;
  info.options = options;
  std::vector<fs::path> paths{place.path};
  if (place.isFolder) {
    const auto groups = idxGroups(place);
    const IdxGroup* group = chosen(groups, options, place);
    if (!group)
      throw fileError(place.path, {"", "the IDX files of one dataset",
                                   std::to_string(groups.size()) + ": " + listOf(groups),
                                   "Choose one (--array NAME), or open one of the files"});
    paths = partsOf(*group, place);
    if (groups.size() > 1) info.options.array = group->name;
  }
  const std::vector<IdxFile> parts = openIdxFiles(paths, options);
  info.name = place.path.filename().string();
  info.source = place.path.string();
  info.format = parts.front().isCompressed ? "IDX, gzipped" : "IDX";
  info.publishedTrainCount = parts.front().view.count;
  std::int64_t count = 0;
  for (const IdxFile& part : parts) count += part.view.count;
  Annotations rows;
  if (const ArrayValues labels = readIdxLabels(parts, place.path, options); !labels.dims.empty())
    addLabels("label", labels, count, idxClassNames(parts.front().path), place.path, info, rows);
  ArraySource source = idxSamples(parts, options, progress);
  return assemble({std::move(info), std::move(rows), place.path}, std::move(source), options,
                  progress);
}

Survey surveyIdx(const Place& place, const OpenOptions& options, Progress&) {
  Survey survey;
  survey.what = peekIdx(place).value_or(Peek{"IDX", true}).what;
  survey.options = options;
  std::vector<fs::path> paths{place.path};
  if (place.isFolder) {
    const auto groups = idxGroups(place);
    if (groups.size() > 1)
      for (const IdxGroup& group : groups) survey.arrays.push_back({group.name, group.name});
    const IdxGroup* group = chosen(groups, options, place);
    if (!group) {
      survey.question = "Which of the datasets in this folder?";
      return survey;
    }
    paths = partsOf(*group, place);
    if (groups.size() > 1) survey.options.array = group->name;
  }
  for (const IdxFile& part : openIdxFiles(paths, options)) {
    survey.count += part.view.count;
    survey.shape = part.view.shape;
    survey.hasMeaning = part.view.hasMeaning;
    survey.bytes += part.array.bytes();
    if (survey.trainCount == 0) survey.trainCount = part.view.count;
  }
  survey.hasParts = paths.size() > 1;
  if (!survey.hasParts) survey.trainCount = 0;
  return survey;
}

}  // namespace latlas::data
