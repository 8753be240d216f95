// beta-TCVAE's terms as tensors: the kernel on the CPU, Torch's operations on a GPU.
#include <cmath>
#include <numbers>

#include "core/model/torch/kernels/decomposition_kernel.h"
#include "core/model/torch/objective/terms.h"

namespace latlas::model {
namespace {

at::Tensor logWeights(const ImportanceWeights& weights, std::int64_t n, at::Device device) {
  const at::Tensor logs = at::full({n, n}, weights.others, at::kFloat);
  for (std::int64_t i = 0; i < n; ++i) {
    logs[i][(i + 1) % n] = weights.next;
    logs[i][i] = weights.own;
  }
  return logs.to(device);
}

Decomposition onDevice(const LatentBatch& batch, const ImportanceWeights& weights, double beta,
                       double scale, LatentGradient* gradient) {
  const std::int64_t n = batch.count();
  const at::Tensor z = batch.z.select(1, 0);
  const at::Tensor logs = logWeights(weights, n, z.device());
  const at::Tensor precision = (-batch.logvar).exp();
  // [i, j, dimension]: sample i under the posterior of j.
  const at::Tensor difference = z.unsqueeze(1) - batch.mu.unsqueeze(0);
  const at::Tensor distance = difference * precision.unsqueeze(0);
  const at::Tensor densities =
      -0.5 * (difference * distance + batch.logvar.unsqueeze(0) + std::log(2.0 * std::numbers::pi));
  const at::Tensor joint = densities.sum(2) + logs, marginal = densities + logs.unsqueeze(2);
  const auto average = [](const at::Tensor& values) {
    return values.sum(at::kDouble).item<double>() / static_cast<double>(values.size(0));
  };
  const double codeGivenIndex = average(densities.sum(2).diagonal());
  const double code = average(joint.logsumexp(1));
  const double marginals = average(marginal.logsumexp(1).sum(1));
  const double prior = average((-0.5 * (z.square() + std::log(2.0 * std::numbers::pi))).sum(1));
  if (gradient) {
    at::Tensor slopes = (beta - 1.0) * (joint.softmax(1).unsqueeze(2) - marginal.softmax(1));
    slopes = slopes + at::eye(n, z.options()).unsqueeze(2);
    slopes.mul_(scale / static_cast<double>(n));
    const at::Tensor pulls = slopes * distance;
    gradient->mu.add_(pulls.sum(0));
    gradient->logvar.add_((slopes * (0.5 * difference * distance - 0.5)).sum(0));
    gradient->z.select(1, 0).add_(z, scale / static_cast<double>(n)).sub_(pulls.sum(1));
  }
  return {codeGivenIndex - code, code - marginals, marginals - prior};
}

}  // namespace

void addDecomposition(const TermTask& task) {
  const LatentBatch& batch = task.batch;
  const double beta = task.settings.weights.beta, scale = task.settings.klScale;
  const ImportanceWeights weights =
      importanceWeights(task.settings.weights.estimator, batch.count(), task.settings.trainCount);
  Decomposition parts;
  if (batch.mu.is_cpu()) {
    LatentGradient* const gradient = task.gradient;
    parts = decompose({batch.z.data_ptr<float>(), batch.mu.data_ptr<float>(),
                       batch.logvar.data_ptr<float>(), batch.deviation.data_ptr<float>(),
                       batch.count(), batch.latent(), weights, beta, scale},
                      gradient ? DecompositionGradient{gradient->z.data_ptr<float>(),
                                                       gradient->mu.data_ptr<float>(),
                                                       gradient->logvar.data_ptr<float>()}
                               : DecompositionGradient{});
  } else {
    parts = onDevice(batch, weights, beta, scale, task.gradient);
  }
  task.losses[Term::mutualInformation] = parts.mutualInformation;
  task.losses[Term::totalCorrelation] = parts.totalCorrelation;
  task.losses[Term::dimensionKl] = parts.dimensionKl;
  task.losses.loss +=
      scale * (parts.mutualInformation + beta * parts.totalCorrelation + parts.dimensionKl);
}

}  // namespace latlas::model
