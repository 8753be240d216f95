#include "core/model/torch/importance_sampling.h"

#include <cmath>
#include <limits>
#include <vector>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/torch/likelihood.h"

namespace latlas::model {
namespace {

// log sum exp of numbers that come one by one.
class LogSum {
 public:
  void add(double value) {
    if (value > highest_) sum_ *= std::exp(highest_ - value);
    highest_ = std::max(highest_, value);
    sum_ += std::exp(value - highest_);
  }
  double value() const { return highest_ + std::log(sum_); }

 private:
  double highest_ = -std::numeric_limits<double>::infinity(), sum_ = 0.0;
};

// log p(x, z) - log q(z | x) of draws from one posterior; noise: [draws, latent].
std::vector<double> logWeights(VaeNetwork& network, const ImportanceTask& task,
                               const at::Tensor& target, const Encoded& posterior,
                               const at::Tensor& noise) {
  const LatentBatch latent(posterior.mu, posterior.logvar, noise.unsqueeze(0));
  const at::Tensor outputs = network.decode(latent.z.flatten(0, 1), {});
  const ReconstructionTerm reconstruction(task.spec.config, task.spec.shape.kind, true,
                                          task.sigma);
  const std::vector<NllSums> nll = reconstruction.rows(outputs, target, {}, {});
  const at::Tensor ratios = logPriorRatios(latent);
  std::vector<double> weights(nll.size());
  for (std::size_t i = 0; i < nll.size(); ++i)
    weights[i] = ratios.data_ptr<double>()[i] - nll[i].nll;
  return weights;
}

}  // namespace

void importanceBounds(VaeNetwork& network, const ImportanceTask& task,
                      std::span<double> bounds) {
  if (!network.isVariational())
    throw Error("objective ae: expected a model with a posterior, as the importance-weighted bound "
                "has none to draw from, found a plain autoencoder");
  const Encoded encoded = network.encode(task.inputs, {});
  const at::Tensor &mu = encoded.mu, &logvar = encoded.logvar;
  const std::int64_t latent = mu.size(1);
  std::vector<float> noise;
  for (std::int64_t i = 0; i < mu.size(0); ++i) {
    Random random(task.seed, task.firstStream + static_cast<std::uint64_t>(i));
    const Encoded posterior{mu.narrow(0, i, 1), logvar.narrow(0, i, 1)};
    LogSum sum;
    for (std::int64_t begin = 0; begin < task.samples; begin += task.piece) {
      const std::int64_t size = std::min<std::int64_t>(task.piece, task.samples - begin);
      noise.resize(static_cast<std::size_t>(size * latent));
      random.fillNormal(noise);
      const at::Tensor draws =
          at::from_blob(noise.data(), {size, latent}, at::kFloat).to(mu.device());
      for (const double weight :
           logWeights(network, task, task.targets.narrow(0, i, 1), posterior, draws))
        sum.add(weight);
    }
    bounds[static_cast<std::size_t>(i)] =
        sum.value() - std::log(static_cast<double>(task.samples));
  }
}

}  // namespace latlas::model
