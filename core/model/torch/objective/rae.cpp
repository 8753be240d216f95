// The regularized autoencoder's terms.
#include "core/model/torch/objective/terms.h"

namespace latlas::model {
namespace {

double sumOfSquares(const at::Tensor& values) {
  return values.square().sum(at::kDouble).item<double>();
}

}  // namespace

OutputLosses withGradientPenalty(const OutputTask& task) {
  if (task.batch.z.size(1) == 1) return plainReconstruction(task);
  const at::Tensor outputs = task.outputs.contiguous();
  const std::int64_t count = outputs.size(0) / 2;
  const at::Tensor pairs = outputs.view({count, 2, -1});
  const at::Tensor atZ = pairs.select(1, 0).contiguous();
  const at::Tensor slopeAtZ = task.gradient.defined() ? at::empty_like(atZ) : at::Tensor();
  OutputLosses found = plainReconstruction({.config = task.config,
                                            .reconstruction = task.reconstruction,
                                            .settings = task.settings,
                                            .batch = task.batch,
                                            .targets = task.targets,
                                            .first = task.first,
                                            .outputs = atZ,
                                            .gradient = slopeAtZ,
                                            .latentGradient = task.latentGradient});
  const bool areLogits = task.config.likelihood == Likelihood::bernoulli;
  const at::Tensor means = areLogits ? pairs.sigmoid() : pairs;
  const at::Tensor change = means.select(1, 1) - means.select(1, 0);
  const double scale =
      1.0 / (LatentBatch::kProbe * LatentBatch::kProbe * static_cast<double>(task.batch.count()));
  const double weight = task.settings.weights.lambda, penalty = scale * sumOfSquares(change);
  found.losses[Term::regularizer] = penalty;
  found.losses.loss += weight * penalty;
  if (!task.gradient.defined()) return found;
  // By the means at z + e v; by those at z its opposite.
  at::Tensor slopes = change.unsqueeze(1).mul(2.0 * weight * scale).repeat({1, 2, 1});
  slopes.select(1, 0).neg_();
  if (areLogits) slopes.mul_(means).mul_(1.0 - means);
  slopes.select(1, 0).add_(slopeAtZ);
  task.gradient.view({count, 2, -1}).copy_(slopes);
  return found;
}

void addRae(const TermTask& task) {
  const LossConfig& weights = task.settings.weights;
  const auto count = static_cast<double>(task.batch.count());
  task.losses[Term::latentL2] = 0.5 * sumOfSquares(task.batch.mu) / count;
  task.losses.loss += weights.beta * task.losses[Term::latentL2];
  if (task.gradient) task.gradient->mu.add_(task.batch.mu, weights.beta / count);
  if (weights.raeRegularizer != RaeRegularizer::weightDecay) return;
  for (const TrainedTensor& tensor : task.decoder) {
    task.losses[Term::regularizer] += sumOfSquares(tensor.weight);
    if (task.gradient) tensor.gradient.add_(tensor.weight, 2.0 * weights.lambda);
  }
  task.losses.loss += weights.lambda * task.losses[Term::regularizer];
}

}  // namespace latlas::model
