#include "core/model/torch/initial_weights.h"

#include <cmath>
#include <utility>

#include "core/base/random.h"

namespace latlas::model {
namespace {

// Far from the streams of training steps, which are counted from 0.
constexpr std::uint64_t initialStream = std::uint64_t{1} << 63;

std::int64_t product(const std::vector<std::int64_t>& shape, std::size_t first) {
  std::int64_t result = 1;
  for (std::size_t i = first; i < shape.size(); ++i) result *= shape[i];
  return result;
}

}  // namespace

Tensors initialWeights(const std::vector<TensorSpec>& specs, std::uint64_t seed) {
  Random random(seed, initialStream);
  Tensors tensors;
  double bound = 0.0;
  for (const TensorSpec& spec : specs) {
    // A bias follows its weight and has the same bound. For a transposed convolution, [in, out, k,
    // k], PyTorch too takes all but the first side.
    if (spec.shape.size() > 1)
      bound = 1.0 / std::sqrt(static_cast<double>(product(spec.shape, 1)));
    Tensor tensor{spec.name, spec.shape, {}};
    tensor.values.resize(static_cast<std::size_t>(product(spec.shape, 0)));
    for (float& value : tensor.values)
      value = static_cast<float>((2.0 * random.uniform() - 1.0) * bound);
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

}  // namespace latlas::model
