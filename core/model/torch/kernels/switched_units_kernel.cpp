#include "core/model/torch/kernels/switched_units_kernel.h"

#include <vector>

#include "core/model/torch/kernels/vector_math.h"

namespace latlas::model {
namespace {

// How many units are added in one pass over a row of outputs: it is read and written once for all.
constexpr std::size_t kUnitsAPass = 8;

LATLAS_VECTORIZED void differences(const float* __restrict activations,
                                   const float* __restrict slopes, float offSlope,
                                   float* __restrict result, std::int64_t count) {
  for (std::int64_t i = 0; i < count; ++i) {
    const float slope = activations[i] > 0.0f ? 1.0f : offSlope;
    result[i] = (slope - slopes[i]) * activations[i];
  }
}

// outputs += sum_k scales[k] columns[k], unitsAPass of them.
LATLAS_VECTORIZED void addPass(const float* const* columns, const float* scales,
                               float* __restrict outputs, std::int64_t width) {
  const float* __restrict c0 = columns[0], * __restrict c1 = columns[1], * __restrict c2 = columns[2], * __restrict c3 = columns[3], * __restrict c4 = columns[4], * __restrict c5 = columns[5], * __restrict c6 = columns[6], * __restrict c7 = columns[7];
  const float s0 = scales[0], s1 = scales[1], s2 = scales[2], s3 = scales[3], s4 = scales[4],
              s5 = scales[5], s6 = scales[6], s7 = scales[7];
  for (std::int64_t i = 0; i < width; ++i)
    outputs[i] += ((s0 * c0[i] + s1 * c1[i]) + (s2 * c2[i] + s3 * c3[i])) +
                  ((s4 * c4[i] + s5 * c5[i]) + (s6 * c6[i] + s7 * c7[i]));
}

}  // namespace

void addSwitchedUnits(const SwitchedUnits& task, float* outputs) {
  const auto hidden = static_cast<std::size_t>(task.hidden);
  std::vector<float> found(hidden), scales(hidden + kUnitsAPass);
  std::vector<const float*> columns(hidden + kUnitsAPass);
  for (std::int64_t row = 0; row < task.rows; ++row) {
    differences(task.activations + row * task.hidden, task.slopes, task.offSlope, found.data(),
                task.hidden);
    // Without a branch, which would be guessed wrongly at each unit that is switched.
    std::size_t count = 0;
    for (std::size_t unit = 0; unit < hidden; ++unit) {
      columns[count] = task.weights + static_cast<std::int64_t>(unit) * task.width;
      scales[count] = found[unit];
      count += found[unit] != 0.0f;
    }
    for (std::size_t k = count; k < count + kUnitsAPass; ++k) {
      columns[k] = task.weights;
      scales[k] = 0.0f;
    }
    for (std::size_t k = 0; k < count; k += kUnitsAPass)
      addPass(&columns[k], &scales[k], outputs + row * task.width, task.width);
  }
}

}  // namespace latlas::model
