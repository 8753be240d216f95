// What the trainer publishes: finished, immutable values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/dataset.h"
#include "core/model/model.h"
#include "core/train/history.h"

namespace latlas::train {

enum class RunState { empty, ready, running, paused, finished, failed };

// "training", "paused", ...
const char* toString(RunState state);

struct Snapshot {
  std::uint64_t run = 0;  // serial of the Load that began it; 0: nothing loaded
  RunState state = RunState::empty;
  model::Config config;   // with the learning rate and beta of now
  data::DatasetPtr dataset;
  std::int64_t step = 0;
  std::int64_t stepsPerEpoch = 0;
  double epoch = 0.0;  // fractional
  double seconds = 0.0;          // of training, without pauses and evaluations
  double imagesPerSecond = 0.0;  // over the last second or so
  std::int64_t trainCount = 0;
  std::int64_t heldOutCount = 0;
  std::int64_t parameterCount = 0;
  History history;
  std::vector<Event> events;
  std::optional<Failure> failure;
  std::uint64_t failureSerial = 0;  // counts failures, so that the same one twice is told twice
};

// The weights of one moment, enough to rebuild the model that they belong to.
struct PublishedWeights {
  std::uint64_t run = 0;
  std::int64_t step = 0;
  model::ModelSpec spec;
  model::Tensors tensors;
};

// Everything that lets a run go on bit for bit. Shuffling and noise are functions of (seed, step).
struct Checkpoint {
  std::uint64_t run = 0;     // serial of its Load; 0 when it was read from a file
  data::DatasetPtr dataset;  // null when it was read from a file
  model::Config config;
  data::Shape shape;
  std::int64_t step = 0;
  double seconds = 0.0;
  model::Tensors weights;
  model::Tensors optimizer;
  History history;
  std::vector<Event> events;
};

}  // namespace latlas::train
