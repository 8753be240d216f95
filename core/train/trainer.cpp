// The commands and what they do to the run; its steps are in trainer_work.cpp.
#include "core/train/trainer.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/train/active_run.h"
#include "core/train/continuation.h"

namespace latlas::train {
namespace {

std::string keysOf(const command::SetKeys& command) {
  std::string keys;
  for (const auto& [key, value] : command.values) keys += (keys.empty() ? "" : ", ") + key;
  return keys;
}

// What a command was to do, as Failure::task.
std::string taskOf(const command::Load&) { return "load the run"; }
std::string taskOf(const command::Start&) { return "start training"; }
std::string taskOf(const command::Pause&) { return "pause training"; }
std::string taskOf(const command::Step&) { return "train step by step"; }
std::string taskOf(const command::Epoch&) { return "train to the end of the epoch"; }
std::string taskOf(const command::SetKey& command) { return "change " + command.key; }
std::string taskOf(const command::SetKeys& command) { return "change " + keysOf(command); }
std::string taskOf(const command::SetPace&) { return "change the pace"; }
std::string taskOf(const command::TakeCheckpoint&) { return command::kTakeCheckpointTask; }

}  // namespace

Trainer::Trainer(TrainerSetup setup) : setup_(std::move(setup)) {}
Trainer::~Trainer() = default;

bool Trainer::turn() {
  bool worked = false;
  for (const Command& command : inbox_.takeAll()) {
    try {
      std::visit([this](const auto& known) { apply(known); }, command);
    } catch (const std::exception& error) {
      stop(std::visit([](const auto& known) { return taskOf(known); }, command), error.what());
    }
    worked = true;
  }
  if (!run_ || !run_->model) return worked;
  try {
    return work() || worked;
  } catch (const std::exception& error) {
    stop("go on training", error.what());
  }
  return true;
}

void Trainer::waitForWork(std::stop_token stop) {
  if (run_ && run_->state == RunState::running)
    inbox_.waitFor(stop, std::max(0.0, run_->nextStepAt - setup_.clock()));
  else
    inbox_.wait(stop);
}

void Trainer::apply(const command::Load& load) {
  run_ = std::make_unique<ActiveRun>();
  try {
    run_->run = load.run;
    run_->dataset = load.dataset;
    run_->config = load.config;
    prepare(*run_, setup_.makeLearner, load.checkpoint ? load.checkpoint->threads : 0);
    if (load.checkpoint) goOn(*run_, *load.checkpoint);
    publishWeights();
  } catch (const std::exception& error) {
    run_->model = nullptr;
    run_->evaluation.reset();
    run_->state = RunState::failed;
    fail("build the model", error.what());
  }
  publishSnapshot();
}

void Trainer::apply(const command::Start&) {
  if (!run_ || !run_->model || run_->state == RunState::running) return;
  ActiveRun& run = *run_;
  if (run.goalIsReached())
    run.goals = Goals::ahead(run.config.train, run.position.epoch, run.seconds);
  if (run.waiting.epochs >= run.config.train.patience) run.waiting.epochs = 0.0;
  run.state = RunState::running;
  run.failure.reset();
  run.stopReason.clear();
  run.stepsUntilPause = 0;
  run.pauseAfterEpoch = false;
  const double now = setup_.clock();
  run.nextStepAt = now;
  run.nextPublish = now + setup_.publishInterval;
  publishSnapshot();
}

void Trainer::apply(const command::Pause&) {
  if (!run_ || run_->state != RunState::running) return;
  run_->state = RunState::paused;
  publishWeights();
  publishSnapshot();
}

void Trainer::apply(const command::Step& command) {
  if (!run_ || !run_->model || command.steps < 1) return;
  apply(command::Start{});
  run_->stepsUntilPause = command.steps;
  run_->pauseAfterEpoch = false;
}

void Trainer::apply(const command::Epoch&) {
  if (!run_ || !run_->model) return;
  apply(command::Start{});
  run_->stepsUntilPause = 0;
  run_->pauseAfterEpoch = true;
}

void Trainer::apply(const command::SetKey& command) {
  apply(command::SetKeys{{{command.key, command.value}}});
}

void Trainer::apply(const command::SetKeys& command) {
  if (!run_ || !run_->model) return;
  ActiveRun& run = *run_;
  model::Config changed = run.config;
  std::vector<Event> events = run.events;
  try {
    for (const auto& [key, value] : command.values) {
      const model::Config before = changed;
      if (!model::isLive(key))
        throw Error("'" + key +
                    "' decides what the run is and cannot change while it goes on. Reset, then "
                    "set it");
      model::setKey(changed, key, value);
      // A change before the first step is part of the configuration, not of the run's story.
      if (run.step > 0) addChanges(events, before, changed, run.step, run.seconds);
    }
    model::validate(changed, run.dataset->info().shape);
    if (changed == run.config) return;
    // The evaluation of a step is of the configuration that the step had.
    while (run.evaluation) advanceEvaluation();
  } catch (const std::exception& error) {
    fail(taskOf(command), error.what());
    return publishSnapshot();
  }
  if (changesComparison(run.config, changed)) {
    run.best = nullptr;
    run.waiting = {};
  }
  const model::TrainConfig& before = run.config.train;
  if (changed.train.epochs != before.epochs) run.goals.epochs = changed.train.epochs;
  if (changed.train.stopAfter != before.stopAfter) run.goals.seconds = changed.train.stopAfter;
  run.events = std::move(events);
  run.config = std::move(changed);
  publishSnapshot();
}

void Trainer::apply(const command::SetPace& command) {
  if (!run_) return;
  run_->secondsPerStep = std::max(0.0, command.secondsPerStep);
  run_->nextStepAt = std::min(run_->nextStepAt, setup_.clock() + run_->secondsPerStep);
  publishSnapshot();
}

void Trainer::apply(const command::TakeCheckpoint&) {
  if (!run_ || !run_->model) return;
  checkpoints_.publish(checkpointOf(*run_));
  if (setup_.wake) setup_.wake();
}

void Trainer::fail(std::string task, std::string why) {
  run_->failure = Failure{std::move(task), std::move(why)};
  ++failureSerial_;
}

void Trainer::stop(std::string task, std::string why) {
  run_->state = RunState::failed;
  run_->evaluation.reset();
  fail(std::move(task), std::move(why));
  try {
    if (run_->model) publishWeights();
  } catch (const std::exception&) {
    // Perhaps the very failure at hand: the weights that were published last stay.
  }
  publishSnapshot();
}

void Trainer::publishWeights() {
  weights_.publish(model::PublishedWeights{run_->run, run_->step, run_->model->spec(),
                                           run_->model->weights()});
}

void Trainer::publishSnapshot() {
  Snapshot snapshot = snapshotOf(*run_);
  snapshot.failureSerial = failureSerial_;
  snapshots_.publish(std::move(snapshot));
  if (setup_.wake) setup_.wake();
}

std::optional<model::Losses> Trainer::evaluateHeldOut() {
  if (run_->heldOut.empty()) return std::nullopt;
  return evaluateRows(*run_->model, *run_->dataset, run_->heldOut, run_->config,
                      run_->lossSettings());
}

}  // namespace latlas::train
