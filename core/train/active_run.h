// The run that a trainer has at hand.
// Threading: the trainer's thread only.
// Owns: the model, the split, the shuffled order, the history.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/train/batches.h"
#include "core/train/evaluation.h"
#include "core/train/last_good.h"
#include "core/train/snapshot.h"
#include "core/train/step_inputs.h"
#include "core/train/stopping.h"
#include "core/train/throughput.h"

namespace latlas::train {

struct ActiveRun : RunRecord {
  RunState state = RunState::ready;
  std::optional<Failure> failure;
  std::string stopReason;

  std::unique_ptr<model::Learner> model;  // null: it could not be built
  std::int64_t parameterCount = 0;
  Batches batches;
  std::vector<std::int64_t> heldOut;         // all of it
  std::vector<std::int64_t> evaluationRows;  // what the live curve sees
  StepInputs inputs;

  Position position;
  SinceEvaluation sinceEvaluation;
  Waiting waiting;
  std::shared_ptr<const BestWeights> best;
  LastGood lastGood;
  Throughput throughput;

  Goals goals;
  std::int64_t stepsUntilPause = 0;  // 0: not asked for
  bool pauseAfterEpoch = false;
  double secondsPerStep = 0.0, nextStepAt = 0.0;  // slow motion
  std::optional<Evaluation> evaluation;           // under way, at this step
  bool evaluationCompares = true;  // nothing was changed since that its loss depends on
  double nextPublish = 0.0;

  double epoch() const { return batches.epochAt(position); }
  bool goalIsReached() const { return goals.isReached(position.epoch, seconds); }
  // Of the next step.
  std::int64_t nextCount() const;
  double nextLearningRate() const;
  // Of this moment, without a seed for draws.
  model::LossSettings lossSettings() const;
  // Whether the held-out part is to be looked at before the next step, and doing so.
  bool evaluationIsDue() const;
  void beginEvaluation();
};

// Splits the data and builds the model, untrained, to compute with `threadsBefore` threads where the
// run goes on with what so many have computed (0: it begins). Throws Error.
void prepare(ActiveRun& run, const model::LearnerFactory& makeLearner, int threadsBefore);
// Brings it to where the checkpoint is; live keys of the run's configuration that are others are
// events. Throws Error when the checkpoint is of another run.
void goOn(ActiveRun& run, const Checkpoint& checkpoint);

Checkpoint checkpointOf(const ActiveRun& run);
// Without the trainer's count of failures.
Snapshot snapshotOf(const ActiveRun& run);

}  // namespace latlas::train
