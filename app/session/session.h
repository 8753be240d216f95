// What every wing stands on: the shared state, the run at hand, the workers, the files that are
// written, and what was asked for.
// Threading: UI thread makes, uses and destroys it.
// Owns: the workers, the writes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <utility>

#include "app/session/figures.h"
#include "app/session/requests.h"
#include "app/session/run_session.h"
#include "app/session/state.h"
#include "app/session/workers.h"
#include "app/session/write_queue.h"
#include "core/model/learner.h"

namespace latlas::app {

struct SessionSetup {
  model::ModelFactory models;
  std::function<double()> clock;  // seconds, monotonic; called from any thread
  std::function<void()> wake;     // the window; called from any thread
  Pace pace = Pace::threads;
};

class Session {
 public:
  Session(AppState& appState, SessionSetup given)
      : state(appState), setup(std::move(given)), run(state, workers.trainer, figures) {}

  AppState& state;
  const SessionSetup setup;
  Requests requests;  // not carried out yet
  Figures figures;
  WriteQueue writes{setup.wake};
  Workers workers{setup.models, setup.clock, setup.wake, setup.pace};
  RunSession run;

  // What the workers and the writes that all wings share have brought; first in a frame.
  void takeArrivals();
  // Writes a file that the user asked for: the status line says when it is there, a notice when it
  // could not be written.
  void writeForUser(std::filesystem::path path, std::function<void(Progress&)> work);

 private:
  std::uint64_t seenInferenceFailure_ = 0, inferenceFailedRun_ = 0;
};

}  // namespace latlas::app
