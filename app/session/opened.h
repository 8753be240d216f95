// A dataset, or the run that was trained on it, as it was opened.
// Threading: made on a job; the UI thread takes it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/io/run_folder.h"
#include "core/train/snapshot.h"

namespace latlas::app {

using CheckpointPtr = std::shared_ptr<const train::Checkpoint>;

// A run beside another one, as it was kept.
struct OpenedRelative {
  io::KeptLabel about;
  CheckpointPtr checkpoint;
  io::Extras extras{};
};

struct Opened {
  std::string source;
  data::DatasetPtr dataset;
  CheckpointPtr checkpoint;  // null: a dataset alone
  // Of a run: how it is called, and those beside it that are still there, of the same data.
  io::RunFamily family{};
  std::vector<OpenedRelative> relatives{};
  io::Extras extras{};
  std::vector<std::string> missingExtras{};  // as io::Run::missingExtras
};

}  // namespace latlas::app
