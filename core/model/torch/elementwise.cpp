#include "core/model/torch/elementwise.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <vector>

// The build is for any x86-64; the loader picks the version of a loop that suits the CPU.
#if defined(__x86_64__) && defined(__ELF__) && defined(__GNUC__) && !defined(__clang__)
#define LATLAS_VECTORIZED __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define LATLAS_VECTORIZED
#endif
// Helpers have to be inlined to be compiled for their caller's CPU.
#define LATLAS_INLINE [[gnu::always_inline]] inline

namespace latlas::model {
namespace {

constexpr std::int64_t blockSize = 1024;   // floats: the terms of a sum stay in the L1 cache
constexpr std::int64_t chunkSize = 32768;  // floats a task for a thread, 128 KiB: a few us

// exp(x) for x <= 0, relative error below 3e-7: 2^n e^r with |r| <= ln(2) / 2, e^r by its series.
LATLAS_INLINE float expNegative(float x) {
  // Below -87 the result is no longer a normal number; nothing here needs less than that.
  const float bounded = std::max(x, -87.0f);
  // Adding 1.5 * 2^23 leaves the rounded number in the low bits of the mantissa.
  constexpr float rounder = 12582912.0f;
  const float shifted = bounded * std::numbers::log2e_v<float> + rounder;
  const float n = shifted - rounder;
  // ln 2 in two parts, the first with so few bits that n times it is exact (Cody & Waite 1980).
  constexpr float ln2High = 0.693359375f;
  constexpr float ln2Low = static_cast<float>(std::numbers::ln2 - 0.693359375);
  const float r = (bounded - n * ln2High) - n * ln2Low;
  float series = 1.0f / 5040.0f;
  for (const float coefficient : {1.0f / 720.0f, 1.0f / 120.0f, 1.0f / 24.0f, 1.0f / 6.0f, 0.5f,
                                  1.0f, 1.0f})
    series = series * r + coefficient;
  const auto power = std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) + 127u) << 23);
  return series * power;
}

// log(1 + x) for 0 <= x <= 1, relative error below 3e-7: 2 atanh(s), s = x / (2 + x) <= 1/3.
LATLAS_INLINE float logOnePlus(float x) {
  const float s = x / (2.0f + x);
  const float square = s * s;
  float series = 1.0f / 15.0f;
  for (const float odd : {13.0f, 11.0f, 9.0f, 7.0f, 5.0f, 3.0f, 1.0f})
    series = series * square + 1.0f / odd;
  return 2.0f * s * series;
}

LATLAS_INLINE double sum(const float* terms, std::int64_t count) {
  std::array<double, 8> lanes{};
  std::int64_t i = 0;
  for (; i + 8 <= count; i += 8)
    for (std::int64_t lane = 0; lane < 8; ++lane)
      lanes[static_cast<std::size_t>(lane)] += static_cast<double>(terms[i + lane]);
  double total = 0.0;
  for (const double lane : lanes) total += lane;
  for (; i < count; ++i) total += static_cast<double>(terms[i]);
  return total;
}

LATLAS_VECTORIZED double squares(const float* x, std::int64_t count) {
  std::array<float, blockSize> terms;
  double total = 0.0;
  for (std::int64_t begin = 0; begin < count; begin += blockSize) {
    const std::int64_t size = std::min(blockSize, count - begin);
    for (std::int64_t i = 0; i < size; ++i)
      terms[static_cast<std::size_t>(i)] = x[begin + i] * x[begin + i];
    total += sum(terms.data(), size);
  }
  return total;
}

template <bool withGradient>
LATLAS_INLINE double bernoulliBlocks(const float* logits, const float* pixels, float* gradient,
                                     float scale, std::int64_t count) {
  std::array<float, blockSize> terms;
  double total = 0.0;
  for (std::int64_t begin = 0; begin < count; begin += blockSize) {
    const std::int64_t size = std::min(blockSize, count - begin);
    for (std::int64_t i = 0; i < size; ++i) {
      const float logit = logits[begin + i], pixel = pixels[begin + i];
      const float small = expNegative(-std::abs(logit));
      // softplus(l) = max(l, 0) + log(1 + exp(-|l|)) never overflows.
      terms[static_cast<std::size_t>(i)] =
          std::max(logit, 0.0f) - logit * pixel + logOnePlus(small);
      if constexpr (withGradient) {
        const float sigmoid = (logit >= 0.0f ? 1.0f : small) / (1.0f + small);
        gradient[begin + i] = (sigmoid - pixel) * scale;
      }
    }
    total += sum(terms.data(), size);
  }
  return total;
}

LATLAS_VECTORIZED double bernoulli(const float* logits, const float* pixels, float* gradient,
                                   float scale, std::int64_t count) {
  return gradient ? bernoulliBlocks<true>(logits, pixels, gradient, scale, count)
                  : bernoulliBlocks<false>(logits, pixels, gradient, scale, count);
}

struct SquaredErrors {
  double total = 0.0;
  std::int64_t observed = 0;
};

LATLAS_VECTORIZED SquaredErrors squaredErrors(const float* means, const float* pixels,
                                              float* gradient, float scale, std::int64_t count) {
  std::array<float, blockSize> terms;
  SquaredErrors sums;
  for (std::int64_t begin = 0; begin < count; begin += blockSize) {
    const std::int64_t size = std::min(blockSize, count - begin);
    std::int32_t observed = 0;
    for (std::int64_t i = 0; i < size; ++i) {
      const float pixel = pixels[begin + i];
      const bool isObserved = pixel == pixel;
      const float error = isObserved ? means[begin + i] - pixel : 0.0f;
      observed += isObserved;
      terms[static_cast<std::size_t>(i)] = error * error;
      if (gradient) gradient[begin + i] = error * scale;
    }
    sums.total += sum(terms.data(), size);
    sums.observed += observed;
  }
  return sums;
}

LATLAS_VECTORIZED void adam(float* __restrict w, const float* __restrict g, float* __restrict m,
                            float* __restrict v, const AdamCoefficients& coefficients,
                            std::int64_t count) {
  const AdamCoefficients c = coefficients;
  for (std::int64_t i = 0; i < count; ++i) {
    const float gradient = g[i] * c.gradientScale;
    m[i] = c.meanDecay * m[i] + c.meanShare * gradient;
    v[i] = c.squareDecay * v[i] + c.squareShare * gradient * gradient;
    w[i] -= c.stepSize * m[i] / (std::sqrt(v[i]) * c.inverseRootSquare + c.epsilon);
  }
}

// Calls work(begin, end) for fixed chunks of [0, count), on Torch's threads.
template <class Work>
void forChunks(std::int64_t count, Work work) {
  const std::int64_t chunks = (count + chunkSize - 1) / chunkSize;
  at::parallel_for(0, chunks, 1, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t chunk = first; chunk < last; ++chunk)
      work(chunk * chunkSize, std::min(count, (chunk + 1) * chunkSize));
  });
}

// The sum of term(begin, end) in the order of the chunks, whoever computed them.
template <class Term>
double sumChunks(std::int64_t count, Term term) {
  std::vector<double> terms(static_cast<std::size_t>((count + chunkSize - 1) / chunkSize));
  forChunks(count, [&](std::int64_t begin, std::int64_t end) {
    terms[static_cast<std::size_t>(begin / chunkSize)] = term(begin, end);
  });
  double total = 0.0;
  for (const double value : terms) total += value;
  return total;
}

float* offset(float* values, std::int64_t by) { return values ? values + by : nullptr; }

}  // namespace

double sumOfSquares(const float* x, std::int64_t count) {
  return sumChunks(count, [=](std::int64_t begin, std::int64_t end) {
    return squares(x + begin, end - begin);
  });
}

double bernoulliNll(const float* logits, const float* pixels, float* gradient, float scale,
                    std::int64_t count) {
  return sumChunks(count, [=](std::int64_t begin, std::int64_t end) {
    return bernoulli(logits + begin, pixels + begin, offset(gradient, begin), scale, end - begin);
  });
}

double gaussianNll(const float* means, const float* pixels, float* gradient, float scale,
                   double sigma, std::int64_t count) {
  const double precision = 1.0 / (sigma * sigma);
  const auto gradientScale = static_cast<float>(scale * precision);
  const double constant = std::log(sigma) + 0.5 * std::log(2.0 * std::numbers::pi);
  return sumChunks(count, [=](std::int64_t begin, std::int64_t end) {
    const SquaredErrors errors = squaredErrors(means + begin, pixels + begin,
                                               offset(gradient, begin), gradientScale, end - begin);
    return 0.5 * errors.total * precision + static_cast<double>(errors.observed) * constant;
  });
}

void adamUpdate(float* w, const float* g, float* m, float* v, const AdamCoefficients& c,
                std::int64_t count) {
  forChunks(count, [=, &c](std::int64_t begin, std::int64_t end) {
    adam(w + begin, g + begin, m + begin, v + begin, c, end - begin);
  });
}

}  // namespace latlas::model
