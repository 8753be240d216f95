// What the user has chosen, and the newest values from the workers. Data only: panels read and
// change it, the frame acts on it, nothing here does anything.
// Threading: UI thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "app/runs/compared_runs.h"
#include "app/dataset/data_summary.h"
#include "app/map/map_colours.h"
#include "app/dataset/datasets_state.h"
#include "app/dataset/open_preview.h"
#include "app/dataset/sheet_reader.h"
#include "app/ui/graphics.h"
#include "app/ui/line_chart.h"
#include "app/ui/theme.h"
#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/io/run_label.h"
#include "core/train/inference.h"
#include "core/train/snapshot.h"

namespace latlas::app {

// What was opened, and how.
struct RecentSource {
  std::string source;
  data::OpenOptions options;
  bool operator==(const RecentSource&) const = default;
};

// Remembered between starts (settings.json in the user's configuration folder).
struct Preferences {
  ui::Theme theme = ui::Theme::dark;
  float scale = 0.0f;  // of the interface; 0: the monitor's
  float leftWidth = 300.0f, rightWidth = 330.0f, bottomHeight = 210.0f;  // at 100 %
  bool dataDetailsOpen = false;  // all that is known of the dataset, in the Data panel
  bool dataOpen = true, modelOpen = true, trainingOpen = true;
  bool lossesOpen = true, mapOpen = true, traverseOpen = true;
  std::set<std::string> openFolds;   // labels of the folds of settings that are unfolded
  int stepsAtOnce = 100;             // what one press of "N steps" trains
  double slowMotion = 0.5;           // seconds a step
  std::vector<RecentSource> recent;  // newest first, at most ten sources
};

// The Data panel's scrolling sheet of samples.
struct SheetState {
  data::RowFilter filter;
  std::int64_t first = 0;  // place of the first one shown among the rows that pass the filter
  int visibleCount = 0;    // how many the panel has room for
  std::shared_ptr<const SheetPage> page;  // the newest read; of an older filter while one is sought
  bool focusSearch = false;               // the search field takes the keyboard
};

struct MapState {
  std::shared_ptr<const train::LatentMap> map;   // the newest; null: none yet
  std::shared_ptr<const ui::PointCloud> cloud;   // made from it and colourBy
  MapColours colours;                            // of the cloud
  int colourBy = -1;  // -1: class; then the factors, then the columns
  std::array<float, 2> centre{};
  float unitsPerPixel = 0.0f;  // 0: fit at the next draw
  bool userMoved = false;      // panned or zoomed: refreshes no longer fit
  std::optional<std::int64_t> hoveredPoint;  // index into map->rows
  bool showManifold = false;   // decoded lattice under the points
};

enum class GridKind { samples, manifold, traversal };

struct TraverseState {
  std::vector<float> z;       // [latent], where the user stands
  float range = 3.0f;         // sliders and grids span -range to +range
  GridKind grid = GridKind::manifold;
  int gridSide = 8;           // images a side
  std::uint64_t sampleSeed = 1;
  int axisX = 0, axisY = 1;   // of the manifold grid
  std::shared_ptr<const train::DecodedImages> preview;  // newest, for z
  std::shared_ptr<const train::DecodedImages> gridImages;
};

enum class LossesView { loss, terms, dimensions, optimizer };

struct LossesState {
  LossesView view = LossesView::loss;
  bool logScale = false;  // of the values
  bool logSteps = false;
  float smoothing = 0.6f;
  std::optional<std::pair<double, double>> range;  // of steps, of all charts; none: everything
  std::map<std::string, ui::ChartView> charts;     // by label
};

struct OpenProgress {
  std::string source;
  double fraction = -1.0;
  std::string what;
};

// The question how a source is to be opened.
struct OpenQuestion {
  std::string source;
  data::OpenOptions options;              // as chosen so far
  std::optional<data::Survey> survey;     // the newest; none: not known yet
  std::shared_ptr<const OpenPreview> preview;  // the newest; of older options while one is made
  std::optional<OpenProgress> looking;    // while one is made
};

enum class NoticeKind { information, error };
struct Notice {
  NoticeKind kind = NoticeKind::information;
  std::string title;    // "Could not open digits.gz"
  std::string message;
  std::string source{};  // what a button offers to open; empty: nothing
};

// Measured, for the menu bar and the benchmarks.
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
  std::vector<ComparedRun> comparedRuns;  // beside the present one
  std::shared_ptr<const train::Reconstruction> hovered;  // of the point under the cursor
  std::optional<Notice> notice;  // shown once, until dismissed
  std::string status;            // the status bar's last event: "Saved grid.png"
  FrameFigures figures;
  // The run as it was saved last without being asked, so that it outlives a crash.
  std::filesystem::path autosaveFolder;  // empty: runs are saved only when asked
  std::int64_t autosavedStep = 0;
  DatasetsState datasets;
  bool showShortcuts = false;
  bool showAbout = false;
};

}  // namespace latlas::app
