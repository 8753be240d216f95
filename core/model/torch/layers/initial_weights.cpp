#include "core/model/torch/layers/initial_weights.h"

#include <cmath>
#include <utility>

#include "core/base/random.h"

namespace latlas::model {
namespace {

// Far from the streams of training steps, which are counted from 0.
constexpr std::uint64_t kInitialStream = std::uint64_t{1} << 63;

double boundOf(const Layer& layer, Initialization init) {
  const bool isTransposed = layer.type == LayerType::convTranspose2d;
  const double kernel = layer.isConvolution() ? layer.kernel * layer.kernel : 1.0;
  const double in = layer.in * kernel, out = layer.out * kernel;
  switch (init) {
    case Initialization::pytorch: break;
    case Initialization::glorot: return std::sqrt(6.0 / (in + out));
    case Initialization::he:
      return std::sqrt(6.0 / (isTransposed ? in / (layer.stride * layer.stride) : in));
  }
  return 1.0 / std::sqrt(isTransposed ? out : in);
}

Tensor filled(const std::string& name, std::vector<std::int64_t> shape, float value) {
  Tensor tensor{name, std::move(shape), {}};
  tensor.values.assign(static_cast<std::size_t>(numberCount({name, tensor.shape})), value);
  return tensor;
}

void draw(Tensor& tensor, double bound, Random& random) {
  for (float& value : tensor.values)
    value = static_cast<float>((2.0 * random.uniform() - 1.0) * bound);
}

}  // namespace

Tensors initialWeights(const std::vector<Layer>& layers, Initialization init, std::uint64_t seed) {
  Random random(seed, kInitialStream);
  Tensors tensors;
  for (const Layer& layer : layers) {
    const bool isNorm = layer.type == LayerType::batchNorm;
    for (const TensorSpec& spec : trainedTensors(std::vector<Layer>{layer})) {
      const bool isBias = spec.name == layer.bias;
      Tensor& tensor =
          tensors.emplace_back(filled(spec.name, spec.shape, isNorm && !isBias ? 1.0f : 0.0f));
      if (!isNorm && (!isBias || init == Initialization::pytorch))
        draw(tensor, boundOf(layer, init), random);
    }
    if (layer.runningMean.empty()) continue;
    tensors.push_back(filled(layer.runningMean, {layer.out}, 0.0f));
    tensors.push_back(filled(layer.runningVar, {layer.out}, 1.0f));
  }
  return tensors;
}

}  // namespace latlas::model
