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
  files.fineNames = namesBeside(folder, files.parts.front().kind == Cifar::ten
                                            ? "batches.meta.txt"
                                            : "fine_label_names.txt");
  files.coarseNames = namesBeside(folder, "coarse_label_names.txt");
  return files;
}

void annotate(const CifarFiles& files, const CifarLabels& labels, DatasetInfo& info,
              Annotations& rows) {
  const auto most = *std::max_element(labels.fine.begin(), labels.fine.end());
  if (most < files.fineNames.size()) {
    info.classes = files.fineNames;
    rows.labels.assign(labels.fine.begin(), labels.fine.end());
  } else {
    Labels numbers = labelsFromNumbers({labels.fine.begin(), labels.fine.end()});
    info.classes = std::move(numbers.classes);
    rows.labels = std::move(numbers.labels);
  }
  if (labels.coarse.empty()) return;
  std::vector<std::string> coarse;
  coarse.reserve(labels.coarse.size());
  for (const std::uint8_t label : labels.coarse)
    coarse.push_back(label < files.coarseNames.size() ? files.coarseNames[label]
                                                      : std::to_string(label));
  rows.columns.push_back(textColumn("coarse", coarse));
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
  if (const auto kind = judgeCifar(FileBytes(place.path))) return Peek{toString(*kind) + " batch", true};
  if (hasName) return Peek{"damaged CIFAR batch", false};
  return std::nullopt;
}

DatasetPtr openCifar(const Place& place, const OpenOptions& options, Progress& progress) {
  const bool isArchive = !place.isFolder && peekCifarArchive(place);
  const CifarFiles files = isArchive ? unpackCifar(place, options, progress) : filesOf(place);
  const Cifar kind = files.parts.front().kind;
  ArraySource source{kCifarShape, cifarLayout(kind), {}};
  DatasetInfo info;
  CifarLabels labels;
  for (const CifarPart& part : files.parts) {
    if (part.kind != kind)
      throw fileError(part.path, {"", toString(kind) + ", as the other batches", toString(part.kind),
                                  "Keep the two datasets in folders of their own"});
    progress.report(0.0, "reading the labels");
    readCifarLabels(kind, *part.bytes, part.offset, part.count, part.path, labels);
    source.parts.push_back(cifarPart(kind, part.bytes, part.offset, part.count));
    if (!part.isHeldOut) info.publishedTrainCount += part.count;
  }
  info.name = isArchive ? toString(kind) : place.path.stem().string();
  info.source = place.path.string();
  info.format = toString(kind) + (isArchive ? " archive" : place.isFolder ? " folder" : " batch");
  info.options = options;
  Annotations rows;
  annotate(files, labels, info, rows);
  return assemble({std::move(info), std::move(rows), place.path}, std::move(source), options,
                  progress);
}

}  // namespace latlas::data
