#include "core/model/torch/initial_weights.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "core/base/random.h"

namespace latlas::model {
namespace {

// Far from the streams of training steps, which are counted from 0.
constexpr std::uint64_t initialStream = std::uint64_t{1} << 63;

std::int64_t fanIn(const TensorSpec& spec) { return numberCount(spec) / spec.shape.front(); }

bool endsWith(const std::string& name, std::string_view end) {
  return name.size() >= end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0;
}

}  // namespace

Tensors initialWeights(const std::vector<TensorSpec>& specs, std::uint64_t seed) {
  Random random(seed, initialStream);
  Tensors tensors;
  double bound = 0.0;
  for (const TensorSpec& spec : specs) {
    Tensor tensor{spec.name, spec.shape, {}};
    tensor.values.resize(static_cast<std::size_t>(numberCount(spec)));
    const bool isWeight = endsWith(spec.name, ".weight");
    // A bias follows its weight and has the same bound. For a transposed convolution, [in, out, k,
    // k], PyTorch too takes all but the first side. Batch norm's weight is a vector: it begins as
    // the identity.
    if (isWeight)
      bound = spec.shape.size() > 1 ? 1.0 / std::sqrt(static_cast<double>(fanIn(spec))) : 0.0;
    if ((isWeight && bound == 0.0) || endsWith(spec.name, ".running_var"))
      std::ranges::fill(tensor.values, 1.0f);
    else if (bound > 0.0)
      for (float& value : tensor.values)
        value = static_cast<float>((2.0 * random.uniform() - 1.0) * bound);
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

}  // namespace latlas::model
