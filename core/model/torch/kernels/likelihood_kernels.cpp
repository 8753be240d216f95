#include "core/model/torch/kernels/likelihood_kernels.h"

#include <algorithm>

#include "core/model/torch/kernels/vector_math.h"
#include "core/model/torch/threads/chunks.h"

namespace latlas::model {
namespace {

// What an element adds to the sum, and its derivatives.
struct Element {
  float nll, slope;     // slope: by the output
  float logSigmaSlope;  // by log sigma
};

struct BernoulliElement {
  LATLAS_INLINE Element operator()(float logit, float target) const {
    const float small = expNegative(-std::fabs(logit));
    const float sigmoid = (logit >= 0.0f ? 1.0f : small) / (1.0f + small);
    // softplus(l) = max(l, 0) + log(1 + exp(-|l|)) never overflows.
    return {std::max(logit, 0.0f) - logit * target + logOnePlus(small), sigmoid - target, 0.0f};
  }
};

struct GaussianElement {
  float inverse;   // 1 / sigma
  float constant;  // of each observed element

  LATLAS_INLINE Element operator()(float mean, float target) const {
    const float error = (mean - target) * inverse;
    return {0.5f * error * error + constant, error * inverse, 1.0f - error * error};
  }
};

struct LaplaceElement {
  float inverse, constant;

  LATLAS_INLINE Element operator()(float mean, float target) const {
    const float error = (mean - target) * inverse, size = std::fabs(error);
    const float sign = error > 0.0f ? 1.0f : error < 0.0f ? -1.0f : 0.0f;
    return {size + constant, sign * inverse, 1.0f - size};
  }
};

// The mass between u = (t + w - m) / sigma and v = (t - w - m) / sigma, w = 1/510, is
// sigmoid(u) - sigmoid(v) = sinh(h) / (2 cosh(u/2) cosh(v/2)) with h = w / sigma, whose logarithm
// needs no difference of numbers that are almost equal.
struct LogisticElement {
  static constexpr float kHalfWidth = 1.0f / 510.0f;
  float inverse;
  float constant;  // -h - log(1 - exp(-2 h))
  float slopeOfH;  // h coth(h)

  LATLAS_INLINE Element operator()(float mean, float target) const {
    const float u = (target + kHalfWidth - mean) * inverse;
    const float v = (target - kHalfWidth - mean) * inverse;
    const float sizeU = std::fabs(u), sizeV = std::fabs(v);
    const float smallU = expNegative(-sizeU), smallV = expNegative(-sizeV);
    const float logU = logOnePlus(smallU), logV = logOnePlus(smallV);
    // tanh(x / 2) from exp(-|x|).
    const float tanhU = std::copysign((1.0f - smallU) / (1.0f + smallU), u);
    const float tanhV = std::copysign((1.0f - smallV) / (1.0f + smallV), v);
    const bool isLowest = target <= kHalfWidth, isHighest = target >= 1.0f - kHalfWidth;
    // -log sigmoid(u) and -log(1 - sigmoid(v)).
    const float lowest = 0.5f * (sizeU - u) + logU, highest = 0.5f * (sizeV + v) + logV;
    const float inner = constant + 0.5f * (sizeU + sizeV) + logU + logV;
    // By u and by v.
    const float slopeU = isHighest ? 0.0f : isLowest ? 0.5f * (tanhU - 1.0f) : 0.5f * tanhU;
    const float slopeV = isLowest ? 0.0f : isHighest ? 0.5f * (tanhV + 1.0f) : 0.5f * tanhV;
    return {isLowest    ? lowest
            : isHighest ? highest
                        : inner,
            -(slopeU + slopeV) * inverse,
            (isLowest || isHighest ? 0.0f : slopeOfH) - slopeU * u - slopeV * v};
  }
};

// In blocks, so that what is added up is still in the cache when it is.
template <bool mayMiss, class ElementOf>
LATLAS_INLINE NllSums sumBlocks(const ElementOf& elementOf, const NllElements& elements) {
  const float *const outputs = elements.outputs, *const targets = elements.targets;
  float* const gradient = elements.gradient;
  const float scale = elements.scale;
  const std::int64_t count = elements.count;
  std::array<float, kBlockSize> terms, slopes;
  NllSums sums;
  for (std::int64_t begin = 0; begin < count; begin += kBlockSize) {
    const std::int64_t size = std::min(kBlockSize, count - begin);
    for (std::int64_t i = 0; i < size; ++i) {
      const float target = targets[begin + i];
      const bool isObserved = !mayMiss || target == target;
      const Element element = elementOf(outputs[begin + i], mayMiss && !isObserved ? 0.0f : target);
      const float share = isObserved ? 1.0f : 0.0f;
      const auto at = static_cast<std::size_t>(i);
      terms[at] = mayMiss ? (isObserved ? element.nll : 0.0f) : element.nll;
      slopes[at] = mayMiss ? (isObserved ? element.logSigmaSlope : 0.0f) : element.logSigmaSlope;
      if (gradient)
        gradient[begin + i] = mayMiss ? element.slope * (scale * share) : element.slope * scale;
    }
    sums.nll += sum(terms.data(), size);
    sums.logSigmaSlope += sum(slopes.data(), size);
  }
  return sums;
}

// One function for each likelihood, for the loader to pick the CPU's version of.
#define LATLAS_NLL(NAME, ELEMENT)                                                                  \
  LATLAS_VECTORIZED NllSums NAME(const ELEMENT& elementOf, bool mayMiss,                           \
                                 const NllElements& elements) {                                    \
    return mayMiss ? sumBlocks<true>(elementOf, elements) : sumBlocks<false>(elementOf, elements); \
  }
LATLAS_NLL(bernoulliNll, BernoulliElement)
LATLAS_NLL(gaussianNll, GaussianElement)
LATLAS_NLL(laplaceNll, LaplaceElement)
LATLAS_NLL(logisticNll, LogisticElement)
#undef LATLAS_NLL

// Of a range that one thread takes.
NllSums rangeSums(const NllTask& task, const NllElements& elements) {
  const double sigma = task.sigma;
  const auto inverse = static_cast<float>(1.0 / sigma);
  switch (task.likelihood) {
    case Likelihood::bernoulli: return bernoulliNll({}, task.mayMiss, elements);
    case Likelihood::gaussian:
      return gaussianNll(
          {inverse, static_cast<float>(std::log(sigma) + 0.5 * std::log(2.0 * std::numbers::pi))},
          task.mayMiss, elements);
    case Likelihood::laplace:
      return laplaceNll({inverse, static_cast<float>(std::log(2.0 * sigma))}, task.mayMiss,
                        elements);
    case Likelihood::discretizedLogistic: {
      const double h = static_cast<double>(LogisticElement::kHalfWidth) / sigma;
      return logisticNll({inverse, static_cast<float>(-h - std::log(-std::expm1(-2.0 * h))),
                          static_cast<float>(h / std::tanh(h))},
                         task.mayMiss, elements);
    }
  }
  return {};
}

float* offset(float* values, std::int64_t by) { return values ? values + by : nullptr; }

}  // namespace

NllSums nllSums(const NllTask& task, const NllElements& elements) {
  return sumChunks(elements.count, kChunkSize, [&](std::int64_t begin, std::int64_t end) {
    return rangeSums(task, {elements.outputs + begin, elements.targets + begin, end - begin,
                            offset(elements.gradient, begin), elements.scale});
  });
}

void nllRows(const NllTask& task, const NllRows& rows, NllSums* sums) {
  const std::int64_t width = rows.width;
  const std::int64_t rowsATask = std::max<std::int64_t>(1, kChunkSize / width);
  forChunks(rows.rows, rowsATask, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t row = first; row < last; ++row)
      sums[row] = rangeSums(
          task, {rows.outputs + row * width, rows.targets + row / rows.rowsPerTarget * width, width,
                 offset(rows.gradient, row * width), rows.rowScales ? rows.rowScales[row] : 1.0f});
  });
}

}  // namespace latlas::model
