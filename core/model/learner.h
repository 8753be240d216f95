// A network with its optimizer, behind an interface free of Torch. Everything random comes in from
// outside, so a step is a pure function of its arguments and the state.
// Threading: one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "core/model/losses.h"
#include "core/model/reader.h"

namespace latlas::model {

// Samples with their draws of noise.
struct Batch {
  // What the loss is of: [n, C, H, W] in [0, 1], or vectors [n, D], standardized. NaN: the value is
  // missing and takes no part.
  std::span<const float> targets;
  // What the encoder sees, in the same shape. Empty: the targets, missing values as 0.
  std::span<const float> inputs;
  // [n, draws, latent] standard normal, as many as the objective takes (ObjectiveInfo::draws): of
  // z = mu + deviation * noise, or of what else a deterministic encoder's objective draws.
  std::span<const float> noise;
  // The targets by their places among the samples that the model holds (see holdSamples), in place
  // of `targets`.
  std::span<const std::int64_t> rows;
};

// The objective of one moment: its weights, with the schedules applied.
struct LossSettings {
  LossConfig weights{};
  double sigma = 0.1;           // of the likelihood, unless it is learned
  double klScale = 1.0;         // of the KL's schedule, 0 to 1
  double capacity = 0.0;        // nats, of now
  std::int64_t trainCount = 1;  // samples trained on, which the TC estimators weigh by
  std::uint64_t drawSeed = 0;   // of dropout, prior samples and permutations
};

struct StepOptions {
  LossSettings loss{};
  double learningRate = 1e-3;
  double clip = 0.0;  // 0: no clipping
  double momentum = 0.9;
  double weightDecay = 0.01;
};

struct StepResult {
  Losses losses;
  double gradientNorm = 0.0;  // over all tensors, before clipping
  // What was not finite: "the KL term", "the gradient of decoder.2.weight"; then nothing was
  // changed. Empty: the step was applied.
  std::string notFinite;

  bool applied() const { return notFinite.empty(); }
};

class Learner : public Reader {
 public:
  // One optimizer step.
  virtual StepResult trainStep(const Batch& batch, const StepOptions& options) = 0;

  // The same losses without a step, and without dropout.
  virtual Losses evaluate(const Batch& batch, const LossSettings& settings) = 0;

  // Copies, in the order of weightTensors().
  virtual Tensors weights() const = 0;

  // In the order of optimizerTensors().
  virtual Tensors optimizerState() const = 0;
  virtual void setOptimizerState(const Tensors& state) = 0;

  // Whether training is faster when the learner holds this many samples itself, where it computes,
  // and has the memory to.
  virtual bool wantsSamples(std::int64_t) const { return false; }
  // Appends samples to those held, in the order in which Batch::rows counts them.
  virtual void holdSamples(std::span<const float>) {}

  // Threads or device, and why: "2 threads, the fastest measured here (1: 31k/s, 2: 38k/s)".
  virtual std::string placement() const = 0;
  // How many threads compute; with another number sums are rounded otherwise. 0: it does not matter
  // to the result.
  virtual int threads() const { return 0; }
};

// Beside a window, which wants the processor too; alone; or for evaluate() alone.
enum class Purpose { training, trainingAlone, evaluation };

struct LearnerRequest {
  ModelSpec spec;
  std::uint64_t seed = 0;  // initial weights
  int threads = 0;         // 0: as before, or chosen for the machine and the purpose
  int threadsBefore = 0;   // Learner::threads() of the run that goes on; 0: it begins
  Device device = Device::automatic;
  Purpose purpose = Purpose::training;
  Optimizer optimizer = Optimizer::adam;
  int batch = 128;  // samples a step, by which threads are chosen
};

// Called on the thread that will use the learner. Throws Error.
using LearnerFactory = std::function<std::unique_ptr<Learner>(const LearnerRequest&)>;

// Where a program's models come from.
struct ModelFactory {
  ReaderFactory makeReader;
  LearnerFactory makeLearner;
};

}  // namespace latlas::model
