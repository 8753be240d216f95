// Seeded random numbers that are the same on every machine (the standard library's distributions
// are not). A stream is a pure function of (seed, stream), so a run that resumes at step n needs
// no saved generator: the noise of step n is Random(seed, n).
// Sources: xoshiro256++ (Blackman & Vigna 2019), seeded by SplitMix64 (Steele et al. 2014).
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <utility>

namespace latlas {

// Raised when a seed comes to give other numbers; run.json records it. 1: normal draws by Marsaglia's
// polar method. 2: by normalPairs().
inline constexpr int kDrawsVersion = 2;

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0);

  std::uint64_t bits() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }
  // Uniform in [0, 1).
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
  // Uniform in [0, bound), bound > 0, without bias (Lemire 2019).
  std::uint64_t below(std::uint64_t bound);
  // Standard normal draws, two of each of bits() (normal_pairs.h); of an odd number the last one's
  // other half is lost.
  void fillNormal(std::span<float> values);

  // Fisher-Yates.
  template <class T>
  void shuffle(std::span<T> values) {
    for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
  }

 private:
  std::array<std::uint64_t, 4> state_;
};

}  // namespace latlas
