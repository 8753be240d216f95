#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/model/objectives.h"
#include "core/model/torch/argument_checks.h"
#include "core/model/torch/held_samples.h"
#include "core/model/torch/network_reader.h"
#include "core/model/torch/not_finite.h"
#include "core/model/torch/objective/discriminator.h"
#include "core/model/torch/objective/objective.h"
#include "core/model/torch/optimizer/optimizer.h"
#include "core/model/torch/threads/step_rate.h"
#include "core/model/torch/torch_model.h"

namespace latlas::model {
namespace {

ThreadMachine machineFor(const LearnerRequest& request) {
  return thisMachine(torchVersion(), [request](int threads) {
    LearnerRequest measured = request;
    measured.threads = threads;
    return stepRate(*makeTorchLearner(measured), request.batch);
  });
}

class TorchLearner final : public Learner {
 public:
  explicit TorchLearner(const LearnerRequest& request)
      : TorchLearner(request, placementOf(request, machineFor(request))) {}

  const ModelSpec& spec() const override { return reader_.spec(); }
  std::string placement() const override { return why_; }
  int threads() const override { return reader_.device().is_cuda() ? 0 : threads_; }

  StepResult trainStep(const Batch& batch, const StepOptions& options) override;
  Losses evaluate(const Batch& batch, const LossSettings& settings) override;

  void importanceBound(std::span<const float> targets, int draws, double sigma, std::uint64_t seed,
                       std::uint64_t firstStream, std::span<double> bounds) override {
    reader_.importanceBound(targets, draws, sigma, seed, firstStream, bounds);
  }
  void encode(std::span<const float> pixels, std::span<float> mu,
              std::span<float> logvar) override {
    reader_.encode(pixels, mu, logvar);
  }
  void decode(std::span<const float> z, std::span<float> pixels) override {
    reader_.decode(z, pixels);
  }

  Tensors weights() const override {
    const c10::InferenceMode guard;
    return reader_.network().copyOfWeights();
  }
  void setWeights(const Tensors& weights) override { reader_.setWeights(weights); }
  Tensors optimizerState() const override {
    const c10::InferenceMode guard;
    Tensors all = optimizer_.state();
    if (discriminator_)
      for (Tensor& tensor : discriminator_->state()) all.push_back(std::move(tensor));
    return all;
  }
  void setOptimizerState(const Tensors& state) override {
    const c10::InferenceMode guard;
    if (discriminator_) discriminator_->setState(state);
    optimizer_.setState(state);
  }

  bool wantsSamples(std::int64_t count) const override {
    return reader_.device().is_cuda() && held_.wouldHold(count);
  }
  void holdSamples(std::span<const float> samples) override {
    const c10::InferenceMode guard;
    held_.append(samples);
  }

 private:
  TorchLearner(const LearnerRequest& request, const Placement& placement)
      : why_(placement.threads.why),
        threads_(placement.threads.count),
        objective_(infoOf(request.spec.config.objective)),
        reader_(request.spec, placement, request.seed, true),
        held_(request.spec.shape, placement.device),
        optimizer_(request.optimizer, reader_.network().weights().specs(), placement.device) {
    useThreads(placement.library, ThreadUse::learning);
    if (objective_.hasDiscriminator)
      discriminator_.emplace(request.spec.config.latent, request.seed, placement.device);
  }

  // The number of samples; throws Error when the numbers are no whole samples, or none at all, or
  // when there is not a draw of noise for each.
  std::int64_t checkBatch(const Batch& batch, int draws) const;
  Pass startPass(const Batch& batch, int draws, const ForwardMode& mode);
  ObjectiveTask taskOf(const Pass& pass, const Batch& batch, const LossSettings& settings) {
    // Values are withheld from images only together with inputs of their own.
    return {spec(),
            settings,
            pass.targets,
            pass.latent,
            reader_.network().sigma(settings.sigma),
            !batch.inputs.empty(),
            discriminator_ ? &*discriminator_ : nullptr,
            reader_.network().decoderTensors()};
  }

  std::string why_;
  int threads_;
  const ObjectiveInfo& objective_;
  NetworkReader reader_;
  HeldSamples held_;
  OptimizerState optimizer_;
  std::optional<Discriminator> discriminator_;
};

std::int64_t TorchLearner::checkBatch(const Batch& batch, int draws) const {
  const std::int64_t count = batch.rows.empty()
                                 ? countRows(batch.targets.size(), spec().shape.size(), "targets")
                                 : static_cast<std::int64_t>(batch.rows.size());
  if (count == 0) throw Error("targets: expected at least one sample, found none");
  if (!batch.inputs.empty()) checkSize(batch.inputs.size(), count * spec().shape.size(), "inputs");
  if (draws > 0) checkSize(batch.noise.size(), count * draws * reader_.latent(), "noise");
  return count;
}

Pass TorchLearner::startPass(const Batch& batch, int draws, const ForwardMode& mode) {
  VaeNetwork& network = reader_.network();
  const at::Tensor targets =
      batch.rows.empty() ? reader_.samplesToDevice(batch.targets) : held_.gather(batch.rows);
  const at::Tensor noise =
      draws > 0 ? reader_.toDevice(batch.noise, {targets.size(0), draws, reader_.latent()})
                : at::Tensor();
  const at::Tensor inputs =
      batch.inputs.empty() ? reader_.toEncoder(targets) : reader_.samplesToDevice(batch.inputs);
  return network.begin(inputs, targets, noise, mode);
}

StepResult TorchLearner::trainStep(const Batch& batch, const StepOptions& options) {
  const c10::InferenceMode guard;
  VaeNetwork& network = reader_.network();
  const int draws = objective_.draws(options.loss.weights);
  checkBatch(batch, draws);
  const ForwardMode mode{true, options.loss.drawSeed};
  const Pass pass = startPass(batch, draws, mode);
  BatchObjective objective(taskOf(pass, batch, options.loss), true);
  network.learnOutputs(
      pass,
      [&objective](std::int64_t first, const at::Tensor& outputs, const at::Tensor& gradient) {
        objective.addOutputs(first, outputs, gradient);
      },
      objective.latentGradient().z, mode);

  StepResult result;
  result.losses = objective.losses();
  result.notFinite = notFiniteTerm(result.losses, spec().config.objective);
  network.learnPosterior(pass, objective.latentGradient(), mode);
  network.setLogSigmaGradient(objective.logSigmaSlope());
  result.gradientNorm = gradientNorm(network.gradients());
  if (result.notFinite.empty() && !std::isfinite(result.gradientNorm))
    result.notFinite = notFiniteTensor(network.gradients());
  if (!result.applied()) {
    network.takeBackAverages();
    return result;
  }
  const bool isClipped = options.clip > 0.0 && result.gradientNorm > options.clip;
  optimizer_.step(network.weights(), network.gradients(),
                  {options.learningRate, isClipped ? options.clip / result.gradientNorm : 1.0,
                   options.momentum, options.weightDecay});
  if (discriminator_) discriminator_->learn();
  return result;
}

Losses TorchLearner::evaluate(const Batch& batch, const LossSettings& settings) {
  const c10::InferenceMode guard;
  VaeNetwork& network = reader_.network();
  const int draws = objective_.draws(settings.weights);
  const std::int64_t count = checkBatch(batch, draws);
  // Terms that compare samples with each other are those of the whole batch.
  const std::int64_t chunk =
                         objective_.comparesSamples ? count : reader_.chunkOf(std::max(draws, 1)),
                     width = spec().shape.size();
  Losses total;
  for (std::int64_t begin = 0; begin < count; begin += chunk) {
    const std::int64_t size = std::min(chunk, count - begin);
    const Batch part{
        rows(batch.targets, begin, size, width), rows(batch.inputs, begin, size, width),
        rows(batch.noise, begin, size, draws * reader_.latent()), rows(batch.rows, begin, size, 1)};
    const Pass pass = startPass(part, draws, {});
    BatchObjective objective(taskOf(pass, part, settings), false);
    objective.addOutputs(0, network.decode(pass.z(), size, {}), {});
    addWeighted(total, objective.losses(), static_cast<double>(size) / static_cast<double>(count));
  }
  return total;
}

}  // namespace

std::unique_ptr<Learner> makeTorchLearner(const LearnerRequest& request) {
  return std::make_unique<TorchLearner>(request);
}

}  // namespace latlas::model
