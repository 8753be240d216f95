#include "core/model/torch/likelihood/likelihood.h"

#include <cmath>
#include <numbers>

namespace latlas::model {
namespace {

// On a GPU, where Torch's own operations are the fast ones: each element's part.
struct Elements {
  at::Tensor nll, slope, logSigmaSlope;
};

Elements logisticElements(const at::Tensor& means, const at::Tensor& targets, double sigma) {
  constexpr double width = 1.0 / 510.0;
  const double h = width / sigma;
  const at::Tensor u = (targets + width - means) / sigma, v = (targets - width - means) / sigma;
  const at::Tensor lowest = targets <= width, highest = targets >= 1.0 - width;
  const at::Tensor inner = -h - std::log(-std::expm1(-2.0 * h)) + 0.5 * (u.abs() + v.abs()) +
                           at::log1p((-u.abs()).exp()) + at::log1p((-v.abs()).exp());
  const at::Tensor none = at::zeros_like(u);
  const at::Tensor slopeU =
      at::where(highest, none, at::where(lowest, u.sigmoid() - 1.0, 0.5 * (0.5 * u).tanh()));
  const at::Tensor slopeV =
      at::where(lowest, none, at::where(highest, v.sigmoid(), 0.5 * (0.5 * v).tanh()));
  const at::Tensor ofH =
      at::where(lowest.logical_or(highest), none, at::full_like(u, h / std::tanh(h)));
  return {at::where(lowest, at::softplus(-u), at::where(highest, at::softplus(v), inner)),
          -(slopeU + slopeV) / sigma, ofH - slopeU * u - slopeV * v};
}

Elements elementsOf(const NllTask& task, const at::Tensor& outputs, const at::Tensor& targets) {
  const double sigma = task.sigma;
  switch (task.likelihood) {
    case Likelihood::bernoulli:
      return {at::softplus(outputs) - outputs * targets, outputs.sigmoid() - targets,
              at::zeros_like(outputs)};
    case Likelihood::gaussian: {
      const at::Tensor error = (outputs - targets) / sigma;
      return {0.5 * error.square() + std::log(sigma) + 0.5 * std::log(2.0 * std::numbers::pi),
              error / sigma, 1.0 - error.square()};
    }
    case Likelihood::laplace: {
      const at::Tensor error = (outputs - targets) / sigma;
      return {error.abs() + std::log(2.0 * sigma), error.sign() / sigma, 1.0 - error.abs()};
    }
    case Likelihood::discretizedLogistic: return logisticElements(outputs, targets, sigma);
  }
  return {};
}

Elements observedElements(const NllTask& task, const at::Tensor& outputs,
                          const at::Tensor& targets) {
  if (!task.mayMiss) return elementsOf(task, outputs, targets);
  const at::Tensor observed = targets.isnan().logical_not();
  Elements elements = elementsOf(task, outputs, targets.nan_to_num(0.0));
  for (at::Tensor* part : {&elements.nll, &elements.slope, &elements.logSigmaSlope})
    *part = *part * observed;
  return elements;
}

}  // namespace

NllSums ReconstructionTerm::sums(const at::Tensor& outputs, const at::Tensor& targets,
                                 const at::Tensor& gradient, double scale) const {
  if (outputs.is_cpu()) {
    const at::Tensor dense = outputs.contiguous();
    return nllSums(task_, {dense.data_ptr<float>(), targets.data_ptr<float>(), dense.numel(),
                           gradient.defined() ? gradient.data_ptr<float>() : nullptr,
                           static_cast<float>(scale)});
  }
  const Elements elements = observedElements(task_, outputs, targets);
  at::Tensor target = gradient;
  if (gradient.defined()) target.copy_(elements.slope).mul_(scale);
  return {elements.nll.sum(at::kDouble).item<double>(),
          elements.logSigmaSlope.sum(at::kDouble).item<double>()};
}

std::vector<NllSums> ReconstructionTerm::rows(const at::Tensor& outputs, const at::Tensor& targets,
                                              const at::Tensor& gradient,
                                              const std::vector<float>& rowScales) const {
  const std::int64_t count = outputs.size(0), perTarget = count / targets.size(0);
  std::vector<NllSums> sums(static_cast<std::size_t>(count));
  if (outputs.is_cpu()) {
    const at::Tensor dense = outputs.contiguous();
    nllRows(task_,
            {dense.data_ptr<float>(), targets.data_ptr<float>(), count, perTarget,
             dense.numel() / count, gradient.defined() ? gradient.data_ptr<float>() : nullptr,
             rowScales.empty() ? nullptr : rowScales.data()},
            sums.data());
    return sums;
  }
  const Elements elements =
      observedElements(task_, outputs, targets.repeat_interleave(perTarget, 0));
  if (gradient.defined()) {
    at::Tensor target = gradient;
    target.copy_(elements.slope);
    if (!rowScales.empty()) {
      std::vector<std::int64_t> shape(static_cast<std::size_t>(outputs.dim()), 1);
      shape[0] = count;
      auto* scales = const_cast<float*>(rowScales.data());
      target.mul_(at::from_blob(scales, shape, at::kFloat).to(outputs.device()));
    }
  }
  const at::Tensor nll = elements.nll.flatten(1).sum(1).to(at::kCPU, at::kDouble);
  const at::Tensor slope = elements.logSigmaSlope.flatten(1).sum(1).to(at::kCPU, at::kDouble);
  for (std::int64_t row = 0; row < count; ++row)
    sums[static_cast<std::size_t>(row)] = {nll.data_ptr<double>()[row],
                                           slope.data_ptr<double>()[row]};
  return sums;
}

at::Tensor likelihoodMean(const ModelConfig& config, data::Kind kind, const at::Tensor& outputs) {
  if (config.likelihood == Likelihood::bernoulli) return outputs.sigmoid();
  return kind == data::Kind::images ? outputs.clamp(0.0, 1.0) : outputs;
}

}  // namespace latlas::model
