#include "app/session/session.h"

#include <utility>

#include "app/session/facts.h"

namespace latlas::app {

void Session::takeArrivals() {
  run.takeArrivals();
  // Each new weights may fail alike; once a run is enough.
  if (const auto failure = workers.inference.failures().readNewer(seenInferenceFailure_);
      failure && std::exchange(inferenceFailedRun_, run.serial()) != run.serial())
    showFailure(state, *failure);
  writes.takeEnds();
}

void Session::writeForUser(std::filesystem::path path, std::function<void(Progress&)> work) {
  std::string saved = "Saved " + path.string();
  writes.add({std::move(path), std::move(work),
              [this, saved = std::move(saved)] { state.status = saved; },
              [this](const Failure& failure) { showFailure(state, failure); }});
}

}  // namespace latlas::app
