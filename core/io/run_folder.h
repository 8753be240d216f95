// A RUN folder: run.json, weights.safetensors, optimizer.safetensors, history.csv, events.jsonl and,
// where an early-stopping run has one, best.safetensors: the weights of its best evaluation; and
// whatever further texts run.json names (run_extras.h). They change as a whole (file_set.h): a save that is killed leaves the run before or after it, and
// other files in the folder stay as they are. history.csv grows in place; lines of it after those
// that run.json counts are of a save that was cut off. The safetensors files name the step that
// they belong to in their metadata, so that a reader without our lock can tell a mixture too.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/open.h"
#include "core/io/file_set.h"
#include "core/io/run_extras.h"
#include "core/io/run_family.h"
#include "core/train/snapshot.h"

namespace latlas::io {

// Which data a run was trained on, enough to find and recognise it.
struct DatasetRecord {
  std::string name;
  std::string source;
  std::int64_t count = 0;
  data::Shape shape;
  std::string fingerprint;
  data::OpenOptions options;  // with which the source opens as these data again

  bool operator==(const DatasetRecord&) const = default;
};
DatasetRecord recordOf(const data::Dataset& dataset);

// Throws Error when `dataset` is not what the run was trained on.
void requireSameData(const DatasetRecord& record, const data::Dataset& dataset);

struct Run {
  train::Checkpoint checkpoint;
  DatasetRecord dataset;
  // For whoever wonders later, library -> version; "latlas", "compiler" and "draws"
  // (kDrawsVersion) are added on saving.
  std::map<std::string, std::string> versions{};
  RunFamily family{};
  Extras extras{};
  // Names of extras that could not be read: nobody is kept from opening the run. Saving it again
  // leaves their files as they are and names them no more.
  std::vector<std::string> missingExtras{};

  // Whether its seed gives the noise here that it gave where the run was saved. A run that does not
  // goes on well, but not bit for bit as it would have there.
  bool drawsAsHere() const;
};

// Saves a run into its folder again and again. What was saved of its history is not written a
// second time: new lines are appended to history.csv, and run.json says how many of them count.
// Threading: one thread at a time.
class RunWriter {
 public:
  explicit RunWriter(std::filesystem::path folder) : folder_(std::move(folder)) {}

  const std::filesystem::path& folder() const { return folder_; }
  // Equal runs give equal bytes. The folder is created. Throws Error; the run that was there stays.
  // An extra that this writer saved and that the run no longer has is removed, unless somebody else
  // has written to it since.
  void save(const Run& run);
  // The extras alone, of the run that is in the folder: what else there is of it stays as it is.
  // Throws Error; what was there stays.
  void saveExtras(const Extras& extras);

 private:
  struct Saved {
    train::History history;
    std::size_t lines = 0;
    FileStamp stamp;  // of history.csv
    std::map<std::string, FileStamp> extras;
  };
  std::filesystem::path folder_;
  std::optional<Saved> saved_;
};

// The same once.
void saveRun(const std::filesystem::path& folder, const Run& run);

// Throws Error (file, where, expected, found): not a run folder, a file missing or malformed, or
// tensors that are not those of the network in run.json. Tensors come in the order of
// weightTensors() and optimizerTensors().
Run loadRun(const std::filesystem::path& folder);

// Whether it looks like one, without reading it.
bool isRunFolder(const std::filesystem::path& folder);

}  // namespace latlas::io
