// The terms of the loss with their derivatives. Sums over everything, in nats; the caller divides
// by the number of images.
#pragma once

#include <ATen/ATen.h>

#include "core/model/config.h"

namespace latlas::model {

// -log p(pixels | outputs): Bernoulli from logits or Gaussian from means, of which missing pixels
// (NaN) take no part. When `gradient` is
// defined (shape of outputs) it receives the derivative with respect to the outputs, times scale.
double reconstructionNll(const ModelConfig& config, const at::Tensor& outputs,
                         const at::Tensor& pixels, const at::Tensor& gradient, double scale);

// What decode() shows: the likelihood's mean; of images in [0, 1].
at::Tensor likelihoodMean(const ModelConfig& config, data::Kind kind, const at::Tensor& outputs);

// q(z | x) = N(mu, exp(logvar)), all [n, latent] (Kingma & Welling 2013).
struct Posterior {
  at::Tensor mu, logvar;
  at::Tensor deviation;  // exp(logvar / 2)

  Posterior(at::Tensor mean, at::Tensor logVariance);

  // z = mu + deviation * noise (section 2.4).
  at::Tensor sample(const at::Tensor& noise) const;

  // KL(q || N(0, 1)), closed form (appendix B).
  double kl() const;

  struct Gradient {
    at::Tensor mu, logvar;
  };
  // Derivatives of L(sample(noise)) + klWeight * kl(), given dL/dz.
  Gradient gradient(const at::Tensor& sampleGradient, const at::Tensor& noise,
                    double klWeight) const;
};

}  // namespace latlas::model
