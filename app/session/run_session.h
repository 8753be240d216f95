// The run at hand, between the window and the trainer: what it is, how another takes its place, and
// who hears of it.
// Threading: UI thread; never waits for the trainer.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/session/figures.h"
#include "app/session/opened.h"
#include "app/session/state.h"
#include "core/base/error.h"
#include "core/train/trainer.h"

namespace latlas::app {

// What is seen of the run before: forgotten, or kept until the new run has something to show. A fork
// keeps it, for at the fork both runs are equal.
enum class View { anew, kept };

// Whom the session tells.
struct RunListeners {
  std::function<void()> dataShown = [] {};  // AppState::dataset is another
  std::function<void()> runEnds = [] {};    // another run is about to take its place
  std::function<void(const model::Config& config, View view)> runBegan = [](const model::Config&,
                                                                            View) {};
  // A source was opened by the user; its run has begun.
  std::function<void(const Opened& opened)> sourceOpened = [](const Opened&) {};
};

struct RunStart {
  model::Config config;
  CheckpointPtr checkpoint;  // null: it begins with new weights
  View view = View::anew;
  io::Extras extras{};
};

class RunSession {
 public:
  RunSession(AppState& state, train::Trainer& trainer, Figures& figures)
      : state_(state), trainer_(trainer), figures_(figures) {}

  void tell(RunListeners listeners) { listeners_ = std::move(listeners); }

  // Of the newest run that was begun; it is Snapshot::run of what the trainer publishes of it.
  std::uint64_t serial() const { return serial_; }
  // Whether AppState::snapshot is of that run.
  bool isPresent() const { return state_.snapshot && state_.snapshot->run == serial_; }

  // Shows the data and begins the run that was opened, or a new one.
  void open(const Opened& opened);
  // Shows other data and begins a run of them.
  void show(data::DatasetPtr dataset, RunStart start);
  // Begins a run of the data that are shown; none without data.
  void begin(RunStart start);
  // Begins with new weights from the draft. Extras of a run that was not trained yet go along.
  void beginFromDraft();

  // The files that go with the run (io::Run::extras). They are kept by saves and forks.
  const io::Extras& extras() const { return extras_; }
  // An empty text takes the file away.
  void setExtra(const std::string& name, std::string text);
  bool hasUnsavedExtras() const { return hasUnsavedExtras_; }
  void extrasAreSaved(bool areSaved) { hasUnsavedExtras_ = !areSaved; }

  // Calls `then` with a checkpoint of this moment once the trainer has made it; with null when none
  // will come: a failure was shown, or another run has begun.
  void takeCheckpoint(std::function<void(const CheckpointPtr&)> then);
  bool awaitsCheckpoint() const { return !awaiting_.empty(); }

  // Takes what the trainer has published.
  void takeArrivals();

 private:
  void takeSnapshot(std::shared_ptr<const train::Snapshot> snapshot);
  void takeFailure(const Failure& failure);
  // Answers those who asked for a checkpoint of a run up to this one.
  void answer(std::uint64_t run, const CheckpointPtr& checkpoint);
  model::Config configFor(const data::Dataset& dataset);

  AppState& state_;
  train::Trainer& trainer_;
  Figures& figures_;
  RunListeners listeners_;
  std::uint64_t serial_ = 0;
  io::Extras extras_;
  bool hasUnsavedExtras_ = false;
  // A model as it was wished for, and as the vectors that are open allow it.
  std::optional<std::pair<model::ModelConfig, model::ModelConfig>> suited_;
  struct Awaiting {
    std::uint64_t run;
    std::function<void(const CheckpointPtr&)> then;
  };
  std::vector<Awaiting> awaiting_;
  std::uint64_t seenSnapshot_ = 0, seenCheckpoint_ = 0, seenFailure_ = 0;
};

}  // namespace latlas::app
