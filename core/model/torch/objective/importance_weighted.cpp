// The importance-weighted bound.
#include <algorithm>
#include <cmath>
#include <vector>

#include "core/model/torch/objective/terms.h"

namespace latlas::model {

OutputLosses importanceWeighted(const OutputTask& task) {
  const std::int64_t draws = task.batch.z.size(1), count = task.outputs.size(0) / draws;
  const LatentBatch latent = task.batch.narrow(task.first, count);
  const at::Tensor targets = task.targets.narrow(0, task.first, count);
  const double scale = task.settings.klScale;
  const double share = 1.0 / static_cast<double>(task.batch.count());
  const std::vector<NllSums> rows = task.reconstruction.rows(task.outputs, targets, {}, {});
  const at::Tensor ratios = logPriorRatios(latent);
  std::vector<float> weights(rows.size());  // normalized, over n
  OutputLosses found;
  Losses& losses = found.losses;
  for (std::int64_t i = 0; i < count; ++i) {
    const auto logWeight = [&](std::int64_t k) {
      const std::int64_t row = i * draws + k;
      return -rows[static_cast<std::size_t>(row)].nll + scale * ratios.data_ptr<double>()[row];
    };
    double highest = logWeight(0), total = 0.0;
    for (std::int64_t k = 1; k < draws; ++k) highest = std::max(highest, logWeight(k));
    for (std::int64_t k = 0; k < draws; ++k) total += std::exp(logWeight(k) - highest);
    losses.loss -= share * (highest + std::log(total / static_cast<double>(draws)));
    for (std::int64_t k = 0; k < draws; ++k) {
      const auto row = static_cast<std::size_t>(i * draws + k);
      const double weight = std::exp(logWeight(k) - highest) / total;
      weights[row] = static_cast<float>(weight * share);
      losses.reconstruction += share * rows[row].nll / static_cast<double>(draws);
      found.logSigmaSlope += weight * share * rows[row].logSigmaSlope;
    }
  }
  // The derivative by log w_i is minus the normalized weight (eq. 14).
  if (!task.gradient.defined()) return found;
  task.reconstruction.rows(task.outputs, targets, task.gradient, weights);
  const at::Tensor perSample =
      at::from_blob(weights.data(), {count, draws, 1}, at::kFloat).to(latent.z.device());
  task.latentGradient.z.narrow(0, task.first, count).addcmul_(latent.z, perSample, scale);
  task.latentGradient.logvar.narrow(0, task.first, count).sub_(0.5 * scale * share);
  return found;
}

}  // namespace latlas::model
