// Trains a run without a window, in lockstep on the calling thread, and keeps its folder up to
// date.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "core/io/run_folder.h"
#include "core/train/changes.h"
#include "core/train/trainer.h"

namespace latlas::cli {

struct HeadlessTraining {
  data::DatasetPtr dataset;
  io::DatasetRecord record;
  model::Config config;
  std::vector<train::Change> changes;                   // to be made at their steps
  std::shared_ptr<const train::Checkpoint> checkpoint;  // null: begin anew
  io::RunFamily family{};                               // stays as it is
  io::Extras extras{};                                  // stay as they are
  std::filesystem::path folder;                         // the RUN
};

struct TrainingReport {
  std::shared_ptr<const train::Snapshot> end;
  bool interrupted = false;              // by Ctrl-C
  double imagesPerSecond = 0.0;          // over this call's own training, without evaluations
  model::Losses train;                   // mean of the last epoch's steps
  std::optional<model::Losses> heldOut;  // whole held-out part, last weights; none: no images there
};

// As makeTorchLearner, with all the threads that a program without a window may use.
std::unique_ptr<model::Learner> makeLearnerAlone(model::LearnerRequest request);

// Steps until the run comes to its end (epochs, stop_after, patience, each once the last change is
// made), Ctrl-C (SIGINT or SIGTERM; the step is finished first) or a loss that is not finite, which
// throws Error. In each case the run is saved.
TrainingReport trainHeadless(const HeadlessTraining& training);

}  // namespace latlas::cli
