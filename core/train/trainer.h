// The trainer's worker: owns the learning model and the optimizer; applies commands in order
// between two batches; publishes and never waits for a reader.
// Threading: everything but turn() and waitForWork() may be called from any thread.
// Owns: the run at hand.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/inbox.h"
#include "core/base/latest.h"
#include "core/model/learner.h"
#include "core/train/snapshot.h"

namespace latlas::train {

namespace command {
// Replaces the run: a new model for this data, or the one of the checkpoint, from which `config`
// may differ in live keys (see requireSameRun). The state is then `ready`, `paused` with a
// checkpoint, or `failed`.
struct Load {
  std::uint64_t run = 0;
  data::DatasetPtr dataset;
  model::Config config;
  std::shared_ptr<const Checkpoint> checkpoint;  // null: begin anew
};
// Trains for config.epochs in all and config.stopAfter seconds in all, and for as many again where
// that was already reached.
struct Start {};
struct Pause {};
// So many batches, then pauses.
struct Step {
  std::int64_t steps = 1;
};
// To the end of the epoch at hand, then pauses.
struct Epoch {};
// A live key (model::isLive), from the next batch on; an event once there was a step. What cannot
// be is a failure that changes nothing.
struct SetKey {
  std::string key, value;
};
// Several at once, each an event of its own; only what they come to together must be possible.
struct SetKeys {
  std::vector<std::pair<std::string, std::string>> values;
};
// Slow motion: a step, then at least so much time until the next one begins. 0: full speed.
struct SetPace {
  double secondsPerStep = 0.0;
};
// Publishes a Checkpoint of this moment through Trainer::checkpoints(). Where it cannot be had, the
// failure has the task kTakeCheckpointTask, and none will come; nor does one of a run without a
// model.
struct TakeCheckpoint {};
inline constexpr const char* kTakeCheckpointTask = "take a copy of the run";
}  // namespace command

using Command =
    std::variant<command::Load, command::Start, command::Pause, command::Step, command::Epoch,
                 command::SetKey, command::SetKeys, command::SetPace, command::TakeCheckpoint>;

struct TrainerSetup {
  model::LearnerFactory makeLearner;
  std::function<double()> clock;  // seconds, monotonic
  std::function<void()> wake;     // after each publish; may be empty
  // Least seconds between two publications of weights and history while training. Ten a second
  // look alive; more would cost training speed that nobody sees.
  double publishInterval = 0.1;
};

struct ActiveRun;

class Trainer {
 public:
  explicit Trainer(TrainerSetup setup);
  ~Trainer();

  void send(Command command) { inbox_.send(std::move(command)); }

  const Latest<Snapshot>& snapshots() const { return snapshots_; }
  const Latest<model::PublishedWeights>& weights() const { return weights_; }
  const Latest<Checkpoint>& checkpoints() const { return checkpoints_; }

  // Applies the commands that wait, then does one piece of work: a batch if running, or part of an
  // evaluation, which goes on while paused. False: nothing to do, in slow motion not yet. What
  // fails is a failure of the run; the commands behind it are applied all the same.
  bool turn();
  void waitForWork(std::stop_token stop);

  // Mean losses over the whole held-out part with the present weights, for the end of a run;
  // nothing when no image is held out. Needs a loaded run; only while no other thread runs turn().
  std::optional<model::Losses> evaluateHeldOut();

 private:
  void apply(const command::Load& load);
  void apply(const command::Start&);
  void apply(const command::Pause&);
  void apply(const command::Step& command);
  void apply(const command::Epoch&);
  void apply(const command::SetKey& command);
  void apply(const command::SetKeys& command);
  void apply(const command::SetPace& command);
  void apply(const command::TakeCheckpoint&);
  bool work();
  void trainBatch();
  void advanceEvaluation();
  void finishEvaluation();
  void fail(std::string task, std::string why);
  void stop(std::string task, std::string why);
  void publishIfDue();
  void publishWeights();
  void publishSnapshot();

  TrainerSetup setup_;
  Inbox<Command> inbox_;
  Latest<Snapshot> snapshots_;
  Latest<model::PublishedWeights> weights_;
  Latest<Checkpoint> checkpoints_;
  std::unique_ptr<ActiveRun> run_;
  std::uint64_t failureSerial_ = 0;
};

}  // namespace latlas::train
