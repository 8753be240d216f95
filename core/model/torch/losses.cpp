#include "core/model/torch/losses.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/model/torch/elementwise.h"

namespace latlas::model {
namespace {

// On a GPU, where Torch's own operations are the fast ones.
double reconstructionOnDevice(const ModelConfig& config, const at::Tensor& outputs,
                              const at::Tensor& pixels, const at::Tensor& gradient,
                              double scale) {
  at::Tensor target = gradient;
  if (config.likelihood == Likelihood::bernoulli) {
    if (gradient.defined()) at::sub_out(target, outputs.sigmoid(), pixels).mul_(scale);
    return (at::softplus(outputs) - outputs * pixels).sum(at::kDouble).item<double>();
  }
  const double precision = 1.0 / (config.sigma * config.sigma);
  const double constant = std::log(config.sigma) + 0.5 * std::log(2.0 * std::numbers::pi);
  const at::Tensor observed = pixels.isnan().logical_not_();
  const at::Tensor error = at::where(observed, outputs - pixels, at::zeros_like(outputs));
  if (gradient.defined()) target.copy_(error).mul_(scale * precision);
  return 0.5 * precision * error.square().sum(at::kDouble).item<double>() +
         constant * observed.sum(at::kDouble).item<double>();
}

}  // namespace

double reconstructionNll(const ModelConfig& config, const at::Tensor& outputs,
                         const at::Tensor& pixels, const at::Tensor& gradient, double scale) {
  if (!outputs.is_cpu())
    return reconstructionOnDevice(config, outputs, pixels, gradient, scale);
  const at::Tensor dense = outputs.contiguous();
  const float* values = dense.data_ptr<float>();
  const float* targets = pixels.data_ptr<float>();
  float* derivatives = gradient.defined() ? gradient.data_ptr<float>() : nullptr;
  const auto factor = static_cast<float>(scale);
  return config.likelihood == Likelihood::bernoulli
             ? bernoulliNll(values, targets, derivatives, factor, dense.numel())
             : gaussianNll(values, targets, derivatives, factor, config.sigma, dense.numel());
}

at::Tensor likelihoodMean(const ModelConfig& config, data::Kind kind, const at::Tensor& outputs) {
  if (config.likelihood == Likelihood::bernoulli) return outputs.sigmoid();
  return kind == data::Kind::images ? outputs.clamp(0.0, 1.0) : outputs;
}

Posterior::Posterior(at::Tensor mean, at::Tensor logVariance)
    : mu(std::move(mean)), logvar(std::move(logVariance)), deviation((logvar * 0.5).exp_()) {}

at::Tensor Posterior::sample(const at::Tensor& noise) const {
  return at::addcmul(mu, deviation, noise);
}

double Posterior::kl() const {
  const at::Tensor terms = mu.square().add_(deviation.square()).sub_(logvar).sub_(1.0);
  return 0.5 * terms.sum(at::kDouble).item<double>();
}

Posterior::Gradient Posterior::gradient(const at::Tensor& sampleGradient, const at::Tensor& noise,
                                        double klWeight) const {
  // d kl / d mu = mu, d kl / d logvar = (deviation^2 - 1) / 2,
  // d z / d mu = 1,   d z / d logvar = deviation noise / 2.
  at::Tensor throughNoise = deviation * noise;
  throughNoise.mul_(sampleGradient);
  at::Tensor throughKl = deviation.square().sub_(1.0);
  return {at::add(sampleGradient, mu, klWeight),
          throughNoise.add_(throughKl, klWeight).mul_(0.5)};
}

}  // namespace latlas::model
