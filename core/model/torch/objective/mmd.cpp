// InfoVAE's and WAE's term.
#include <algorithm>

#include "core/model/torch/draws.h"
#include "core/model/torch/objective/terms.h"

namespace latlas::model {
namespace {

// k(a, b) of all pairs, and its derivative by the squared distance.
struct Kernel {
  at::Tensor values, slopes;
};

Kernel kernelOf(MmdKernel kind, const at::Tensor& a, const at::Tensor& b) {
  const double width = 2.0 * static_cast<double>(a.size(1));
  const at::Tensor distances =
      (a.square().sum(1, true) + b.square().sum(1).unsqueeze(0)).addmm_(a, b.t(), 1.0, -2.0);
  distances.clamp_min_(0.0);
  if (kind == MmdKernel::inverseMultiquadratic) {
    const at::Tensor values = (distances + width).reciprocal_().mul_(width);
    return {values, values.square().div_(-width)};
  }
  const at::Tensor values = (distances / -width).exp_();
  return {values, values / -width};
}

double sumOffDiagonal(const at::Tensor& values) {
  return values.sum(at::kDouble).item<double>() - values.trace().item<double>();
}

// d sum_ij s_ij |a_i - b_j|^2 / d a, row by row: 2 (a_i sum_j s_ij - sum_j s_ij b_j).
at::Tensor pullTowards(const at::Tensor& slopes, const at::Tensor& a, const at::Tensor& b) {
  return (a * slopes.sum(1, true) - slopes.mm(b)).mul_(2.0);
}

}  // namespace

void addMmd(const TermTask& task) {
  const LossConfig& weights = task.settings.weights;
  const std::int64_t n = task.batch.count();
  const at::Tensor z = task.batch.z.select(1, 0);
  const at::Tensor prior =
      standardNormal({n, task.batch.latent()}, task.settings.drawSeed, DrawKind::prior, z.device());
  const Kernel own = kernelOf(weights.kernel, z, z), cross = kernelOf(weights.kernel, z, prior);
  const Kernel ofPrior = kernelOf(weights.kernel, prior, prior);
  const auto count = static_cast<double>(n);
  const double pairs = std::max(1.0, count * (count - 1.0)), all = count * count;
  const double mmd = (sumOffDiagonal(own.values) + sumOffDiagonal(ofPrior.values)) / pairs -
                     2.0 / all * cross.values.sum(at::kDouble).item<double>();
  const double weight = weights.alpha + weights.lambda - 1.0;
  task.losses[Term::mmd] = mmd;
  task.losses.loss += weight * mmd;
  if (!task.gradient) return;
  // In a sum over pairs of one set each sample stands twice; the diagonal pulls at nothing.
  at::Tensor pull = pullTowards(own.slopes, z, z).mul_(2.0 / pairs);
  pull.sub_(pullTowards(cross.slopes, z, prior), 2.0 / all);
  task.gradient->z.select(1, 0).add_(pull, weight);
}

}  // namespace latlas::model
