#include "core/train/active_run.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/model/network.h"
#include "core/model/objectives.h"
#include "core/train/continuation.h"
#include "core/train/recorder.h"
#include "core/train/schedules.h"

namespace latlas::train {
namespace {

// Held-out samples behind each point of the live curve, and the samples trained on between two, if
// an epoch has so many: a steady curve for a few per cent of the time.
constexpr std::size_t kEvaluationSamples = 1024;
constexpr int kSamplesBetween = 12800;
// However large the batches, a point for each step would say no more.
constexpr int kStepsBetween = 100;

// What an objective that compares samples, or batch normalization, needs at least.
int leastBatch(const model::Config& config) {
  const bool compares = model::infoOf(config.model.objective).comparesSamples;
  return compares || config.model.batchNorm ? 2 : 1;
}

Position checked(const Position& position, std::int64_t rows) {
  const std::int64_t most = std::max<std::int64_t>(rows - 1, 0);
  if (position.epoch >= 0 && position.consumed >= 0 && position.consumed <= most) return position;
  throw Error("the run's position: expected fewer than the " + std::to_string(rows) +
              " samples of an epoch, found " + std::to_string(position.consumed) +
              ". The run was trained on other data; train a new one");
}

// The step of the last evaluation, for runs that did not say.
SinceEvaluation sinceEvaluation(const Checkpoint& checkpoint) {
  SinceEvaluation since = checkpoint.sinceEvaluation;
  const series::Series& heldOut = checkpoint.history.heldOut;
  if (!checkpoint.position && !heldOut.empty()) since.step = heldOut.step(heldOut.size() - 1);
  return since;
}

}  // namespace

std::int64_t ActiveRun::nextCount() const {
  return batches.countAt(position, config.train.batch, leastBatch(config));
}

double ActiveRun::nextLearningRate() const {
  // In the middle of the step: at its beginning a warm-up would make nothing of the first one.
  const auto rows = static_cast<double>(std::max<std::int64_t>(batches.rowCount(), 1));
  return learningRate(config.train, epoch() + 0.5 * static_cast<double>(nextCount()) / rows);
}

model::LossSettings ActiveRun::lossSettings() const {
  return train::lossSettings(config, epoch(), step, batches.rowCount());
}

bool ActiveRun::evaluationIsDue() const {
  const int batch = config.train.batch;
  const std::int64_t between = std::min<std::int64_t>(
      batches.stepsPerEpoch(batch), std::max(kStepsBetween, (kSamplesBetween + batch - 1) / batch));
  return step > 0 && step - sinceEvaluation.step >= between;
}

void ActiveRun::beginEvaluation() {
  evaluation.emplace(*dataset, evaluationRows, config, lossSettings());
  evaluationCompares = isSettled(evaluation->settings());
}

void prepare(ActiveRun& run, const model::LearnerFactory& makeLearner, int threadsBefore) {
  const data::DatasetInfo& info = run.dataset->info();
  const model::TrainConfig& train = run.config.train;
  model::validate(run.config, info.shape);
  data::Split parts = data::split(info, train.heldOut, train.seed);
  run.batches = Batches(std::move(parts.train), train.seed);
  run.heldOut = std::move(parts.heldOut);
  // An even spread over the held-out part, which may be sorted by class.
  const std::size_t wanted = std::min(kEvaluationSamples, run.heldOut.size());
  for (std::size_t i = 0; i < wanted; ++i)
    run.evaluationRows.push_back(run.heldOut[i * run.heldOut.size() / wanted]);
  run.goals = {train.epochs, train.stopAfter};
  run.history = emptyHistory(run.config.model);
  run.parameterCount = model::parameterCount(model::buildNetwork(run.config.model, info.shape));
  run.model = makeLearner({.spec = {run.config.model, info.shape},
                           .seed = train.seed,
                           .threads = train.threads,
                           .threadsBefore = threadsBefore,
                           .device = train.device,
                           .purpose = model::Purpose::training,
                           .optimizer = train.optimizer,
                           .batch = train.batch});
}

void goOn(ActiveRun& run, const Checkpoint& checkpoint) {
  requireSameRun(checkpoint.config, run.config);
  run.model->setWeights(checkpoint.weights);
  run.model->setOptimizerState(checkpoint.optimizer);
  run.position = checked(checkpoint.position.value_or(run.batches.positionAfter(
                             checkpoint.step, checkpoint.config.train.batch)),
                         run.batches.rowCount());
  // It goes on from all that is recorded, under the serial and on the data that were loaded.
  RunRecord record = checkpoint.record();
  record.run = run.run;
  record.dataset = run.dataset;
  record.history = continued(checkpoint.history, run.config.model);
  const model::Config wanted = std::exchange(run.record(), std::move(record)).config;
  run.sinceEvaluation = sinceEvaluation(checkpoint);
  run.waiting = checkpoint.waiting;
  run.best = checkpoint.best;
  run.state = RunState::paused;

  // What was due at this step is done as it would have been, before anything changes.
  if (run.evaluationIsDue()) run.beginEvaluation();
  run.config = wanted;
  if (changesComparison(checkpoint.config, wanted)) {
    run.best = nullptr;
    run.waiting = {};
    run.evaluationCompares = false;
  }
  if (run.step > 0) addChanges(run.events, checkpoint.config, wanted, run.step, run.seconds);
}

Checkpoint checkpointOf(const ActiveRun& run) {
  Checkpoint checkpoint;
  checkpoint.record() = run.record();
  checkpoint.shape = run.dataset->info().shape;
  checkpoint.position = run.position;
  checkpoint.threads = run.model->threads();
  checkpoint.weights = run.model->weights();
  checkpoint.optimizer = run.model->optimizerState();
  checkpoint.sinceEvaluation = run.sinceEvaluation;
  checkpoint.waiting = run.waiting;
  checkpoint.best = run.best;
  return checkpoint;
}

Snapshot snapshotOf(const ActiveRun& run) {
  Snapshot snapshot;
  snapshot.record() = run.record();
  snapshot.state = run.state;
  snapshot.imagesPerSecond = run.throughput.imagesPerSecond();
  snapshot.trainCount = run.batches.rowCount();
  snapshot.heldOutCount = static_cast<std::int64_t>(run.heldOut.size());
  snapshot.parameterCount = run.parameterCount;
  snapshot.secondsPerStep = run.secondsPerStep;
  snapshot.stopReason = run.stopReason;
  snapshot.failure = run.failure;
  if (run.best) snapshot.best = run.best->at;
  if (!run.model) return snapshot;
  const model::LossSettings settings = run.lossSettings();
  snapshot.stepsPerEpoch = run.batches.stepsPerEpoch(run.config.train.batch);
  snapshot.epoch = run.epoch();
  snapshot.placement = run.model->placement();
  snapshot.threads = run.model->threads();
  snapshot.learningRate = run.nextLearningRate();
  snapshot.klScale = settings.klScale;
  snapshot.capacity = settings.capacity;
  return snapshot;
}

}  // namespace latlas::train
