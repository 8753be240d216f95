// The frame's part in downloads: what came of them, and what the dialog asked for.
#include "app/dataset/downloads.h"
#include "app/shell/frame.h"

namespace latlas::app {

void Frame::takeDownloads() {
  Downloads& downloads = *parts_.downloads;
  DatasetsState& datasets = state_.datasets;
  if (auto ended = downloads.takeSurvey()) {
    datasets.failure = ended->failure ? ended->failure->message : "";
    if (ended->result) {
      datasets.catalogue = ended->result->catalogue;
      for (const auto& [key, presence] : ended->result->presence) {
        datasets.status[key].presence = presence;
        datasets.status[key].path = ended->result->paths.at(key);
      }
    }
  }
  for (const Downloads::Ended& ended : downloads.takeEnded()) downloadEnded(ended);
  for (auto& [key, status] : datasets.status) status.download.reset();
  for (auto& [key, progress] : downloads.running())
    datasets.status[key].download = std::move(progress);
}

void Frame::downloadEnded(const Downloads::Ended& ended) {
  DatasetStatus& status = state_.datasets.status[ended.key];
  status.failure = ended.end.failure ? ended.end.failure->message : "";
  // How much is here now, whatever the end was.
  parts_.downloads->survey();
  if (ended.end.failure) {
    state_.status = "Could not " + ended.end.failure->task;
    // In the dialog it is said beside the dataset.
    if (!state_.datasets.isOpen) failed(*ended.end.failure);
  } else if (!ended.end.result) {
    state_.status = "The download was cancelled; what came is kept";
  } else {
    const std::string title = fetch::findEntry(*state_.datasets.catalogue, ended.key)->title;
    state_.status = "Downloaded " + title;
    if (!state_.datasets.isOpen)
      state_.notice = Notice{NoticeKind::information, title + " is here",
                             "It was downloaded and verified. Opening it begins a new run.",
                             ended.end.result->path.string()};
  }
}

void Frame::carryOut(const request::ReadCatalogue&) { parts_.downloads->survey(); }

void Frame::carryOut(const request::FetchDataset& request) {
  if (!state_.datasets.catalogue) return;
  const auto* entry = fetch::findEntry(*state_.datasets.catalogue, request.key);
  if (entry == nullptr) return;
  state_.datasets.status[request.key].failure.clear();
  state_.status = "Downloading " + entry->title;
  parts_.downloads->start(*entry);
}

void Frame::carryOut(const request::CancelFetch& request) {
  parts_.downloads->cancel(request.key);
}

}  // namespace latlas::app
