#include "core/model/torch/adam.h"

#include <cmath>

#include "core/base/error.h"
#include "core/model/torch/elementwise.h"

namespace latlas::model {
namespace {

// The paper's defaults, which are PyTorch's too.
constexpr double meanDecay = 0.9, squareDecay = 0.999, epsilon = 1e-8;

const TensorSpec stepSpec{"step", {}};

}  // namespace

Adam::Adam(const std::vector<TensorSpec>& specs, at::Device device)
    : means_(specs, device, ".m"), squares_(specs, device, ".v") {}

void Adam::step(const FlatTensors& weights, const FlatTensors& gradients, double learningRate,
                double gradientScale) {
  ++steps_;
  const auto count = static_cast<double>(steps_);
  const double stepSize = learningRate / (1.0 - std::pow(meanDecay, count));
  const double rootCorrection = std::sqrt(1.0 - std::pow(squareDecay, count));
  at::Tensor w = weights.flat(), m = means_.flat(), v = squares_.flat();
  const at::Tensor& g = gradients.flat();
  if (w.is_cpu()) {
    const AdamCoefficients coefficients{
        .gradientScale = static_cast<float>(gradientScale),
        .meanDecay = static_cast<float>(meanDecay),
        .meanShare = static_cast<float>(1.0 - meanDecay),
        .squareDecay = static_cast<float>(squareDecay),
        .squareShare = static_cast<float>(1.0 - squareDecay),
        .stepSize = static_cast<float>(stepSize),
        .inverseRootSquare = static_cast<float>(1.0 / rootCorrection),
        .epsilon = static_cast<float>(epsilon)};
    adamUpdate(w.data_ptr<float>(), g.data_ptr<float>(), m.data_ptr<float>(),
               v.data_ptr<float>(), coefficients, w.numel());
    return;
  }
  const at::Tensor scaled = g * gradientScale;
  m.mul_(meanDecay).add_(scaled, 1.0 - meanDecay);
  v.mul_(squareDecay).addcmul_(scaled, scaled, 1.0 - squareDecay);
  w.addcdiv_(m, v.sqrt().div_(rootCorrection).add_(epsilon), -stepSize);
}

Tensors Adam::state() const {
  Tensors all;
  Tensors means = means_.copy(), squares = squares_.copy();
  for (std::size_t i = 0; i < means.size(); ++i) {
    all.push_back(std::move(means[i]));
    all.push_back(std::move(squares[i]));
  }
  // Exact up to 2^24 steps; by then the bias corrections are 1.
  all.push_back({stepSpec.name, stepSpec.shape, {static_cast<float>(steps_)}});
  return all;
}

void Adam::setState(const Tensors& state) {
  const float steps = findTensor(state, stepSpec).values.front();
  if (!(steps >= 0.0f && steps < 0x1p62f) || steps != std::floor(steps))
    throw Error("tensor \"step\": expected a whole number of steps, found " +
                std::to_string(steps));
  for (const TensorSpec& spec : squares_.specs()) findTensor(state, spec);
  means_.assign(state);
  squares_.assign(state);
  steps_ = static_cast<std::int64_t>(steps);
}

double gradientNorm(const FlatTensors& gradients) {
  const at::Tensor& flat = gradients.flat();
  const double squares = flat.is_cpu() ? sumOfSquares(flat.data_ptr<float>(), flat.numel())
                                       : flat.square().sum(at::kDouble).item<double>();
  return std::sqrt(squares);
}

}  // namespace latlas::model
