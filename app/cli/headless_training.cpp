#include "app/cli/headless_training.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <numeric>
#include <utility>
#include <vector>

#include "app/cli/progress_line.h"
#include "core/base/memory_tuning.h"
#include "core/model/torch/torch_model.h"

namespace latlas::cli {
namespace {

using namespace std::chrono_literals;

// A crash or a power cut loses at most this much work; a save takes some 10 ms.
constexpr auto kAutosaveInterval = 30s;

volatile std::sig_atomic_t stopRequested = 0;

// While it lives, the first Ctrl-C asks for an orderly end; a second one ends the program.
class InterruptGuard {
 public:
  InterruptGuard() {
    stopRequested = 0;
    struct sigaction action {};
    action.sa_handler = [](int) { stopRequested = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, &oldInterrupt_);
    sigaction(SIGTERM, &action, &oldTerminate_);
  }
  ~InterruptGuard() {
    sigaction(SIGINT, &oldInterrupt_, nullptr);
    sigaction(SIGTERM, &oldTerminate_, nullptr);
  }
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  struct sigaction oldInterrupt_ {};
  struct sigaction oldTerminate_ {};
};

double monotonicSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void save(train::Trainer& trainer, const HeadlessTraining& training, io::RunWriter& writer) {
  std::uint64_t seen = 0;
  trainer.checkpoints().readNewer(seen);
  trainer.send(train::command::TakeCheckpoint{});
  trainer.turn();
  const auto checkpoint = trainer.checkpoints().readNewer(seen);
  if (!checkpoint) throw Error(trainer.snapshots().read()->failure->message);
  writer.save({*checkpoint,
               training.record,
               {{"torch", model::torchVersion()}},
               training.family,
               training.extras});
  releaseFreedMemory();
}

std::string progressText(const train::Snapshot& now, int epochs) {
  char text[160];
  const double loss = series::newest(now.history.train, "loss").value_or(0.0);
  std::snprintf(text, sizeof text, "epoch %.1f of %s, step %lld, loss %.2f nats, %.0f images/s",
                now.epoch, epochs > 0 ? std::to_string(epochs).c_str() : "any number",
                static_cast<long long>(now.step), loss, now.imagesPerSecond);
  return text;
}

model::Losses lastEpochMean(const train::Snapshot& end) {
  const series::Series& series = end.history.train;
  // Epochs are kept as floats: half a step more or less decides nothing.
  const double begin =
      end.epoch - 1.0 + 0.5 / static_cast<double>(std::max<std::int64_t>(end.stepsPerEpoch, 1));
  std::size_t first = series.size();
  while (first > 0 && series.epoch(first - 1) > begin) --first;
  std::vector<float> values(series.size() - first);
  const auto mean = [&](const char* name) {
    const auto column = series.column(name);
    if (!column || values.empty()) return 0.0;
    series.read(*column, first, values);
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  };
  model::Losses losses;
  losses.loss = mean("loss");
  losses.reconstruction = mean("reconstruction");
  losses.kl = mean("kl");
  return losses;
}

// The trainer with the run loaded.
void load(train::Trainer& trainer, const HeadlessTraining& training) {
  trainer.send(train::command::Load{1, training.dataset, training.config, training.checkpoint});
  trainer.turn();
  const auto loaded = trainer.snapshots().read();
  if (loaded->failure) throw Error(loaded->failure->message);
}

// False: the run has come to its end.
bool turn(train::Trainer& trainer, train::PlannedRun& plan) {
  if (trainer.turn()) return true;
  const std::vector<train::Command> commands = plan.next(*trainer.snapshots().read());
  for (const train::Command& command : commands) trainer.send(command);
  return !commands.empty();
}

void step(train::Trainer& trainer, const HeadlessTraining& training, io::RunWriter& writer) {
  train::PlannedRun plan(training.changes);
  ProgressLine line("Training");
  auto nextSave = std::chrono::steady_clock::now() + kAutosaveInterval;
  while (!stopRequested && turn(trainer, plan)) {
    if (line.isDue()) {
      const auto now = trainer.snapshots().read();
      const int epochs = now->config.train.epochs;
      line.show(epochs > 0 ? now->epoch / epochs : -1.0, progressText(*now, epochs));
    }
    if (std::chrono::steady_clock::now() >= nextSave) {
      save(trainer, training, writer);
      nextSave = std::chrono::steady_clock::now() + kAutosaveInterval;
    }
  }
  trainer.send(train::command::Pause{});
  trainer.turn();
}

}  // namespace

std::unique_ptr<model::Learner> makeLearnerAlone(model::LearnerRequest request) {
  request.purpose = model::Purpose::trainingAlone;
  return model::makeTorchLearner(request);
}

TrainingReport trainHeadless(const HeadlessTraining& training) {
  train::Trainer trainer({makeLearnerAlone, monotonicSeconds, {}});
  load(trainer, training);
  const auto begin = trainer.snapshots().read();
  TrainingReport report;
  io::RunWriter writer(training.folder);
  {
    const InterruptGuard guard;
    step(trainer, training, writer);
    report.interrupted = stopRequested != 0;
    save(trainer, training, writer);
  }
  report.end = trainer.snapshots().read();
  if (report.end->failure)
    throw Error(report.end->failure->message + " The run is saved in " + training.folder.string());
  const double seconds = report.end->seconds - begin->seconds;
  const double images = (report.end->epoch - begin->epoch) * static_cast<double>(begin->trainCount);
  report.imagesPerSecond = seconds > 0.0 ? images / seconds : 0.0;
  report.train = lastEpochMean(*report.end);
  report.heldOut = trainer.evaluateHeldOut();
  return report;
}

}  // namespace latlas::cli
