// One frame: take what arrived -> draw the panels -> send what they asked for.
// Threading: UI thread; never waits for a worker or a disk.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/dataset/downloads.h"
#include "app/session/figures.h"
#include "app/session/orders.h"
#include "app/session/requests.h"
#include "app/session/state.h"
#include "app/session/tasks.h"
#include "app/ui/file_browser.h"
#include "app/ui/graphics.h"
#include "app/session/workers.h"

namespace latlas::app {

struct FrameParts {
  Workers* workers = nullptr;
  Tasks* tasks = nullptr;
  ui::Graphics* graphics = nullptr;
  ui::FileBrowser* browser = nullptr;
  Figures* figures = nullptr;
  std::function<double()> clock;
  Downloads* downloads = nullptr;
  std::filesystem::path preferencesFile{};  // empty: not written
};

class Frame {
 public:
  Frame(FrameParts parts, AppState& state);

  // Between ImGui::NewFrame() with ui::beginProbes() and ImGui::Render().
  void draw();
  // Between ImGui::Render() and the drawing: an image that was asked for in this very frame and is
  // there already is shown by it, in the texture that the draw lists name.
  void latch();
  // Behind the buffer swap: dates what has just been shown.
  void shown();

  // As if the user had asked, e.g. for a dropped file.
  void ask(Request request) { requests_.push_back(std::move(request)); }
  // The first dataset that opens begins to train.
  void startTrainingWhenOpened() { startWhenOpened_ = true; }

  // Behind the last frame: false while the run is still being saved.
  bool saveBeforeQuitting();

  bool quitAsked() const { return quitAsked_; }
  // Set when the theme or scale changed; the caller rebuilds fonts between frames.
  bool takeLookChanged() { return std::exchange(lookChanged_, false); }

 private:
  struct Seen {
    std::uint64_t snapshot = 0, preview = 0, grid = 0, map = 0, reconstruction = 0;
    std::uint64_t checkpoint = 0, sheet = 0, inferenceFailure = 0;
  };

  void takeArrivals();
  void takePreview();
  void takeSnapshot(std::shared_ptr<const train::Snapshot> snapshot);
  void askHow(Opened opened);
  void takeOpened(const Opened& opened);
  void showDataset(Opened opened);
  void takeWritten(const std::filesystem::path& path);
  // Among the recent sources, also when the program ends in a crash.
  void remember(const RecentSource& recent);
  void takeSheet(std::shared_ptr<const SheetPage> page);
  // The preview follows what is chosen in the dialog, the dialog what the preview found.
  void followQuestion();
  void takeTasksEnds();
  void takeDownloads();
  void downloadEnded(const Downloads::Ended& ended);
  void takeCheckpoint(const std::shared_ptr<const train::Checkpoint>& checkpoint);
  bool hasUnsavedSteps() const;
  void autosave();
  void autosaveIfDue();
  // What is seen of the run before stays until the new one has something to show: it is the same.
  enum class View { anew, kept };
  void beginRun(model::Config config, std::shared_ptr<const train::Checkpoint> checkpoint,
                View view = View::anew);
  void forgetView(const model::Config& config);
  bool isPresent() const { return state_.snapshot && state_.snapshot->run == run_; }
  // Keeps the present run beside the next one, as it is in the checkpoint.
  void keepPresent(const std::shared_ptr<const train::Checkpoint>& checkpoint);
  std::filesystem::path newKeptFolder(const std::string& dataset);
  // How the run is called, and which others have folders.
  io::RunFamily familyOf(std::uint64_t run);
  // An opened run brings its name and those beside it.
  void takeFamily(const Opened& opened);
  std::string freeName(const std::string& wished) const;
  io::RunLabel nextLabel();
  void finishLeaving(const std::shared_ptr<const train::Checkpoint>& checkpoint);
  void goOnWith(std::uint64_t run, bool start);
  std::vector<ComparedRun>::iterator findRun(std::uint64_t run);
  void drawBrowser();
  void carryOut();

  void carryOut(const request::BrowseForDataset& request);
  void carryOut(const request::OpenDataset& request);
  void carryOut(const request::CancelOpening&);
  void carryOut(const request::ReadCatalogue&);
  void carryOut(const request::FetchDataset& request);
  void carryOut(const request::CancelFetch& request);
  void carryOut(const request::StartTraining&);
  void carryOut(const request::PauseTraining&);
  void carryOut(const request::Step& request);
  void carryOut(const request::FinishEpoch&);
  void carryOut(const request::ResetTraining&);
  void carryOut(const request::SetKey& request);
  void carryOut(const request::SetPace& request);
  void carryOut(const request::ForkRun&);
  void carryOut(const request::SwitchToRun& request);
  void carryOut(const request::RemoveRun& request);
  void carryOut(const request::CopyCommandLine&);
  void carryOut(const request::BrowseForExport& request);
  void carryOut(const request::ExportGrid& request);
  void carryOut(const request::BrowseForChartPicture&);
  void carryOut(const request::ExportChartPicture& request);
  void carryOut(const request::BrowseForHistory&);
  void carryOut(const request::ExportHistory& request);
  void carryOut(const request::BrowseForSaveRun&);
  void carryOut(const request::SaveRun& request);
  void carryOut(const request::SetTheme& request);
  void carryOut(const request::SetScale& request);
  void carryOut(const request::Quit&);

  void applyDraft();
  void failed(const Failure& failure);

  FrameParts parts_;
  AppState& state_;
  Orders orders_;
  Requests requests_;
  Seen seen_;
  std::uint64_t run_ = 0;  // serial of the newest Load
  struct SaveWaiting {
    std::filesystem::path folder;
    io::RunFamily family;
  };
  std::vector<SaveWaiting> savesWaiting_;  // for the next checkpoint
  // The present run is about to make room for another, once its checkpoint is there.
  struct Leaving {
    std::uint64_t run = 0;  // that leaves
    std::uint64_t next = 0;  // the kept run to go on with; 0: a fork
    bool wasTraining = false;
  };
  std::optional<Leaving> leaving_;
  // With which the kept runs go on, by Snapshot::run.
  std::map<std::uint64_t, std::shared_ptr<const train::Checkpoint>> kept_;
  std::set<std::filesystem::path> keptFolders_;  // that were begun
  int runsNamed_ = 1;
  // Serials of kept runs that were read from their folders; those of Loads never come so far.
  std::uint64_t relativesTaken_ = std::uint64_t{1} << 63;
  double nextAutosave_ = 0.0;
  std::uint64_t autosavedRun_ = 0;
  bool quitSaveAsked_ = false;
  std::uint64_t failureSerial_ = 0, inferenceFailedRun_ = 0;
  // A model as it was wished for, and as the vectors that are open allow it.
  std::optional<std::pair<model::ModelConfig, model::ModelConfig>> suited_;
  data::DatasetPtr sheetFailed_;   // whose samples could not be read, which has been said
  data::OpenOptions openOptions_;  // with which the newest source is opened
  std::optional<std::pair<std::string, data::OpenOptions>> asked_;  // what the preview shows
  // What a path chosen in the browser is for.
  std::function<Request(std::filesystem::path)> browsingFor_;
  std::vector<double> previewsTaken_;  // when the previews shown by this frame were asked for
  bool startWhenOpened_ = false;
  bool quitAsked_ = false;
  bool lookChanged_ = false;
};

}  // namespace latlas::app
