// Short loops over floats that compilers vectorize: exponentials, logarithms, sums. For the room's
// kernels (*_kernels.cpp), which are compiled for it.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/base/vectorized.h"

namespace latlas::model {

inline constexpr std::int64_t kBlockSize = 1024;  // floats: the terms of a sum stay in the L1 cache

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
  for (const float coefficient :
       {1.0f / 720.0f, 1.0f / 120.0f, 1.0f / 24.0f, 1.0f / 6.0f, 0.5f, 1.0f, 1.0f})
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

}  // namespace latlas::model
