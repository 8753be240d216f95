#include "core/base/random.h"

#include <algorithm>

#include "core/base/normal_pairs.h"

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
  std::array<std::uint64_t, 256> words;
  while (!values.empty()) {
    const std::size_t pairs = std::min(words.size(), (values.size() + 1) / 2);
    const std::span used(words.data(), pairs);
    for (std::uint64_t& word : used) word = bits();
    const std::size_t whole = std::min(pairs, values.size() / 2);
    normalPairs(used.first(whole), values.first(2 * whole));
    if (whole < pairs) {
      std::array<float, 2> last;
      normalPairs(used.last(1), last);
      values.back() = last.front();
    }
    values = values.subspan(std::min(values.size(), 2 * pairs));
  }
}

}  // namespace latlas
