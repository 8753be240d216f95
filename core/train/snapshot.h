// What the trainer publishes: finished, immutable values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/model/model_spec.h"
#include "core/train/batches.h"
#include "core/train/run_record.h"

namespace latlas::train {

enum class RunState { empty, ready, running, paused, finished, failed };

// "training", "paused", ...
const char* toString(RunState state);

// The best evaluation of the held-out part, kept while `patience` is above 0.
struct Best {
  std::int64_t step = 0;
  double epoch = 0.0;
  double heldOutLoss = 0.0;

  bool operator==(const Best&) const = default;
};
struct BestWeights {
  Best at;
  model::Tensors tensors;  // as Learner::weights()

  bool operator==(const BestWeights&) const = default;
};

// What a run has come to, and how it is doing.
struct Snapshot : RunRecord {
  RunState state = RunState::empty;
  std::int64_t stepsPerEpoch = 0;  // with the batch size of now
  double epoch = 0.0;              // fractional
  double imagesPerSecond = 0.0;    // over the last half second or so
  std::int64_t trainCount = 0;
  std::int64_t heldOutCount = 0;
  std::int64_t parameterCount = 0;
  std::string placement;        // Learner::placement()
  int threads = 0;              // Learner::threads()
  double learningRate = 0.0;    // of the next step, by the schedule
  double klScale = 1.0;         // as in LossSettings
  double capacity = 0.0;        // nats
  double secondsPerStep = 0.0;  // slow motion; 0: full speed
  std::string stopReason;       // why it is `finished`: "reached 10 epochs"
  std::optional<Best> best;
  std::optional<Failure> failure;
  std::uint64_t failureSerial = 0;  // counts failures, so that the same one twice is told twice
};

// What has gathered since an evaluation, for the next one.
struct SinceEvaluation {
  std::int64_t step = 0;               // of that evaluation
  std::int64_t steps = 0;              // that were summed
  std::vector<double> klOfDimensions;  // sums over them; empty: none

  bool operator==(const SinceEvaluation&) const = default;
};

// How long no evaluation was better, in epochs during which the objective stayed the same.
struct Waiting {
  double epochs = 0.0;
  double comparedAt = -1.0;  // epoch of the last evaluation that compares; below 0: none

  bool operator==(const Waiting&) const = default;
};

// Everything that lets a run go on bit for bit. Shuffling, noise and schedules are functions of the
// seed, the step and the position.
struct Checkpoint : RunRecord {
  data::Shape shape;
  // Nothing: a run from before it was kept; its step and batch size say where it is.
  std::optional<Position> position;
  int threads = 0;  // Learner::threads(), by which sums are rounded
  model::Tensors weights;
  model::Tensors optimizer;
  SinceEvaluation sinceEvaluation;
  Waiting waiting;
  std::shared_ptr<const BestWeights> best;  // null: none
};

}  // namespace latlas::train
