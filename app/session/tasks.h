// The window's background jobs: opening data, writing exports and runs. The end of each is a value.
// Threading: UI thread; the work is done on jobs' threads.
// Owns: the jobs, also cancelled ones until they have ended.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/session/replaceable_job.h"
#include "app/session/state.h"
#include "app/ui/picture.h"
#include "core/base/job.h"
#include "core/data/open.h"
#include "core/io/history_files.h"
#include "core/io/run_folder.h"
#include "core/train/snapshot.h"

namespace latlas::app {

// A run beside another one, as it was kept.
struct OpenedRelative {
  io::KeptLabel about;
  std::shared_ptr<const train::Checkpoint> checkpoint;
};

// A dataset, or the run that was trained on it.
struct Opened {
  std::string source;
  data::DatasetPtr dataset;  // null: `question` is to be answered first
  std::shared_ptr<const train::Checkpoint> checkpoint;  // null: a dataset alone
  std::optional<data::Survey> question;
  // Of a run: how it is called, and those beside it that are still there, of the same data.
  io::RunFamily family{};
  std::vector<OpenedRelative> relatives{};
};

// Reads a dataset or a RUN folder. `mayAsk`: a dataset that leaves much to choose (mustAsk) is
// surveyed and not opened. Throws Error and Cancelled.
Opened openSource(const std::string& source, const data::OpenOptions& options, bool mayAsk,
                  Progress& progress);

// The task's name of a failed save: "save PATH".
std::string saveTask(const std::filesystem::path& path);

struct GridExport {
  std::filesystem::path path;
  std::vector<float> z;  // [n, latent]
  int columns = 8;
  int cell = 0;  // pixels a side of one image; 0: as it is
};

class Tasks {
 public:
  Tasks(model::ModelFactory makeModel, std::function<void()> wake);
  ~Tasks();

  // Replaces one that still runs. `mayAsk`: see openSource().
  void open(const std::string& source, const data::OpenOptions& options, bool mayAsk = false);
  void cancelOpening();
  std::optional<OpenProgress> openProgress() const;

  // What it would be with these options. Replaces one that still runs.
  void preview(const std::string& source, const data::OpenOptions& options);
  void cancelPreview();
  std::optional<OpenProgress> previewProgress() const;
  std::optional<Job<OpenPreview>::Ended> takePreview();

  // What there is to tell of a dataset beyond its info. Replaces one that still runs.
  void summarize(data::DatasetPtr dataset);
  std::optional<Job<DataSummary>::Ended> takeSummary();

  void exportGrid(std::shared_ptr<const train::PublishedWeights> weights, GridExport what);
  void exportPicture(ui::RecordedPicture picture, std::filesystem::path path);
  // All of them, as one table (io::encodeHistories).
  void exportHistories(std::vector<io::NamedHistory> runs, std::filesystem::path path);
  // `setAside`: where a run that is in `folder` already is moved first; empty: it is replaced.
  void saveRun(std::shared_ptr<const train::Checkpoint> checkpoint, io::RunFamily family,
               std::filesystem::path folder, std::filesystem::path setAside = {});
  // What cannot be written now is tried again when the program ends.
  void savePreferences(Preferences preferences, std::filesystem::path file);
  std::optional<std::string> writing() const;  // what the export or save writes
  bool busy() const;

  std::optional<Job<Opened>::Ended> takeOpened();
  // The path that was written.
  std::optional<Job<std::filesystem::path>::Ended> takeWritten();

 private:
  using WriteJob = Job<std::filesystem::path>;
  // One after the other: two saves may go to the same folder.
  void write(std::string task, std::function<std::filesystem::path(Progress&)> work);

  model::ModelFactory makeModel_;
  std::function<void()> wake_;
  std::string openingSource_, previewSource_;
  ReplaceableJob<Opened> opening_;
  ReplaceableJob<OpenPreview> preview_;
  ReplaceableJob<DataSummary> summary_;
  struct Write {
    std::string task;
    std::function<std::filesystem::path(Progress&)> work;
  };
  void startNextWrite();

  std::unique_ptr<WriteJob> writing_;
  // Of the folder that a run was saved into last: it knows what is there already. Used by one write
  // after the other.
  std::shared_ptr<io::RunWriter> runWriter_;
  std::deque<Write> writesWaiting_;
};

}  // namespace latlas::app
