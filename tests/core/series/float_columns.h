// Columns of floats that are hard to keep bit for bit, or easy, each for its own reason.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/series/extent.h"

namespace latlas::series {

using Floats = std::vector<float>;

inline Floats randomBits(std::size_t count, std::uint64_t seed) {
  Random random(seed);
  Floats values(count);
  for (float& value : values)
    value = std::bit_cast<float>(static_cast<std::uint32_t>(random.below(std::uint64_t{1} << 32)));
  return values;
}

// As the loss of a small network with batches of 128 falls: a tenth up and down around a curve.
inline Floats losses(std::size_t count, std::uint64_t seed) {
  Floats values(count);
  Random(seed).fillNormal(values);
  for (std::size_t i = 0; i < count; ++i)
    values[i] =
        (140.0f + 400.0f * std::exp(-static_cast<float>(i) / 300.0f)) * (1.0f + 0.03f * values[i]);
  return values;
}

inline std::map<std::string, Floats> columnsByName(std::size_t count) {
  using Limits = std::numeric_limits<float>;
  const Floats odd{0.0f,
                   -0.0f,
                   Limits::infinity(),
                   -Limits::infinity(),
                   Limits::quiet_NaN(),
                   -Limits::quiet_NaN(),
                   std::bit_cast<float>(0x7f800001u),
                   std::bit_cast<float>(0xffffffffu),
                   kMissing,
                   Limits::denorm_min(),
                   -Limits::denorm_min(),
                   Limits::min(),
                   Limits::max(),
                   Limits::lowest(),
                   1.0f};
  std::map<std::string, Floats> columns;
  for (std::size_t i = 0; i < count; ++i) {
    const auto x = static_cast<float>(i);
    columns["constant"].push_back(1e-3f);
    columns["constant NaN"].push_back(kMissing);
    columns["signed zeros"].push_back(i % 2 == 0 ? 0.0f : -0.0f);
    columns["ramp through zero"].push_back(x - 40.0f);
    columns["denormals"].push_back(Limits::denorm_min() * x);
    columns["alternating signs"].push_back(i % 2 == 0 ? 3e38f : -3e38f);
    columns["odd ones"].push_back(odd[i * 7 % odd.size()]);
    columns["knob"].push_back(i < count / 3 ? 1e-3f : 1e-4f);
    columns["missing at first"].push_back(i < 300 ? kMissing : 5e4f + std::floor(x / 9.0f));
  }
  columns["random bits"] = randomBits(count, 1);
  columns["losses"] = losses(count, 2);
  columns["losses with a spike and a NaN"] = losses(count, 3);
  columns["losses with a spike and a NaN"][count / 2] = 1e9f;
  columns["losses with a spike and a NaN"][count / 3] = Limits::quiet_NaN();
  return columns;
}

inline std::vector<std::uint32_t> bitsOf(const Floats& values) {
  std::vector<std::uint32_t> bits;
  for (const float value : values) bits.push_back(std::bit_cast<std::uint32_t>(value));
  return bits;
}

}  // namespace latlas::series
