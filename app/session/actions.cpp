#include "app/session/actions.h"

#include "app/session/facts.h"

namespace latlas::app {

void startOrPause(AppState& state, Requests& requests) {
  if (isTraining(state))
    requests.push_back(request::PauseTraining{});
  else if (state.dataset)
    requests.push_back(request::StartTraining{});
}

void resetTraining(AppState& state, Requests& requests) {
  if (state.dataset) requests.push_back(request::ResetTraining{});
}

void openDataset(AppState&, Requests& requests) { requests.push_back(request::BrowseForDataset{}); }

void showDatasets(AppState& state, Requests& requests) {
  state.datasets.isOpen = true;
  requests.push_back(request::ReadCatalogue{});
}

}  // namespace latlas::app
