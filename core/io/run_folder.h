// A RUN folder: run.json, weights.safetensors, optimizer.safetensors, history.csv, events.jsonl.
#pragma once

#include <filesystem>
#include <string>

#include "core/data/dataset.h"
#include "core/train/snapshot.h"

namespace latlas::io {

// Which data a run was trained on, enough to find and recognise it.
struct DatasetRecord {
  std::string name;
  std::string source;
  std::int64_t count = 0;
  data::Shape shape;
  std::string fingerprint;
  int imageSize = 0;  // data::OpenOptions
};
DatasetRecord recordOf(const data::Dataset& dataset);

struct Run {
  train::Checkpoint checkpoint;
  DatasetRecord dataset;
};

// Each file is replaced atomically, run.json last. The folder is created. Throws Error.
void saveRun(const std::filesystem::path& folder, const Run& run);

// Throws Error (file, where, expected, found): not a run folder, a file missing or malformed, or
// tensors that are not those of the network in run.json.
Run loadRun(const std::filesystem::path& folder);

bool isRunFolder(const std::filesystem::path& folder);

}  // namespace latlas::io
