#include "core/model/torch/optimizer/optimizer.h"

#include <cmath>

#include "core/base/error.h"
#include "core/model/torch/kernels/optimizer_kernels.h"

namespace latlas::model {
namespace {

// Adam's and RMSprop's defaults in PyTorch.
constexpr double kEpsilon = 1e-8, kRmsPropDecay = 0.99;

}  // namespace

OptimizerState::OptimizerState(Optimizer kind, const std::vector<TensorSpec>& specs,
                               at::Device device, AdamDecays decays, const std::string& prefix)
    : kind_(kind), decays_(decays), stepSpec_{prefix + "step", {}}, first_(specs, device, ".m") {
  if (optimizerMoments(kind).size() > 1) second_.emplace(specs, device, ".v");
}

void OptimizerState::step(const FlatTensors& weights, const FlatTensors& gradients,
                          const UpdateOptions& options) {
  ++steps_;
  switch (kind_) {
    case Optimizer::adam:
    case Optimizer::adamW: return adamStep(weights.flat(), gradients.flat(), options);
    case Optimizer::rmsProp: return rmsPropStep(weights.flat(), gradients.flat(), options);
    case Optimizer::sgd: return sgdStep(weights.flat(), gradients.flat(), options);
  }
}

void OptimizerState::adamStep(at::Tensor w, const at::Tensor& g, const UpdateOptions& options) {
  at::Tensor m = first_.flat(), v = second_->flat();
  const auto count = static_cast<double>(steps_);
  const double stepSize = options.learningRate / (1.0 - std::pow(decays_.mean, count));
  const double rootCorrection = std::sqrt(1.0 - std::pow(decays_.square, count));
  const double weightScale =
      kind_ == Optimizer::adamW ? 1.0 - options.learningRate * options.weightDecay : 1.0;
  if (w.is_cpu()) {
    const AdamCoefficients coefficients{
        .gradientScale = static_cast<float>(options.gradientScale),
        .weightScale = static_cast<float>(weightScale),
        .meanDecay = static_cast<float>(decays_.mean),
        .meanShare = static_cast<float>(1.0 - decays_.mean),
        .squareDecay = static_cast<float>(decays_.square),
        .squareShare = static_cast<float>(1.0 - decays_.square),
        .stepSize = static_cast<float>(stepSize),
        .inverseRootSquare = static_cast<float>(1.0 / rootCorrection),
        .epsilon = static_cast<float>(kEpsilon)};
    return adamUpdate({w.data_ptr<float>(), g.data_ptr<float>(), m.data_ptr<float>(),
                       v.data_ptr<float>(), w.numel()},
                      coefficients);
  }
  const at::Tensor scaled = g * options.gradientScale;
  m.mul_(decays_.mean).add_(scaled, 1.0 - decays_.mean);
  v.mul_(decays_.square).addcmul_(scaled, scaled, 1.0 - decays_.square);
  w.mul_(weightScale).addcdiv_(m, v.sqrt().div_(rootCorrection).add_(kEpsilon), -stepSize);
}

void OptimizerState::rmsPropStep(at::Tensor w, const at::Tensor& g, const UpdateOptions& options) {
  at::Tensor m = first_.flat(), v = second_->flat();
  if (w.is_cpu()) {
    const RmsPropCoefficients coefficients{
        static_cast<float>(options.gradientScale), static_cast<float>(kRmsPropDecay),
        static_cast<float>(1.0 - kRmsPropDecay),   static_cast<float>(options.momentum),
        static_cast<float>(options.learningRate),  static_cast<float>(kEpsilon)};
    return rmsPropUpdate({w.data_ptr<float>(), g.data_ptr<float>(), m.data_ptr<float>(),
                          v.data_ptr<float>(), w.numel()},
                         coefficients);
  }
  const at::Tensor scaled = g * options.gradientScale;
  v.mul_(kRmsPropDecay).addcmul_(scaled, scaled, 1.0 - kRmsPropDecay);
  m.mul_(options.momentum).addcdiv_(scaled, v.sqrt().add_(kEpsilon));
  w.add_(m, -options.learningRate);
}

void OptimizerState::sgdStep(at::Tensor w, const at::Tensor& g, const UpdateOptions& options) {
  at::Tensor m = first_.flat();
  if (w.is_cpu())
    return sgdUpdate(
        {w.data_ptr<float>(), g.data_ptr<float>(), m.data_ptr<float>(), nullptr, w.numel()},
        {static_cast<float>(options.gradientScale), static_cast<float>(options.momentum),
         static_cast<float>(options.learningRate)});
  m.mul_(options.momentum).add_(g, options.gradientScale);
  w.add_(m, -options.learningRate);
}

Tensors OptimizerState::state() const {
  Tensors all;
  Tensors first = first_.copy(), second = second_ ? second_->copy() : Tensors{};
  for (std::size_t i = 0; i < first.size(); ++i) {
    all.push_back(std::move(first[i]));
    if (second_) all.push_back(std::move(second[i]));
  }
  // Exact up to 2^24 steps; by then the bias corrections are 1.
  all.push_back({stepSpec_.name, stepSpec_.shape, {static_cast<float>(steps_)}});
  return all;
}

void OptimizerState::setState(const Tensors& state) {
  const float steps = findTensor(state, stepSpec_).values.front();
  if (!(steps >= 0.0f && steps < 0x1p62f) || steps != std::floor(steps))
    throw Error("tensor \"" + stepSpec_.name + "\": expected a whole number of steps, found " +
                std::to_string(steps));
  if (second_)
    for (const TensorSpec& spec : second_->specs()) findTensor(state, spec);
  first_.assign(state);
  if (second_) second_->assign(state);
  steps_ = static_cast<std::int64_t>(steps);
}

double gradientNorm(const FlatTensors& gradients) {
  const at::Tensor& flat = gradients.flat();
  const double squares = flat.is_cpu() ? sumOfSquares(flat.data_ptr<float>(), flat.numel())
                                       : flat.square().sum(at::kDouble).item<double>();
  return std::sqrt(squares);
}

}  // namespace latlas::model
