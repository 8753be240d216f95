// What the user has chosen, and the newest values from the workers. Data only: panels read and
// change it, controllers act on it, nothing here does anything.
// Threading: UI thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/dataset/dataset_state.h"
#include "app/losses/losses_state.h"
#include "app/map/map_state.h"
#include "app/runs/runs_state.h"
#include "app/session/preferences.h"
#include "app/session/wing_states.h"
#include "app/traverse/traverse_state.h"
#include "core/data/dataset.h"
#include "core/inference/reconstruction_order.h"
#include "core/io/run_label.h"
#include "core/train/snapshot.h"

namespace latlas::app {

enum class NoticeKind { information, error };
struct Notice {
  NoticeKind kind = NoticeKind::information;
  std::string title;  // "Could not open digits.gz"
  std::string message;
  std::string source{};  // what a button offers to open; empty: nothing
};

// Measured, for the menu bar.
struct FrameFigures {
  double framesPerSecond = 0.0;
  double lastFrameMilliseconds = 0.0;
};

struct AppState {
  Preferences preferences;
  model::Config draft;  // what the Model and Training panels show; becomes the run's at Start/Reset
  // Why what was typed into a field was not taken, by the field's label.
  std::map<std::string, std::string> fieldFaults;
  std::shared_ptr<const train::Snapshot> snapshot;  // null before the first
  // Of the run in it; its colour (an index for ui::classColour()) shows once it is compared with
  // another. Where it was kept it is kept the next time too.
  io::KeptLabel runLabel{{}, {"Run 1", 2}};
  std::optional<std::uint64_t> renaming;  // the run (Snapshot::run) whose name stands in a field
  bool isSlowMotion = false;              // wished for
  data::DatasetPtr dataset;
  std::shared_ptr<const DataSummary> summary;  // of `dataset`; null until it is computed
  std::optional<OpenProgress> opening;
  std::optional<OpenQuestion> question;  // the dialog is shown while it is there
  std::optional<std::string> exporting;  // what is being written
  SheetState sheet;
  MapState map;
  TraverseState traverse;
  LossesState losses;
  std::vector<ComparedRun> comparedRuns;                     // beside the present one
  std::shared_ptr<const inference::Reconstruction> hovered;  // of the point under the cursor
  std::optional<Notice> notice;                              // shown once, until dismissed
  std::string status;  // the status bar's last event: "Saved grid.png"
  FrameFigures figures;
  // The run as it was saved last without being asked, so that it outlives a crash.
  std::filesystem::path autosaveFolder;  // empty: runs are saved only when asked
  std::int64_t autosavedStep = 0;
  DatasetsState datasets;
  bool showShortcuts = false;
  bool showAbout = false;
  WingStates ofWings;  // what no other wing reads
};

}  // namespace latlas::app
