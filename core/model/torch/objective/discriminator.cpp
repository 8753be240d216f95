#include "core/model/torch/objective/discriminator.h"

#include "core/model/torch/draws.h"
#include "core/model/torch/layers/initial_weights.h"

namespace latlas::model {
namespace {

constexpr double kLearningRate = 1e-4;
constexpr AdamDecays kDecays{0.5, 0.9};
// Its first weights come from another stream than the network's.
constexpr std::uint64_t kSeedMark = 0xd15c;

}  // namespace

Discriminator::Discriminator(int latent, std::uint64_t seed, at::Device device)
    : weights_(trainedTensors(buildDiscriminator(latent)), device),
      gradients_(weights_.specs(), device),
      layers_(buildDiscriminator(latent), {weights_, gradients_, nullptr}),
      optimizer_(Optimizer::adam, weights_.specs(), device, kDecays, "discriminator.") {
  weights_.assign(initialWeights(buildDiscriminator(latent), Initialization::pytorch,
                                 seed ^ kSeedMark));
}

void Discriminator::addTotalCorrelation(const TermTask& task) {
  const at::Tensor z = task.batch.z.select(1, 0);
  const std::int64_t n = z.size(0);
  const at::Tensor permuted =
      z.gather(0, permutations(n, z.size(1), task.settings.drawSeed, z.device()));
  logits_ = layers_.forward(at::cat({z, permuted}), {}).clone();
  const at::Tensor difference = logits_.select(1, 0) - logits_.select(1, 1);
  const double correlation =
      difference.slice(0, 0, n).sum(at::kDouble).item<double>() / static_cast<double>(n);
  // -log softmax of the right class: 0 for samples, 1 for permuted ones.
  const at::Tensor wrong = at::cat({-difference.slice(0, 0, n), difference.slice(0, n)});
  task.losses[Term::totalCorrelation] = correlation;
  task.losses[Term::discriminator] =
      at::softplus(wrong).sum(at::kDouble).item<double>() / static_cast<double>(2 * n);
  const double gamma = task.settings.weights.gamma;
  task.losses.loss += gamma * correlation;
  if (!task.gradient) return;
  at::Tensor slopes = at::zeros_like(logits_);
  slopes.slice(0, 0, n).select(1, 0).fill_(gamma / static_cast<double>(n));
  slopes.slice(0, 0, n).select(1, 1).fill_(-gamma / static_cast<double>(n));
  task.gradient->z.select(1, 0).add_(layers_.backward(slopes, {}).slice(0, 0, n));
}

void Discriminator::learn() {
  const std::int64_t count = logits_.size(0);
  at::Tensor slopes = logits_.softmax(1);
  slopes.slice(0, 0, count / 2).select(1, 0).sub_(1.0);
  slopes.slice(0, count / 2).select(1, 1).sub_(1.0);
  slopes.div_(static_cast<double>(count));
  layers_.backward(slopes, {.wantInputGradient = false});
  optimizer_.step(weights_, gradients_, {.learningRate = kLearningRate});
}

Tensors Discriminator::state() const {
  Tensors all = weights_.copy();
  for (Tensor& tensor : optimizer_.state()) all.push_back(std::move(tensor));
  return all;
}

void Discriminator::setState(const Tensors& state) {
  for (const TensorSpec& spec : weights_.specs()) findTensor(state, spec);
  optimizer_.setState(state);
  weights_.assign(state);
}

}  // namespace latlas::model
