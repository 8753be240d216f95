#include "core/data/formats/npy_dataset.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/arrays/array_labels.h"
#include "core/data/arrays/array_values.h"
#include "core/data/assemble.h"
#include "core/data/formats/npy.h"
#include "core/data/metadata_file.h"
#include "core/data/storage/bytes.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

constexpr const char* kEnding = ".npy";

// An open file whose values are all there.
struct NpyFile {
  std::shared_ptr<const FileBytes> bytes;
  NpyHeader header;
};

NpyFile openFile(const fs::path& path) {
  NpyFile file{std::make_shared<const FileBytes>(path), {}};
  BytesSource source(*file.bytes);
  file.header = readNpyHeader(source, path);
  requireReadable(file.header, path);
  requireValues(file.header, file.bytes->size(), path);
  return file;
}

ArrayValues readValues(const NpyFile& file) {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(file.header.array.bytes()));
  file.bytes->read(file.header.dataOffset, bytes);
  return toValues(file.header.array, bytes);
}

bool isFile(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  if (const std::size_t at = text.find(from); at != std::string::npos)
    text.replace(at, from.size(), to);
  return text;
}

// "X_train" -> "y_train", "trainX" stays: only a part of its own is a variable's name.
std::string withYForX(const std::string& stem) {
  std::string name = stem;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool begins = i == 0 || name[i - 1] == '_' || name[i - 1] == '-';
    const bool ends = i + 1 == name.size() || name[i + 1] == '_' || name[i + 1] == '-';
    if ((name[i] == 'X' || name[i] == 'x') && begins && ends) {
      name[i] = 'y';
      return name;
    }
  }
  return name;
}

std::optional<fs::path> labelsNamedAfter(const fs::path& samples) {
  const std::string stem = samples.stem().string();
  for (const std::string& name : {stem + "_labels", replaced(stem, "images", "labels"),
                                  replaced(stem, "data", "labels"), withYForX(stem)})
    if (name != stem && isFile(samples.parent_path() / (name + kEnding)))
      return samples.parent_path() / (name + kEnding);
  return std::nullopt;
}

// Nothing when they may be a column of the metadata.
std::optional<fs::path> labelsChosen(const fs::path& samples, const OpenOptions& options) {
  const fs::path path = samples.parent_path() / options.labels;
  for (const fs::path& one : {path, fs::path(path.string() + kEnding)})
    if (isFile(one)) return one;
  if (metadataBeside(samples, options)) return std::nullopt;
  throw fileError(path, {"", "a .npy file with the labels", "no file of that name",
                         "Choose another one, or none (labels=none)"});
}

struct LabelsFile {
  fs::path path;
  NpyFile file;
};

// The labels of `count` samples; those under a general name that do not fit are skipped.
std::optional<LabelsFile> findLabels(const fs::path& samples, std::int64_t count,
                                     const OpenOptions& options, std::vector<Skipped>& skipped) {
  if (options.labels == "none") return std::nullopt;
  if (!options.labels.empty())
    if (const auto path = labelsChosen(samples, options)) return LabelsFile{*path, openFile(*path)};
  if (const auto path = labelsNamedAfter(samples)) return LabelsFile{*path, openFile(*path)};
  for (const char* name : {"labels.npy", "y.npy", "targets.npy"}) {
    const fs::path path = samples.parent_path() / name;
    if (path == samples || !isFile(path)) continue;
    try {
      LabelsFile found{path, openFile(path)};
      if (found.file.header.array.rows() == count) return found;
      skipped.push_back({path, "its " + std::to_string(found.file.header.array.rows()) +
                                   " rows are not those of the " + std::to_string(count) +
                                   " samples"});
    } catch (const Error& error) {
      skipped.push_back({path, error.what()});
    }
  }
  return std::nullopt;
}

// Most of the magic number is there, or nothing at all is: the reader says what is wrong.
bool isDamagedNpy(const Place& place) {
  if (place.head.empty()) return place.path.extension() == kEnding;
  constexpr std::ptrdiff_t kEnough = 4;
  const auto right = npyMagicBytes(place.head);
  return right >= kEnough || right == std::ssize(place.head);
}

DatasetInfo infoOf(const Place& place, const OpenOptions& options) {
  DatasetInfo info;
  info.name = place.path.stem().string();
  info.source = place.path.string();
  info.format = "NumPy array";
  info.options = options;
  return info;
}

// Files beside that may be labels: with as many rows as there are samples.
std::vector<Choice> labelChoices(const fs::path& samples, std::int64_t count) {
  constexpr int kMostLooks = 64;
  std::vector<Choice> choices;
  int looks = 0;
  for (const fs::path& path : lookAt(samples.parent_path()).files) {
    if (path.extension() != kEnding || path == samples || ++looks > kMostLooks) continue;
    try {
      const NpyHeader header = parseNpyHeader(headOf(path), path);
      if (header.unusable.empty() && header.array.rows() == count)
        choices.push_back({path.filename().string(),
                           path.filename().string() + " (" + toString(header.array) + ")"});
    } catch (const Error&) {
      // What cannot be read is no choice.
    }
  }
  return choices;
}

}  // namespace

std::optional<Peek> peekNpy(const Place& place) {
  if (place.isFolder) return std::nullopt;
  if (!startsNpy(place.head)) {
    if (!isDamagedNpy(place)) return std::nullopt;
    return Peek{"damaged NumPy array", false};
  }
  try {
    const NpyHeader header = parseNpyHeader(place.head, place.path);
    if (!header.unusable.empty()) return Peek{"NumPy array of " + header.unusable, false};
    return Peek{"NumPy array, " + toString(header.array),
                viewAsSamples(header.array, Meaning::byContent).view.has_value()};
  } catch (const Error&) {
    // The header may be longer than the head.
    return Peek{"NumPy array", true};
  }
}

DatasetPtr openNpy(const Place& place, const OpenOptions& options, Progress& progress) {
  const NpyFile file = openFile(place.path);
  const SampleView view = requireSamples(file.header.array, options.meaning, place.path);
  DatasetInfo info = infoOf(place, options);
  Annotations rows;
  if (const auto labels = findLabels(place.path, view.count, options, info.skipped)) {
    if (options.labels.empty()) info.options.labels = labels->path.filename().string();
    addLabels(labels->path.stem().string(), readValues(labels->file), view.count, {}, labels->path,
              info, rows);
  }
  return assemble({std::move(info), std::move(rows), place.path},
                  {view.shape, view.layout, {{file.bytes, file.header.dataOffset, view.count}}},
                  options, progress);
}

Survey surveyNpy(const Place& place, const OpenOptions& options, Progress&) {
  const NpyFile file = openFile(place.path);
  const SampleView view = requireSamples(file.header.array, options.meaning, place.path);
  Survey survey;
  survey.what = "NumPy array, " + toString(file.header.array);
  survey.count = view.count;
  survey.shape = view.shape;
  survey.bytes = file.header.array.bytes();
  survey.hasMeaning = view.hasMeaning;
  survey.isGuess = view.isGuess;
  survey.labels = labelChoices(place.path, view.count);
  survey.options = options;
  std::vector<Skipped> skipped;
  const auto labels = findLabels(place.path, view.count, options, skipped);
  if (labels && options.labels.empty()) survey.options.labels = labels->path.filename().string();
  return survey;
}

}  // namespace latlas::data
