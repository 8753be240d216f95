// From a wish to open a source to the data that are shown: the job that reads it, and the question
// how to read it with its preview.
// Threading: UI thread; the reading is done on jobs' threads.
// Owns: the jobs.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "app/dataset/open_preview.h"
#include "app/dataset/open_source.h"
#include "app/session/replaceable_job.h"
#include "app/session/requests.h"
#include "app/session/session.h"

namespace latlas::app {

class Opening {
 public:
  explicit Opening(Session& session) : session_(session) {}

  void browse(const request::BrowseForDataset& wish);
  void open(const request::OpenDataset& wish);
  void cancel();
  // The first source that opens begins to train.
  void startTrainingWhenOpened() { startWhenOpened_ = true; }

  void takeArrivals();
  bool busy() const { return opening_.isRunning() || preview_.isRunning(); }

 private:
  void takeOpened(OpenedOrQuestion result);
  // The preview follows what is chosen in the dialog, the dialog what the preview found.
  void followQuestion();

  Session& session_;
  std::string openingSource_, previewSource_;
  data::OpenOptions options_;  // with which the newest source is opened
  ReplaceableJob<OpenedOrQuestion> opening_;
  ReplaceableJob<OpenPreview> preview_;
  std::optional<std::pair<std::string, data::OpenOptions>> previewed_;  // what the preview shows
  bool startWhenOpened_ = false;
};

}  // namespace latlas::app
