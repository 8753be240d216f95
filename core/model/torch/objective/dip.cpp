// DIP-VAE's term.
#include "core/model/torch/objective/terms.h"

namespace latlas::model {

void addDip(const TermTask& task) {
  const LossConfig& weights = task.settings.weights;
  const bool ofSamples = weights.dip == DipKind::two;
  const auto count = static_cast<double>(task.batch.count());
  const at::Tensor centred = task.batch.mu - task.batch.mu.mean(0, true);
  at::Tensor covariance = centred.t().mm(centred).div_(count);
  const at::Tensor variances = task.batch.deviation.square();
  if (ofSamples) covariance.diagonal().add_(variances.mean(0));
  // Distances from the identity, weighed: lambda_od off the diagonal, lambda_d on it.
  const at::Tensor distance = covariance - at::eye(covariance.size(0), covariance.options());
  at::Tensor scales = at::full_like(distance, weights.lambdaOd);
  scales.diagonal().fill_(weights.lambdaD);
  const double penalty = (scales * distance.square()).sum(at::kDouble).item<double>();
  task.losses[Term::covariance] = penalty;
  task.losses.loss += penalty;
  if (!task.gradient) return;
  const at::Tensor slope = (scales * distance).mul_(2.0);  // by the covariance; symmetric
  task.gradient->mu.add_(centred.mm(slope), 2.0 / count);
  if (ofSamples) task.gradient->logvar.add_(variances * slope.diagonal().unsqueeze(0), 1.0 / count);
}

}  // namespace latlas::model
