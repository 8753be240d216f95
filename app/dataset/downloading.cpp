#include "app/dataset/downloading.h"

#include <string>
#include <utility>

#include "app/session/facts.h"

namespace latlas::app {

void Downloading::takeArrivals() {
  DatasetsState& datasets = session_.state.datasets;
  if (const auto ended = downloads_.takeSurvey()) takeSurvey(*ended);
  for (const Downloads::Ended& ended : downloads_.takeEnded()) takeEnd(ended);
  for (auto& [key, status] : datasets.status) status.download.reset();
  for (auto& [key, progress] : downloads_.running())
    datasets.status[key].download = std::move(progress);
}

void Downloading::takeSurvey(const Job<Downloads::Survey>::Ended& ended) {
  DatasetsState& datasets = session_.state.datasets;
  datasets.failure = ended.failure ? ended.failure->message : "";
  if (!ended.result) return;
  datasets.catalogue = ended.result->catalogue;
  for (const auto& [key, presence] : ended.result->presence) {
    datasets.status[key].presence = presence;
    datasets.status[key].path = ended.result->paths.at(key);
  }
}

void Downloading::takeEnd(const Downloads::Ended& ended) {
  AppState& state = session_.state;
  DatasetStatus& status = state.datasets.status[ended.key];
  status.failure = ended.end.failure ? ended.end.failure->message : "";
  // How much is here now, whatever the end was.
  downloads_.survey();
  if (ended.end.failure) {
    state.status = "Could not " + ended.end.failure->task;
    // In the dialog it is said beside the dataset.
    if (!state.datasets.isOpen) showFailure(state, *ended.end.failure);
  } else if (!ended.end.result) {
    state.status = "The download was cancelled; what came is kept";
  } else {
    const std::string title = fetch::findEntry(*state.datasets.catalogue, ended.key)->title;
    state.status = "Downloaded " + title;
    if (!state.datasets.isOpen)
      state.notice = Notice{NoticeKind::information, title + " is here",
                            "It was downloaded and verified. Opening it begins a new run.",
                            ended.end.result->path.string()};
  }
}

void Downloading::fetch(const request::FetchDataset& wish) {
  AppState& state = session_.state;
  if (!state.datasets.catalogue) return;
  const auto* entry = fetch::findEntry(*state.datasets.catalogue, wish.key);
  if (entry == nullptr) return;
  state.datasets.status[wish.key].failure.clear();
  state.status = "Downloading " + entry->title;
  downloads_.start(*entry);
}

}  // namespace latlas::app
