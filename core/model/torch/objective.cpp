#include "core/model/torch/objective.h"

#include <cmath>
#include <numeric>

#include "core/model/torch/latent_terms.h"

namespace latlas::model {
namespace {

ReconstructionTerm reconstructionOf(const ObjectiveTask& task) {
  return {task.spec.config, task.spec.shape.kind, task.mayMiss, task.sigma};
}

void addReconstruction(const ObjectiveTask& task, Losses& losses, ObjectiveGradient* gradient) {
  const auto count = static_cast<double>(task.pass.targets.size(0));
  const NllSums sums =
      reconstructionOf(task).sums(task.pass.outputs, task.pass.targets,
                                  gradient ? gradient->outputs : at::Tensor(), 1.0 / count);
  losses.reconstruction = sums.nll / count;
  losses.loss += losses.reconstruction;
  if (gradient) gradient->logSigma = sums.logSigmaSlope / count;
}

// -log 1/k sum_i w_i, log w_i = -R_i + s (log p(z_i) - log q(z_i | x)) (Burda et al. 2015, eq. 8),
// s the KL's schedule. Its derivative by log w_i is minus the normalized weight (eq. 14).
void addImportanceWeighted(const ObjectiveTask& task, Losses& losses,
                           ObjectiveGradient* gradient) {
  const LatentBatch& latent = *task.pass.latent;
  const std::int64_t count = latent.count(), samples = latent.z.size(1);
  const double scale = task.settings.klScale, share = 1.0 / static_cast<double>(count);
  const ReconstructionTerm reconstruction = reconstructionOf(task);
  const std::vector<NllSums> rows =
      reconstruction.rows(task.pass.outputs, task.pass.targets, {}, {});
  const at::Tensor ratios = logPriorRatios(latent);
  std::vector<float> weights(rows.size());  // normalized, over n
  for (std::int64_t i = 0; i < count; ++i) {
    const auto logWeight = [&](std::int64_t k) {
      const std::int64_t row = i * samples + k;
      return -rows[static_cast<std::size_t>(row)].nll + scale * ratios.data_ptr<double>()[row];
    };
    double highest = logWeight(0), total = 0.0;
    for (std::int64_t k = 1; k < samples; ++k) highest = std::max(highest, logWeight(k));
    for (std::int64_t k = 0; k < samples; ++k) total += std::exp(logWeight(k) - highest);
    losses.loss -= share * (highest + std::log(total / static_cast<double>(samples)));
    for (std::int64_t k = 0; k < samples; ++k) {
      const auto row = static_cast<std::size_t>(i * samples + k);
      const double weight = std::exp(logWeight(k) - highest) / total;
      weights[row] = static_cast<float>(weight * share);
      losses.reconstruction += share * rows[row].nll / static_cast<double>(samples);
      if (gradient) gradient->logSigma += weight * share * rows[row].logSigmaSlope;
    }
  }
  if (!gradient) return;
  reconstruction.rows(task.pass.outputs, task.pass.targets, gradient->outputs, weights);
  const at::Tensor perSample =
      at::from_blob(weights.data(), {count, samples, 1}, at::kFloat).to(latent.z.device());
  gradient->latent->z.addcmul_(latent.z, perSample, scale);
  gradient->latent->logvar.sub_(0.5 * scale * share);
}

void addLatentTerms(const TermTask& terms, const ObjectiveTask& task) {
  const LossConfig& weights = task.settings.weights;
  const double klScale = task.settings.klScale;
  switch (task.spec.config.objective) {
    case Objective::ae:
    case Objective::iwae: return;
    case Objective::vae: return addKl(terms, weights.beta * klScale);
    case Objective::betaVae:
      if (weights.capacity > 0.0) return addCapacity(terms);
      return addKl(terms, weights.beta * klScale);
    case Objective::betaTcVae: return addDecomposition(terms);
    case Objective::factorVae:
      addKl(terms, weights.beta * klScale);
      return task.discriminator->addTotalCorrelation(terms);
    case Objective::dipVae: addKl(terms, weights.beta * klScale); return addDip(terms);
    case Objective::infoVae:
      addKl(terms, (1.0 - weights.alpha) * klScale);
      return addMmd(terms);
  }
}

}  // namespace

Losses evaluateObjective(const ObjectiveTask& task, ObjectiveGradient* gradient) {
  Losses losses;
  if (!task.pass.latent) {
    addReconstruction(task, losses, gradient);
    return losses;
  }
  const LatentBatch& latent = *task.pass.latent;
  if (gradient)
    gradient->latent = LatentGradient{at::zeros_like(latent.mu), at::zeros_like(latent.mu),
                                      at::zeros_like(latent.z)};
  losses.klOfDimensions = klOfDimensions(latent);
  losses.kl = std::accumulate(losses.klOfDimensions.begin(), losses.klOfDimensions.end(), 0.0);
  if (task.spec.config.objective == Objective::iwae)
    addImportanceWeighted(task, losses, gradient);
  else
    addReconstruction(task, losses, gradient);
  addLatentTerms({latent, task.settings, losses, gradient ? &*gradient->latent : nullptr}, task);
  return losses;
}

}  // namespace latlas::model
