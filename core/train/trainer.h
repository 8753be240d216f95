// The trainer's worker: owns the learning model and the optimizer; applies commands in order
// between two batches; publishes and never waits for a reader.
// Threading: everything but turn() and waitForWork() may be called from any thread.
// Owns: the model, the split, the shuffled order, the history.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "core/base/inbox.h"
#include "core/base/latest.h"
#include "core/train/snapshot.h"

namespace latlas::train {

namespace command {
// Replaces the run: a new model for this data, or the one of the checkpoint, whose model and seed
// `config` must share. The state is then `ready`, `paused` with a checkpoint, or `failed`.
struct Load {
  std::uint64_t run = 0;
  data::DatasetPtr dataset;
  model::Config config;
  std::shared_ptr<const Checkpoint> checkpoint;  // null: begin anew
};
// Trains for config.epochs in all, and for as many again when that was already reached.
struct Start {};
struct Pause {};
struct StepOnce {};
struct SetLearningRate { double value; };
struct SetBeta { double value; };
// Publishes a Checkpoint of this moment through Trainer::checkpoints().
struct TakeCheckpoint {};
}  // namespace command

using Command = std::variant<command::Load, command::Start, command::Pause, command::StepOnce,
                             command::SetLearningRate, command::SetBeta, command::TakeCheckpoint>;

struct TrainerSetup {
  model::ModelFactory makeModel;
  std::function<double()> clock;  // seconds, monotonic
  std::function<void()> wake;     // after each publish; may be empty
  // Least seconds between two publications of weights and history while training. Ten a second
  // look alive; more would cost training speed that nobody sees.
  double publishInterval = 0.1;
};

class Trainer {
 public:
  explicit Trainer(TrainerSetup setup);
  ~Trainer();

  void send(Command command) { inbox_.send(std::move(command)); }

  const Latest<Snapshot>& snapshots() const { return snapshots_; }
  const Latest<PublishedWeights>& weights() const { return weights_; }
  const Latest<Checkpoint>& checkpoints() const { return checkpoints_; }

  // Applies the commands that wait, then trains one batch if running. False: nothing to do.
  bool turn();
  void waitForWork(std::stop_token stop) { inbox_.wait(stop); }

  // Mean losses over the whole held-out part with the present weights, for the end of a run;
  // nothing when no image is held out. Needs a loaded run; only while no other thread runs turn().
  std::optional<model::Losses> evaluateHeldOut();

 private:
  struct Run;
  void apply(const command::Load& load);
  void apply(const command::Start&);
  void apply(const command::Pause&);
  void apply(const command::StepOnce&);
  void apply(const command::SetLearningRate& change);
  void apply(const command::SetBeta& change);
  void apply(const command::TakeCheckpoint&);
  void changeKnob(const char* what, double& knob, double value);
  void trainBatch();
  void stopOnNonFinite(const model::StepResult& result);
  void stop(std::string why);
  void publishIfDue();
  void publishWeights();
  void publishSnapshot();

  TrainerSetup setup_;
  Inbox<Command> inbox_;
  Latest<Snapshot> snapshots_;
  Latest<PublishedWeights> weights_;
  Latest<Checkpoint> checkpoints_;
  std::unique_ptr<Run> run_;
  std::uint64_t failureSerial_ = 0;
};

}  // namespace latlas::train
