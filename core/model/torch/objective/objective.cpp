#include "core/model/torch/objective/objective.h"

#include <numeric>

namespace latlas::model {

OutputLosses plainReconstruction(const OutputTask& task) {
  const double share = 1.0 / static_cast<double>(task.batch.count());
  const at::Tensor targets = task.targets.narrow(0, task.first, task.outputs.size(0));
  const NllSums sums = task.reconstruction.sums(task.outputs, targets, task.gradient, share);
  OutputLosses found;
  found.losses.loss = found.losses.reconstruction = sums.nll * share;
  found.logSigmaSlope = sums.logSigmaSlope * share;
  return found;
}

BatchObjective::BatchObjective(const ObjectiveTask& task, bool wantGradient)
    : task_(task),
      code_(codeOf(task.spec.config.objective)),
      reconstruction_(task.spec.config, task.spec.shape.kind, task.mayMiss, task.sigma),
      wantGradient_(wantGradient),
      parts_(static_cast<std::size_t>(task.batch.count())) {
  if (!wantGradient) return;
  gradient_.mu = at::zeros_like(task.batch.mu);
  gradient_.z = at::zeros_like(task.batch.z);
  if (task.batch.isVariational()) gradient_.logvar = at::zeros_like(task.batch.logvar);
}

void BatchObjective::addOutputs(std::int64_t first, const at::Tensor& outputs,
                                const at::Tensor& gradient) {
  parts_[static_cast<std::size_t>(first)] = code_.ofOutputs({.config = task_.spec.config,
                                                             .reconstruction = reconstruction_,
                                                             .settings = task_.settings,
                                                             .batch = task_.batch,
                                                             .targets = task_.targets,
                                                             .first = first,
                                                             .outputs = outputs,
                                                             .gradient = gradient,
                                                             .latentGradient = gradient_});
}

Losses BatchObjective::losses() {
  Losses losses;
  for (const OutputLosses& part : parts_) addWeighted(losses, part.losses, 1.0);
  if (task_.batch.isVariational()) {
    losses.klOfDimensions = klOfDimensions(task_.batch);
    losses.kl = std::accumulate(losses.klOfDimensions.begin(), losses.klOfDimensions.end(), 0.0);
  }
  if (code_.addTerms)
    code_.addTerms({.batch = task_.batch,
                    .settings = task_.settings,
                    .losses = losses,
                    .gradient = wantGradient_ ? &gradient_ : nullptr,
                    .discriminator = task_.discriminator,
                    .decoder = task_.decoder});
  return losses;
}

double BatchObjective::logSigmaSlope() const {
  double slope = 0.0;
  for (const OutputLosses& part : parts_) slope += part.logSigmaSlope;
  return slope;
}

}  // namespace latlas::model
