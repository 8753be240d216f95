#include "core/train/trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/base/number_text.h"
#include "core/train/batches.h"

namespace latlas::train {
namespace {

// Held-out images behind each point of the live curve: enough for a steady curve, and a few
// per cent of the training time at the interval below.
constexpr std::size_t kEvaluationImages = 1024;
constexpr std::int64_t kStepsBetweenEvaluations = 100;
// Images read at a time when evaluating.
constexpr std::size_t kEvaluationChunk = 512;
// Publishing weights may take at most this share of the time (large models are published less often).
constexpr double kPublishShare = 0.03;
// Seconds of training over which images a second are averaged.
constexpr double kThroughputWindow = 0.5;

model::Losses evaluateRows(model::Model& model, const data::Dataset& dataset,
                           std::span<const std::int64_t> rows, const model::TrainConfig& config) {
  const auto imageSize = static_cast<std::size_t>(dataset.info().shape.size());
  const auto latent = static_cast<std::size_t>(model.spec().config.latent);
  std::vector<float> pixels, noise;
  model::Losses sum;
  for (std::size_t first = 0; first < rows.size(); first += kEvaluationChunk) {
    const auto chunk = rows.subspan(first, std::min(kEvaluationChunk, rows.size() - first));
    pixels.resize(chunk.size() * imageSize);
    noise.resize(chunk.size() * latent);
    dataset.read(chunk, pixels);
    fillEvaluationNoise(config.seed, static_cast<std::int64_t>(first), noise);
    const model::Losses losses = model.evaluate(pixels, noise, config.beta);
    const auto weight = static_cast<double>(chunk.size());
    sum.loss += weight * losses.loss;
    sum.reconstruction += weight * losses.reconstruction;
    sum.kl += weight * losses.kl;
  }
  const auto count = static_cast<double>(rows.size());
  return {sum.loss / count, sum.reconstruction / count, sum.kl / count};
}

History emptyHistory() {
  return {Series({"loss", "reconstruction", "kl", "gradient_norm", "lr", "images_per_second"}),
          Series({"loss", "reconstruction", "kl"}), Series()};
}

std::string nonFiniteTerm(const model::StepResult& result) {
  if (!std::isfinite(result.losses.reconstruction)) return "the reconstruction term";
  if (!std::isfinite(result.losses.kl)) return "the KL term";
  if (!std::isfinite(result.losses.loss)) return "the loss";
  return "the gradient";
}

}  // namespace

struct Trainer::Run {
  std::uint64_t serial = 0;
  data::DatasetPtr dataset;
  model::Config config;  // learning rate and beta as they are now
  RunState state = RunState::ready;
  bool pauseAfterStep = false;
  std::optional<Failure> failure;

  std::unique_ptr<model::Model> model;
  std::int64_t parameterCount = 0;
  Batches batches;
  std::vector<std::int64_t> heldOut;            // all of it
  std::vector<std::int64_t> evaluationRows;     // what the live curve sees
  std::vector<float> pixels, noise;             // of the batch

  std::int64_t step = 0;
  std::int64_t epochGoal = 0;  // 0: none
  double seconds = 0.0;
  History history = emptyHistory();
  std::vector<Event> events;

  // Throughput of the last window.
  double windowSeconds = 0.0;
  std::int64_t windowImages = 0;
  double imagesPerSecond = 0.0;

  double nextPublish = 0.0;
  // Published, but no loss has been taken with them yet; then the last ones with a finite loss.
  std::shared_ptr<const PublishedWeights> unprovenWeights, goodWeights;

  double epoch() const {
    const std::int64_t steps = batches.stepsPerEpoch();
    return steps == 0 ? 0.0 : static_cast<double>(step) / static_cast<double>(steps);
  }
  bool reachedGoal() const {
    return epochGoal > 0 && step >= epochGoal * batches.stepsPerEpoch();
  }
};

Trainer::Trainer(TrainerSetup setup) : setup_(std::move(setup)) {}
Trainer::~Trainer() = default;

bool Trainer::turn() {
  bool worked = false;
  for (const Command& command : inbox_.takeAll()) {
    std::visit([this](const auto& known) { apply(known); }, command);
    worked = true;
  }
  if (!run_ || run_->state != RunState::running) return worked;
  try {
    trainBatch();
  } catch (const std::exception& error) {
    stop(error.what());
  }
  return true;
}

void Trainer::stop(std::string why) {
  run_->state = RunState::failed;
  run_->failure = Failure{"go on training", std::move(why)};
  ++failureSerial_;
  publishWeights();
  publishSnapshot();
}

void Trainer::apply(const command::Load& load) {
  auto run = std::make_unique<Run>();
  run->serial = load.run;
  run->dataset = load.dataset;
  run->config = load.config;
  run->epochGoal = load.config.train.epochs;
  try {
    const data::DatasetInfo& info = load.dataset->info();
    model::validate(load.config, info.shape);
    const model::TrainConfig& train = load.config.train;
    data::Split parts = data::split(info, train.heldOut, train.seed);
    run->batches = Batches(std::move(parts.train), train.batch, train.seed);
    run->heldOut = std::move(parts.heldOut);
    // An even spread over the held-out part, which may be sorted by class.
    const std::size_t wanted = std::min(kEvaluationImages, run->heldOut.size());
    for (std::size_t i = 0; i < wanted; ++i)
      run->evaluationRows.push_back(run->heldOut[i * run->heldOut.size() / wanted]);

    run->model = setup_.makeModel({{load.config.model, info.shape}, train.seed, train.threads,
                                   train.device, model::Purpose::training});
    if (load.checkpoint) {
      const Checkpoint& checkpoint = *load.checkpoint;
      run->model->setWeights(checkpoint.weights);
      run->model->setOptimizerState(checkpoint.optimizer);
      run->step = checkpoint.step;
      run->seconds = checkpoint.seconds;
      run->history.train = checkpoint.history.train.withColumns(run->history.train.columns());
      run->history.heldOut = checkpoint.history.heldOut.withColumns(run->history.heldOut.columns());
      run->events = checkpoint.events;
      run->state = RunState::paused;
    }
  } catch (const std::exception& error) {
    run->model = nullptr;
    run->state = RunState::failed;
    run->failure = Failure{"build the model", error.what()};
    ++failureSerial_;
  }
  run_ = std::move(run);
  if (run_->model) {
    publishWeights();
    for (const model::Tensor& tensor : run_->unprovenWeights->tensors)
      run_->parameterCount += static_cast<std::int64_t>(tensor.values.size());
  }
  publishSnapshot();
}

void Trainer::apply(const command::Start&) {
  if (!run_ || !run_->model || run_->state == RunState::running) return;
  if (run_->reachedGoal())
    run_->epochGoal = run_->step / run_->batches.stepsPerEpoch() + run_->config.train.epochs;
  run_->state = RunState::running;
  run_->failure.reset();
  run_->pauseAfterStep = false;
  run_->nextPublish = setup_.clock() + setup_.publishInterval;
  publishSnapshot();
}

void Trainer::apply(const command::Pause&) {
  if (!run_ || run_->state != RunState::running) return;
  run_->state = RunState::paused;
  publishWeights();
  publishSnapshot();
}

void Trainer::apply(const command::StepOnce&) {
  if (!run_ || !run_->model) return;
  if (run_->state != RunState::running) apply(command::Start{});
  run_->pauseAfterStep = true;
}

void Trainer::changeKnob(const char* what, double& knob, double value) {
  if (knob == value) return;
  // A change before the first step is part of the configuration, not of the run's story.
  if (run_->step > 0)
    run_->events.push_back(
        {run_->step, what, numberText(knob), numberText(value), run_->seconds});
  knob = value;
  publishSnapshot();
}

void Trainer::apply(const command::SetLearningRate& change) {
  if (run_) changeKnob("lr", run_->config.train.learningRate, change.value);
}

void Trainer::apply(const command::SetBeta& change) {
  if (run_) changeKnob("beta", run_->config.train.beta, change.value);
}

void Trainer::apply(const command::TakeCheckpoint&) {
  if (!run_ || !run_->model) return;
  checkpoints_.publish(Checkpoint{run_->serial, run_->dataset, run_->config, run_->dataset->info().shape, run_->step,
                                  run_->seconds, run_->model->weights(),
                                  run_->model->optimizerState(), run_->history, run_->events});
  if (setup_.wake) setup_.wake();
}

void Trainer::trainBatch() {
  Run& run = *run_;
  const double begun = setup_.clock();
  const auto rows = run.batches.rows(run.step);
  const model::TrainConfig& config = run.config.train;
  run.pixels.resize(rows.size() * static_cast<std::size_t>(run.dataset->info().shape.size()));
  run.noise.resize(rows.size() * static_cast<std::size_t>(run.config.model.latent));
  run.dataset->read(rows, run.pixels);
  fillStepNoise(config.seed, run.step, run.noise);
  const model::StepResult result = run.model->trainStep(
      run.pixels, run.noise, {config.learningRate, config.beta, config.clip});
  if (!result.applied) return stopOnNonFinite(result);
  if (run.unprovenWeights) run.goodWeights = std::move(run.unprovenWeights);

  ++run.step;
  const double took = setup_.clock() - begun;
  run.seconds += took;
  run.windowSeconds += took;
  run.windowImages += static_cast<std::int64_t>(rows.size());
  if (run.windowSeconds >= kThroughputWindow) {
    run.imagesPerSecond = static_cast<double>(run.windowImages) / run.windowSeconds;
    run.windowSeconds = 0.0;
    run.windowImages = 0;
  }
  const RecordHead head{run.step, run.epoch(), run.seconds};
  run.history.train.append(
      head, std::array{static_cast<float>(result.losses.loss),
                       static_cast<float>(result.losses.reconstruction),
                       static_cast<float>(result.losses.kl),
                       static_cast<float>(result.gradientNorm),
                       static_cast<float>(config.learningRate),
                       run.imagesPerSecond > 0.0 ? static_cast<float>(run.imagesPerSecond)
                                                 : kMissing});
  const std::int64_t interval = std::min(kStepsBetweenEvaluations, run.batches.stepsPerEpoch());
  if (run.step % interval == 0 && !run.evaluationRows.empty()) {
    const model::Losses losses =
        evaluateRows(*run.model, *run.dataset, run.evaluationRows, config);
    run.history.heldOut.append(
        head, std::array{static_cast<float>(losses.loss), static_cast<float>(losses.reconstruction),
                         static_cast<float>(losses.kl)});
  }

  if (run.reachedGoal()) run.state = RunState::finished;
  else if (run.pauseAfterStep) run.state = RunState::paused;
  if (run.state == RunState::running) return publishIfDue();
  publishWeights();
  publishSnapshot();
}

void Trainer::stopOnNonFinite(const model::StepResult& result) {
  Run& run = *run_;
  std::string kept = "The weights were left as they were";
  if (run.goodWeights) {
    run.model->setWeights(run.goodWeights->tensors);
    kept = "The weights of step " + std::to_string(run.goodWeights->step) + " were restored";
  }
  stop("At step " + std::to_string(run.step + 1) + " " + nonFiniteTerm(result) +
       " is not finite. " + kept + ". Lower the learning rate, then start again or reset.");
}

void Trainer::publishIfDue() {
  const double now = setup_.clock();
  if (now < run_->nextPublish) return;
  publishWeights();
  publishSnapshot();
  const double after = setup_.clock();
  run_->nextPublish = after + std::max(setup_.publishInterval, (after - now) / kPublishShare);
}

void Trainer::publishWeights() {
  auto published = std::make_shared<const PublishedWeights>(PublishedWeights{
      run_->serial, run_->step, run_->model->spec(), run_->model->weights()});
  run_->unprovenWeights = published;
  weights_.publish(std::move(published));
}

void Trainer::publishSnapshot() {
  const Run& run = *run_;
  Snapshot snapshot;
  snapshot.run = run.serial;
  snapshot.state = run.state;
  snapshot.config = run.config;
  snapshot.dataset = run.dataset;
  snapshot.step = run.step;
  snapshot.stepsPerEpoch = run.batches.stepsPerEpoch();
  snapshot.epoch = run.epoch();
  snapshot.seconds = run.seconds;
  snapshot.imagesPerSecond = run.imagesPerSecond;
  snapshot.trainCount = run.batches.rowCount();
  snapshot.heldOutCount = static_cast<std::int64_t>(run.heldOut.size());
  snapshot.parameterCount = run.parameterCount;
  snapshot.history = run.history;
  snapshot.events = run.events;
  snapshot.failure = run.failure;
  snapshot.failureSerial = failureSerial_;
  snapshots_.publish(std::move(snapshot));
  if (setup_.wake) setup_.wake();
}

std::optional<model::Losses> Trainer::evaluateHeldOut() {
  if (run_->heldOut.empty()) return std::nullopt;
  return evaluateRows(*run_->model, *run_->dataset, run_->heldOut, run_->config.train);
}

}  // namespace latlas::train
