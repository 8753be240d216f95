#include "core/model/torch/objective/latent_batch.h"

#include <algorithm>
#include <utility>

namespace latlas::model {

LatentBatch::LatentBatch(at::Tensor mean, const at::Tensor& draws)
    : mu(std::move(mean)), noise(draws), z(mu.unsqueeze(1)) {
  if (draws.defined()) z = at::cat({z, at::add(z, draws, kProbe)}, 1);
}

LatentBatch::LatentBatch(at::Tensor mean, at::Tensor logVariance, const at::Tensor& draws)
    : mu(std::move(mean)),
      logvar(std::move(logVariance)),
      deviation((logvar * 0.5).exp_()),
      noise(draws),
      z(at::addcmul(mu.unsqueeze(1), deviation.unsqueeze(1), draws)) {}

LatentBatch LatentBatch::narrow(std::int64_t begin, std::int64_t size) const {
  const auto part = [&](const at::Tensor& tensor) {
    return tensor.defined() ? tensor.narrow(0, begin, size) : tensor;
  };
  LatentBatch batch;
  batch.mu = part(mu);
  batch.logvar = part(logvar);
  batch.deviation = part(deviation);
  batch.noise = part(noise);
  batch.z = part(z);
  return batch;
}

void throughSamples(const LatentBatch& batch, LatentGradient& gradient) {
  // d z / d mu = 1, d z / d logvar = deviation noise / 2.
  gradient.mu.add_(gradient.z.sum(1));
  if (!batch.isVariational()) return;
  const at::Tensor throughNoise = (gradient.z * batch.noise).sum(1).mul_(batch.deviation);
  gradient.logvar.add_(throughNoise, 0.5);
}

at::Tensor logPriorRatios(const LatentBatch& batch) {
  const at::Tensor squares = (batch.noise.square() - batch.z.square()).sum(2);
  return (squares + batch.logvar.sum(1, true)).mul_(0.5).to(at::kCPU, at::kDouble).contiguous();
}

std::vector<double> klOfDimensions(const LatentBatch& batch) {
  const at::Tensor terms =
      batch.mu.square().add_(batch.deviation.square()).sub_(batch.logvar).sub_(1.0);
  const double scale = 0.5 / static_cast<double>(batch.count());
  const at::Tensor sums = terms.sum(0, false, at::kDouble).to(at::kCPU).mul_(scale);
  const double* values = sums.data_ptr<double>();
  return {values, values + batch.latent()};
}

void addKlGradient(const LatentBatch& batch, const std::vector<double>& weights,
                   LatentGradient& gradient) {
  // d kl / d mu = mu, d kl / d logvar = (deviation^2 - 1) / 2.
  const double share = 1.0 / static_cast<double>(batch.count());
  const bool isUniform =
      std::adjacent_find(weights.begin(), weights.end(), std::not_equal_to<>()) == weights.end();
  at::Tensor ofLogvar = batch.deviation.square().sub_(1.0);
  if (isUniform) {
    gradient.mu.add_(batch.mu, share * weights.front());
    gradient.logvar.add_(ofLogvar, 0.5 * share * weights.front());
    return;
  }
  const at::Tensor scales = at::tensor(weights, at::kFloat).to(batch.mu.device()).mul_(share);
  gradient.mu.addcmul_(batch.mu, scales);
  gradient.logvar.addcmul_(ofLogvar, scales, 0.5);
}

}  // namespace latlas::model
