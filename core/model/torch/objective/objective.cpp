#include "core/model/torch/objective/objective.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace latlas::model {

BatchObjective::BatchObjective(const ObjectiveTask& task, bool wantGradient)
    : task_(task),
      reconstruction_(task.spec.config, task.spec.shape.kind, task.mayMiss, task.sigma),
      wantGradient_(wantGradient),
      count_(task.targets.size(0)),
      parts_(static_cast<std::size_t>(count_)) {
  if (!wantGradient) return;
  if (task.latent)
    gradient_ = {at::zeros_like(task.latent->mu), at::zeros_like(task.latent->mu),
                 at::zeros_like(task.latent->z)};
  else
    gradient_.z =
        at::zeros({count_, 1, task.spec.config.latent}, task.targets.options().dtype(at::kFloat));
}

void BatchObjective::addOutputs(std::int64_t first, const at::Tensor& outputs,
                                const at::Tensor& gradient) {
  parts_[static_cast<std::size_t>(first)] = task_.spec.config.objective == Objective::iwae
                                                ? importanceWeighted(first, outputs, gradient)
                                                : plain(first, outputs, gradient);
}

BatchObjective::Part BatchObjective::plain(std::int64_t first, const at::Tensor& outputs,
                                           const at::Tensor& gradient) const {
  const double share = 1.0 / static_cast<double>(count_);
  const NllSums sums = reconstruction_.sums(
      outputs, task_.targets.narrow(0, first, outputs.size(0)), gradient, share);
  return {sums.nll * share, sums.nll * share, sums.logSigmaSlope * share};
}

// -log 1/k sum_i w_i, log w_i = -R_i + s (log p(z_i) - log q(z_i | x)) (Burda et al. 2015, eq. 8),
// s the KL's schedule. Its derivative by log w_i is minus the normalized weight (eq. 14).
BatchObjective::Part BatchObjective::importanceWeighted(
    std::int64_t first, const at::Tensor& outputs, const at::Tensor& gradient) {
  const std::int64_t draws = task_.latent->z.size(1), count = outputs.size(0) / draws;
  const LatentBatch latent = task_.latent->narrow(first, count);
  const at::Tensor targets = task_.targets.narrow(0, first, count);
  const double scale = task_.settings.klScale, share = 1.0 / static_cast<double>(count_);
  const std::vector<NllSums> rows = reconstruction_.rows(outputs, targets, {}, {});
  const at::Tensor ratios = logPriorRatios(latent);
  std::vector<float> weights(rows.size());  // normalized, over n
  Part part;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto logWeight = [&](std::int64_t k) {
      const std::int64_t row = i * draws + k;
      return -rows[static_cast<std::size_t>(row)].nll + scale * ratios.data_ptr<double>()[row];
    };
    double highest = logWeight(0), total = 0.0;
    for (std::int64_t k = 1; k < draws; ++k) highest = std::max(highest, logWeight(k));
    for (std::int64_t k = 0; k < draws; ++k) total += std::exp(logWeight(k) - highest);
    part.loss -= share * (highest + std::log(total / static_cast<double>(draws)));
    for (std::int64_t k = 0; k < draws; ++k) {
      const auto row = static_cast<std::size_t>(i * draws + k);
      const double weight = std::exp(logWeight(k) - highest) / total;
      weights[row] = static_cast<float>(weight * share);
      part.reconstruction += share * rows[row].nll / static_cast<double>(draws);
      part.logSigmaSlope += weight * share * rows[row].logSigmaSlope;
    }
  }
  if (!gradient.defined()) return part;
  reconstruction_.rows(outputs, targets, gradient, weights);
  const at::Tensor perSample =
      at::from_blob(weights.data(), {count, draws, 1}, at::kFloat).to(latent.z.device());
  gradient_.z.narrow(0, first, count).addcmul_(latent.z, perSample, scale);
  gradient_.logvar.narrow(0, first, count).sub_(0.5 * scale * share);
  return part;
}

void BatchObjective::addLatentTerms(const TermTask& terms) const {
  const LossConfig& weights = task_.settings.weights;
  const double klScale = task_.settings.klScale;
  switch (task_.spec.config.objective) {
    case Objective::ae:
    case Objective::iwae: return;
    case Objective::vae: return addKl(terms, weights.beta * klScale);
    case Objective::betaVae:
      if (weights.capacity > 0.0) return addCapacity(terms);
      return addKl(terms, weights.beta * klScale);
    case Objective::betaTcVae: return addDecomposition(terms);
    case Objective::factorVae:
      addKl(terms, weights.beta * klScale);
      return task_.discriminator->addTotalCorrelation(terms);
    case Objective::dipVae: addKl(terms, weights.beta * klScale); return addDip(terms);
    case Objective::infoVae: addKl(terms, (1.0 - weights.alpha) * klScale); return addMmd(terms);
  }
}

Losses BatchObjective::losses() {
  Losses losses;
  for (const Part& part : parts_) {
    losses.loss += part.loss;
    losses.reconstruction += part.reconstruction;
  }
  if (!task_.latent) return losses;
  losses.klOfDimensions = klOfDimensions(*task_.latent);
  losses.kl = std::accumulate(losses.klOfDimensions.begin(), losses.klOfDimensions.end(), 0.0);
  addLatentTerms({*task_.latent, task_.settings, losses, wantGradient_ ? &gradient_ : nullptr});
  return losses;
}

double BatchObjective::logSigmaSlope() const {
  double slope = 0.0;
  for (const Part& part : parts_) slope += part.logSigmaSlope;
  return slope;
}

}  // namespace latlas::model
