// What the objectives' terms work on: the posteriors of one batch, its samples, and the gradients
// that gather there.
#pragma once

#include <ATen/ATen.h>

#include "core/model/learner.h"

namespace latlas::model {

// q(z | x) = N(mu, exp(logvar)) and its samples z = mu + deviation * noise (Kingma & Welling 2013,
// section 2.4). mu, logvar, deviation: [n, latent]; noise, z: [n, points, latent]. Of a
// deterministic encoder the first point is z = mu, and logvar and deviation are undefined.
struct LatentBatch {
  // Short enough for curvature not to count, and long enough for float's rounding: an error of some
  // 1e-5 of the change on either side.
  static constexpr double kProbe = 0.01;

  at::Tensor mu, logvar, deviation, noise, z;

  LatentBatch() = default;
  // Of a deterministic encoder. Each of `draws` [n, points - 1, latent] (undefined: none) adds a
  // point at mu + kProbe * draw, which tells how the decoder changes there.
  LatentBatch(at::Tensor mean, const at::Tensor& draws);
  LatentBatch(at::Tensor mean, at::Tensor logVariance, const at::Tensor& draws);

  bool isVariational() const { return logvar.defined(); }
  // Those of the samples [begin, begin + size): views.
  LatentBatch narrow(std::int64_t begin, std::int64_t size) const;

  std::int64_t count() const { return mu.size(0); }
  std::int64_t latent() const { return mu.size(1); }
};

// d loss / d each, as far as a term goes past z: the way through z is added by throughSamples().
struct LatentGradient {
  at::Tensor mu, logvar;  // [n, latent]; logvar is undefined for a deterministic encoder
  at::Tensor z;           // [n, points, latent]
};

// Adds what comes through z to the gradients of mu and logvar.
void throughSamples(const LatentBatch& batch, LatentGradient& gradient);

// log p(z) - log q(z | x) of each sample: the constants cancel, and (z - mu) / deviation is the
// noise. [n, samples] of double, on the CPU.
at::Tensor logPriorRatios(const LatentBatch& batch);

// KL(q(z|x) || N(0, 1)) of each dimension, averaged over the batch: closed form (Kingma & Welling
// 2013, appendix B). [latent]
std::vector<double> klOfDimensions(const LatentBatch& batch);

// gradient += sum_j weights[j] KL_j, of the averages that klOfDimensions() gives.
void addKlGradient(const LatentBatch& batch, const std::vector<double>& weights,
                   LatentGradient& gradient);

}  // namespace latlas::model
