#include "core/data/formats/cifar_dataset.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/annotations.h"
#include "core/data/assemble.h"
#include "core/data/formats/cifar.h"
#include "core/data/formats/cifar_archive.h"
#include "core/data/storage/archive_reader.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

constexpr const char* kRemedy = "Download the file again";
// CIFAR-100's two kinds of labels, as options.labels and the columns name them.
constexpr const char* kFine = "fine";
constexpr const char* kCoarse = "coarse";

bool isBatch(CifarRole role) { return role == CifarRole::training || role == CifarRole::heldOut; }

// Only batches under their own names: a folder of other files is another dataset.
std::vector<fs::path> batchesIn(const Place& folder) {
  std::vector<fs::path> batches;
  for (const fs::path& file : folder.files)
    if (isBatch(cifarRole(file.filename().string()))) batches.push_back(file);
  // "data_batch_10.bin" comes behind "data_batch_9.bin".
  std::stable_sort(batches.begin(), batches.end(), [](const fs::path& a, const fs::path& b) {
    const std::string one = a.filename().string(), two = b.filename().string();
    const bool aHeldOut = cifarRole(one) == CifarRole::heldOut;
    const bool bHeldOut = cifarRole(two) == CifarRole::heldOut;
    if (aHeldOut != bHeldOut) return bHeldOut;
    return std::pair(one.size(), one) < std::pair(two.size(), two);
  });
  return batches;
}

bool hasPickles(const Place& folder) {
  return std::any_of(folder.files.begin(), folder.files.end(), [](const fs::path& file) {
    return cifarRole(file.filename().string()) == CifarRole::pickled;
  });
}

std::vector<std::string> namesBeside(const fs::path& folder, const char* file) {
  constexpr std::uint64_t kMostBytes = 1 << 16;
  std::error_code ignored;
  if (!fs::is_regular_file(folder / file, ignored)) return {};
  return parseCifarNames(readFile(folder / file, kMostBytes));
}

CifarPart partOf(const fs::path& path) {
  auto bytes = std::make_shared<const FileBytes>(path);
  auto kind = judgeCifar(*bytes);
  if (!kind) kind = judgeCifarLength(bytes->size());  // a wrong label: said when it is read
  if (!kind)
    throw fileError(path, {"", "whole records of 3073 bytes (CIFAR-10) or 3074 (CIFAR-100)",
                           std::to_string(bytes->size()) + " bytes", kRemedy});
  const auto count = static_cast<std::int64_t>(bytes->size()) / recordBytes(*kind);
  const bool isHeldOut = cifarRole(path.filename().string()) == CifarRole::heldOut;
  return {path, *kind, std::move(bytes), 0, count, isHeldOut};
}

CifarFiles filesOf(const Place& place) {
  CifarFiles files;
  if (!place.isFolder) {
    files.parts.push_back(partOf(place.path));
  } else {
    for (const fs::path& batch : batchesIn(place)) files.parts.push_back(partOf(batch));
    if (files.parts.empty()) refusePickles(place.path);
  }
  const fs::path folder = place.isFolder ? place.path : place.path.parent_path();
  files.fineNames = namesBeside(
      folder, files.parts.front().kind == Cifar::ten ? "batches.meta.txt" : "fine_label_names.txt");
  files.coarseNames = namesBeside(folder, "coarse_label_names.txt");
  return files;
}

// What the label bytes stand for: the names where they are known, else the numbers.
Labels toLabels(const std::vector<std::uint8_t>& bytes, const std::vector<std::string>& names) {
  if (*std::max_element(bytes.begin(), bytes.end()) < names.size())
    return {names, {bytes.begin(), bytes.end()}};
  return labelsFromNumbers({bytes.begin(), bytes.end()});
}

Column toColumn(const char* name, const Labels& labels) {
  Column column;
  column.name = name;
  column.codes = labels.labels;
  column.texts = labels.classes;
  return column;
}

void annotate(const CifarFiles& files, const CifarLabels& bytes, const OpenOptions& options,
              DatasetInfo& info, Annotations& rows) {
  Labels classes = toLabels(bytes.fine, files.fineNames);
  if (!bytes.coarse.empty()) {
    Labels others = toLabels(bytes.coarse, files.coarseNames);
    const bool isCoarse = options.labels == kCoarse;
    if (isCoarse) std::swap(classes, others);
    rows.columns.push_back(toColumn(isCoarse ? kFine : kCoarse, others));
  }
  if (options.labels == "none") return;
  info.classes = std::move(classes.classes);
  rows.labels = std::move(classes.labels);
}

CifarFiles filesOf(const Place& place, bool isArchive, const OpenOptions& options,
                   Progress& progress) {
  CifarFiles files = isArchive ? unpackCifar(place, options, progress) : filesOf(place);
  for (const CifarPart& part : files.parts)
    if (part.kind != files.parts.front().kind)
      throw fileError(part.path,
                      {"", toString(files.parts.front().kind) + ", as the other batches",
                       toString(part.kind), "Keep the two datasets in folders of their own"});
  return files;
}

std::string formatOf(const Place& place, bool isArchive, Cifar kind) {
  return toString(kind) + (isArchive ? " archive" : place.isFolder ? " folder" : " batch");
}

}  // namespace

std::optional<Peek> peekCifar(const Place& place) {
  if (place.isFolder) {
    const auto batches = batchesIn(place);
    if (!batches.empty())
      return Peek{"CIFAR folder, " + std::to_string(batches.size()) +
                      (batches.size() == 1 ? " batch" : " batches"),
                  true};
    if (hasPickles(place)) return Peek{"CIFAR as Python pickles", false};
    return std::nullopt;
  }
  if (const auto found = peekCifarArchive(place)) return found;
  const bool hasName = isBatch(cifarRole(place.path.filename().string()));
  std::error_code fault;
  const auto size = fs::file_size(place.path, fault);
  if (fault || (!judgeCifarLength(size) && !hasName)) return std::nullopt;
  if (const auto kind = judgeCifar(FileBytes(place.path)))
    return Peek{toString(*kind) + " batch", true};
  if (hasName) return Peek{"damaged CIFAR batch", false};
  return std::nullopt;
}

DatasetPtr openCifar(const Place& place, const OpenOptions& options, Progress& progress) {
  const bool isArchive = !place.isFolder && peekCifarArchive(place);
  const CifarFiles files = filesOf(place, isArchive, options, progress);
  const Cifar kind = files.parts.front().kind;
  ArraySource source{kCifarShape, cifarLayout(kind), {}};
  DatasetInfo info;
  CifarLabels labels;
  for (const CifarPart& part : files.parts) {
    progress.report(0.0, "reading the labels");
    readCifarLabels(kind, *part.bytes, part.offset, part.count, part.path, labels);
    source.parts.push_back(cifarPart(kind, part.bytes, part.offset, part.count));
    if (!part.isHeldOut) info.publishedTrainCount += part.count;
  }
  info.name = isArchive ? toString(kind) : place.path.stem().string();
  info.source = place.path.string();
  info.format = formatOf(place, isArchive, kind);
  info.options = options;
  Annotations rows;
  annotate(files, labels, options, info, rows);
  return assemble({std::move(info), std::move(rows), place.path}, std::move(source), options,
                  progress);
}

Survey surveyCifar(const Place& place, const OpenOptions& options, Progress& progress) {
  const bool isArchive = !place.isFolder && peekCifarArchive(place);
  const CifarFiles files = filesOf(place, isArchive, options, progress);
  const Cifar kind = files.parts.front().kind;
  Survey survey;
  survey.what = formatOf(place, isArchive, kind);
  survey.shape = kCifarShape;
  survey.options = options;
  for (const CifarPart& part : files.parts) {
    survey.count += part.count;
    if (!part.isHeldOut) survey.trainCount += part.count;
  }
  survey.hasParts = survey.trainCount > 0 && survey.trainCount < survey.count;
  if (!survey.hasParts) survey.trainCount = 0;
  survey.bytes = static_cast<std::uint64_t>(survey.count * kCifarShape.size());
  if (kind == Cifar::hundred)
    survey.labels = {{kFine, "fine (100 classes)"}, {kCoarse, "coarse (20 classes)"}};
  return survey;
}

}  // namespace latlas::data
