#include "core/base/normal_pairs.h"

#include <bit>
#include <cmath>

#include "core/base/vectorized.h"

namespace latlas {
namespace {

// Coefficients by a minimax fit over the range given, rounded to float. Products and sums may not
// be fused, which would round once where others round twice: this file is compiled so.

// By Horner's scheme, the lowest power's coefficient first. No loop: one within a loop over numbers
// keeps compilers from vectorizing that.
LATLAS_INLINE float polynomial(float, float last) { return last; }
LATLAS_INLINE float polynomial(float x, float first, auto... higher) {
  return polynomial(x, higher...) * x + first;
}

// ln(u), 0 < u <= 1: u = (1 + f) 2^n with 1 + f from sqrt(1/2) to sqrt(2), and
// ln(1 + f) = f - f^2/2 + f^3 P(f). Never above 0, as no term is where n is 0.
LATLAS_INLINE float logarithm(float u) {
  constexpr std::int32_t rootOfHalf = 0x3f3504f3;  // its bits
  constexpr std::int32_t mantissa = 0x7fffff;
  const std::int32_t shifted = std::bit_cast<std::int32_t>(u) - rootOfHalf;
  const auto n = static_cast<float>(shifted >> 23);
  const float f = std::bit_cast<float>((shifted & mantissa) + rootOfHalf) - 1.0f;
  const float series = polynomial(f, 0x1.5556d8p-2f, -0x1.000382p-2f, 0x1.98d7f2p-3f,
                                  -0x1.53824ap-3f, 0x1.317458p-3f, -0x1.2432b8p-3f, 0x1.645ea0p-4f);
  const float square = f * f;
  constexpr float ln2 = 0x1.62e430p-1f;
  return n * ln2 + ((f - 0.5f * square) + square * f * series);
}

// sin(t pi/2) and cos(t pi/2), t from -1/2 to 1/2; square: t^2.
LATLAS_INLINE float quarterSine(float t, float square) {
  return t * polynomial(square, 0x1.921fb6p+0f, -0x1.4abbbap-1f, 0x1.465e92p-4f, -0x1.2d9302p-8f);
}
LATLAS_INLINE float quarterCosine(float square) {
  return polynomial(square, 1.0f, -0x1.3bd3ccp+0f, 0x1.03c1dap-2f, -0x1.55c4eap-6f,
                    0x1.d99f54p-11f);
}

LATLAS_VECTORIZED void fillPairs(const std::uint64_t* bits, float* values, std::size_t pairs) {
  for (std::size_t i = 0; i < pairs; ++i) {
    const auto high = static_cast<std::uint32_t>(bits[i] >> 32);
    const auto low = static_cast<std::uint32_t>(bits[i]);
    // Uniform in (0, 1], the finer the smaller, as far-off draws come from the smallest.
    const float uniform =
        (static_cast<float>(static_cast<std::int32_t>(high >> 1)) + 0.5f) * 0x1p-31f;
    const float radius = std::sqrt(-2.0f * logarithm(uniform));
    // The direction: one of four quarter turns, and where in it, of 2^30 places.
    constexpr std::uint32_t places = 1u << 30;
    const float t = static_cast<float>(static_cast<std::int32_t>(low & (places - 1u)) -
                                       static_cast<std::int32_t>(places / 2u)) *
                    0x1p-30f;
    const auto sine = std::bit_cast<std::uint32_t>(quarterSine(t, t * t));
    const auto cosine = std::bit_cast<std::uint32_t>(quarterCosine(t * t));
    // Odd quarters exchange the two, and the last two quarters have the signs of both turned.
    const std::uint32_t exchanged = (sine ^ cosine) & (0u - ((low >> 30) & 1u));
    const std::uint32_t sign = low & 0x80000000u;
    values[2 * i] = radius * std::bit_cast<float>(cosine ^ exchanged ^ sign);
    values[2 * i + 1] = radius * std::bit_cast<float>(sine ^ exchanged ^ sign);
  }
}

}  // namespace

void normalPairs(std::span<const std::uint64_t> bits, std::span<float> values) {
  fillPairs(bits.data(), values.data(), bits.size());
}

}  // namespace latlas
