#include "core/base/random.h"

#include <cmath>

namespace latlas {
namespace {

std::uint64_t splitMix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

}  // namespace

Random::Random(std::uint64_t seed, std::uint64_t stream) {
  // Hashing the stream first keeps (seed, stream) pairs that differ by little far apart.
  std::uint64_t mixed = stream;
  std::uint64_t state = seed ^ splitMix(mixed);
  for (auto& word : state_) word = splitMix(state);
}

std::uint64_t Random::below(std::uint64_t bound) {
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>(bits()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t threshold = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < threshold)
      product = static_cast<Wide>(bits()) * bound;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

void Random::fillNormal(std::span<float> values) {
  for (std::size_t i = 0; i < values.size(); i += 2) {
    double x, y, square;
    do {
      x = 2.0 * uniform() - 1.0;
      y = 2.0 * uniform() - 1.0;
      square = x * x + y * y;
    } while (square >= 1.0 || square == 0.0);
    const double scale = std::sqrt(-2.0 * std::log(square) / square);
    values[i] = static_cast<float>(x * scale);
    if (i + 1 < values.size()) values[i + 1] = static_cast<float>(y * scale);
  }
}

}  // namespace latlas
