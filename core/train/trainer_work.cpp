// What a running trainer does in one turn: a batch, or a piece of an evaluation.
#include <algorithm>
#include <utility>

#include "core/train/active_run.h"
#include "core/train/not_finite.h"
#include "core/train/recorder.h"
#include "core/train/streams.h"
#include "core/train/trainer.h"

namespace latlas::train {
namespace {

// Publishing weights takes at most this share of the time: large models are published less often.
constexpr double kPublishShare = 0.03;

void finish(ActiveRun& run, std::string reason) {
  run.state = RunState::finished;
  run.stopReason = std::move(reason);
}

// Behind an applied step.
void decideState(ActiveRun& run) {
  if (run.goalIsReached()) return finish(run, run.goals.reason(run.position.epoch, run.seconds));
  const bool lastOfSteps = run.stepsUntilPause > 0 && --run.stepsUntilPause == 0;
  const bool epochIsOver = run.pauseAfterEpoch && run.position.consumed == 0;
  if (lastOfSteps || epochIsOver) run.state = RunState::paused;
}

}  // namespace

bool Trainer::work() {
  ActiveRun& run = *run_;
  if (run.evaluation) {
    advanceEvaluation();
    return true;
  }
  if (run.state != RunState::running) return false;
  if (run.inputs.feed(*run.model, *run.dataset, run.config, run.batches.allRows())) return true;
  if (run.secondsPerStep > 0.0 && setup_.clock() < run.nextStepAt) return false;
  trainBatch();
  return true;
}

void Trainer::trainBatch() {
  ActiveRun& run = *run_;
  run.lastGood.keepIfDue(*run.model, run.step, setup_.clock);
  const double begun = setup_.clock();
  const std::int64_t count = run.nextCount();
  const model::TrainConfig& config = run.config.train;
  model::StepOptions options{run.lossSettings(), run.nextLearningRate(), config.clip,
                             config.momentum, config.weightDecay};
  options.loss.drawSeed = drawSeedOf(config.seed, run.step);
  const model::StepResult result = run.model->trainStep(
      run.inputs.prepare(*run.dataset, run.config, run.batches.at(run.position, count), run.step),
      options);

  // A step that failed counts too: the next one is of other samples and other draws.
  ++run.step;
  run.position = run.batches.after(run.position, count);
  const double took = setup_.clock() - begun;
  run.seconds += took;
  run.throughput.add(took, count);
  run.nextStepAt = begun + run.secondsPerStep;
  record(run.history, run.config.model, {run.step, run.epoch(), run.seconds},
         {&result, options.learningRate, run.throughput.imagesPerSecond()});
  if (!result.applied())
    return stop("go on training", notFiniteMessage(run.config, result.notFinite, run.step,
                                                   run.lastGood.restore(*run.model)));
  run.lastGood.proven();
  gather(run.sinceEvaluation, result.losses);
  if (run.evaluationIsDue()) run.beginEvaluation();

  decideState(run);
  if (run.state == RunState::running) return publishIfDue();
  publishWeights();
  publishSnapshot();
}

void Trainer::advanceEvaluation() {
  Evaluation& evaluation = *run_->evaluation;
  if (!evaluation.isDone()) evaluation.advance(*run_->model);
  if (evaluation.isDone()) finishEvaluation();
}

void Trainer::finishEvaluation() {
  ActiveRun& run = *run_;
  const model::Losses losses = run.evaluation->losses();
  run.evaluation.reset();
  const bool anyHeldOut = !run.evaluationRows.empty();
  recordEvaluation(run.history, run.config.model, {run.step, run.epoch(), run.seconds},
                   anyHeldOut ? &losses : nullptr, run.sinceEvaluation);
  const double patience = run.config.train.patience;
  if (anyHeldOut && patience > 0.0) {
    const Best* best = run.best ? &run.best->at : nullptr;
    if (observe(run.waiting, best, run.epoch(), losses.loss, run.evaluationCompares)) {
      run.best = std::make_shared<const BestWeights>(BestWeights{
          {run.step, run.epoch(), losses.loss}, run.model->weights()});
    } else if (best && run.waiting.epochs >= patience && run.state != RunState::finished) {
      finish(run, patienceReason(patience, *best));
      publishWeights();
    }
  }
  if (run.state != RunState::running) publishSnapshot();
}

void Trainer::publishIfDue() {
  const double now = setup_.clock();
  if (now < run_->nextPublish) return;
  publishWeights();
  publishSnapshot();
  const double after = setup_.clock();
  run_->nextPublish = after + std::max(setup_.publishInterval, (after - now) / kPublishShare);
}

}  // namespace latlas::train
