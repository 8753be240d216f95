#include "core/model/torch/kernels/optimizer_kernels.h"

#include <algorithm>

#include "core/model/torch/kernels/vector_math.h"
#include "core/model/torch/threads/chunks.h"

namespace latlas::model {
namespace {

// Partial sums of a block in float, one a lane, are exact to 1e-7; blocks are added up in double.
LATLAS_VECTORIZED double squares(const float* x, std::int64_t count) {
  constexpr std::int64_t lanes = 64;
  double total = 0.0;
  for (std::int64_t begin = 0; begin < count; begin += kBlockSize) {
    const std::int64_t size = std::min(kBlockSize, count - begin);
    std::array<float, lanes> sums{};
    std::int64_t i = 0;
    for (; i + lanes <= size; i += lanes)
      for (std::int64_t lane = 0; lane < lanes; ++lane) {
        const float value = x[begin + i + lane];
        sums[static_cast<std::size_t>(lane)] += value * value;
      }
    for (; i < size; ++i) sums[0] += x[begin + i] * x[begin + i];
    total += sum(sums.data(), lanes);
  }
  return total;
}

LATLAS_VECTORIZED void adam(const UpdateArrays& arrays, const AdamCoefficients& coefficients) {
  const AdamCoefficients c = coefficients;
  float* __restrict w = arrays.weights;
  const float* __restrict g = arrays.gradients;
  float* __restrict m = arrays.first, * __restrict v = arrays.second;
  const std::int64_t count = arrays.count;
  for (std::int64_t i = 0; i < count; ++i) {
    const float gradient = g[i] * c.gradientScale;
    m[i] = c.meanDecay * m[i] + c.meanShare * gradient;
    v[i] = c.squareDecay * v[i] + c.squareShare * gradient * gradient;
    w[i] = w[i] * c.weightScale -
           c.stepSize * m[i] / (std::sqrt(v[i]) * c.inverseRootSquare + c.epsilon);
  }
}

LATLAS_VECTORIZED void rmsProp(const UpdateArrays& arrays,
                               const RmsPropCoefficients& coefficients) {
  const RmsPropCoefficients c = coefficients;
  float* __restrict w = arrays.weights;
  const float* __restrict g = arrays.gradients;
  float* __restrict m = arrays.first, * __restrict v = arrays.second;
  const std::int64_t count = arrays.count;
  for (std::int64_t i = 0; i < count; ++i) {
    const float gradient = g[i] * c.gradientScale;
    v[i] = c.squareDecay * v[i] + c.squareShare * gradient * gradient;
    m[i] = c.momentum * m[i] + gradient / (std::sqrt(v[i]) + c.epsilon);
    w[i] -= c.rate * m[i];
  }
}

LATLAS_VECTORIZED void sgd(const UpdateArrays& arrays, const SgdCoefficients& coefficients) {
  const SgdCoefficients c = coefficients;
  float* __restrict w = arrays.weights;
  const float* __restrict g = arrays.gradients;
  float* __restrict m = arrays.first;
  const std::int64_t count = arrays.count;
  for (std::int64_t i = 0; i < count; ++i) {
    m[i] = c.momentum * m[i] + g[i] * c.gradientScale;
    w[i] -= c.rate * m[i];
  }
}

// Calls update(arrays of a chunk, coefficients) for all of them.
template <class Update, class Coefficients>
void updateChunks(const UpdateArrays& arrays, const Coefficients& coefficients, Update update) {
  forChunks(arrays.count, kChunkSize, [&](std::int64_t begin, std::int64_t end) {
    update({arrays.weights + begin, arrays.gradients + begin, arrays.first + begin,
            arrays.second ? arrays.second + begin : nullptr, end - begin},
           coefficients);
  });
}

}  // namespace

double sumOfSquares(const float* x, std::int64_t count) {
  return sumChunks(count, kChunkSize, [=](std::int64_t begin, std::int64_t end) {
    return squares(x + begin, end - begin);
  });
}

void adamUpdate(const UpdateArrays& arrays, const AdamCoefficients& coefficients) {
  updateChunks(arrays, coefficients, adam);
}

void rmsPropUpdate(const UpdateArrays& arrays, const RmsPropCoefficients& coefficients) {
  updateChunks(arrays, coefficients, rmsProp);
}

void sgdUpdate(const UpdateArrays& arrays, const SgdCoefficients& coefficients) {
  updateChunks(arrays, coefficients, sgd);
}

}  // namespace latlas::model
