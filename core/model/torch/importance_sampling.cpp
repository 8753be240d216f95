#include "core/model/torch/importance_sampling.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/model/objectives.h"
#include "core/model/torch/layers/posterior_decoder.h"
#include "core/model/torch/likelihood/likelihood.h"

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

// One thread's way from draws to their weights.
class Weighing {
 public:
  Weighing(const ImportanceTask& task, const Network& network, const FlatTensors& weights,
           Replica& replica)
      : reconstruction_(task.spec.config, task.spec.shape.kind, true, task.sigma),
        replica_(replica) {
    if (weights.flat().is_cpu() && PosteriorDecoder::suits(network))
      fast_.emplace(network, weights);
  }

  void setPosterior(const Encoded& posterior, const at::Tensor& target) {
    posterior_ = posterior;
    target_ = target;
    if (fast_) fast_->setMean(posterior.mu);
  }

  // log p(x, z) - log q(z | x) of draws from the posterior; noise: [draws, latent].
  std::vector<double> logWeights(const at::Tensor& noise) {
    const LatentBatch latent(posterior_.mu, posterior_.logvar, noise.unsqueeze(0));
    const at::Tensor z = latent.z.flatten(0, 1);
    const at::Tensor outputs = fast_ ? fast_->decode(z) : replica_.decoder.forward(z, {});
    const std::vector<NllSums> nll = reconstruction_.rows(outputs, target_, {}, {});
    const at::Tensor ratios = logPriorRatios(latent);
    std::vector<double> weights(nll.size());
    for (std::size_t i = 0; i < nll.size(); ++i)
      weights[i] = ratios.data_ptr<double>()[i] - nll[i].nll;
    return weights;
  }

 private:
  ReconstructionTerm reconstruction_;
  Replica& replica_;
  std::optional<PosteriorDecoder> fast_;
  Encoded posterior_;
  at::Tensor target_;
};

double boundOf(Weighing& weighing, const ImportanceTask& task, std::uint64_t stream,
               std::vector<float>& noise) {
  const std::int64_t latent = task.spec.config.latent;
  Random random(task.seed, stream);
  LogSum sum;
  for (std::int64_t begin = 0; begin < task.samples; begin += task.piece) {
    const std::int64_t size = std::min<std::int64_t>(task.piece, task.samples - begin);
    noise.resize(static_cast<std::size_t>(size * latent));
    random.fillNormal(noise);
    const at::Tensor draws =
        at::from_blob(noise.data(), {size, latent}, at::kFloat).to(task.targets.device());
    for (const double weight : weighing.logWeights(draws)) sum.add(weight);
  }
  return sum.value() - std::log(static_cast<double>(task.samples));
}

}  // namespace

void importanceBounds(VaeNetwork& network, const ImportanceTask& task, std::span<double> bounds) {
  if (!network.isVariational())
    throw Error("objective " + std::string(infoOf(task.spec.config.objective).name) +
                ": expected a model with a posterior, as the importance-weighted bound has none to "
                "draw from, found a deterministic autoencoder");
  const Encoded encoded = network.encode(task.inputs, {});
  network.share(encoded.mu.size(0), [&](Replica& replica, std::int64_t begin, std::int64_t size) {
    Weighing weighing(task, network.layers(), network.weights(), replica);
    std::vector<float> noise;
    for (std::int64_t i = begin; i < begin + size; ++i) {
      weighing.setPosterior({encoded.mu.narrow(0, i, 1), encoded.logvar.narrow(0, i, 1)},
                            task.targets.narrow(0, i, 1));
      bounds[static_cast<std::size_t>(i)] =
          boundOf(weighing, task, task.firstStream + static_cast<std::uint64_t>(i), noise);
    }
  });
}

}  // namespace latlas::model
