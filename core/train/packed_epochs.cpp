#include "core/train/packed_epochs.h"

#include <bit>
#include <cmath>
#include <vector>

namespace latlas::train {
namespace {

std::uint32_t bitsOf(float value) { return std::bit_cast<std::uint32_t>(value); }

float epochAt(std::int64_t step, std::int64_t stepsPerEpoch) {
  return static_cast<float>(static_cast<double>(step) / static_cast<double>(stepsPerEpoch));
}

// 0: there is no such number.
std::int64_t stepsPerEpoch(std::span<const float> epochs, const PackedIntegers& steps) {
  const std::size_t last = epochs.size() - 1;
  const double guess = static_cast<double>(steps[last]) / static_cast<double>(epochs[last]);
  if (!(guess >= 1.0 && guess < 1e15)) return 0;
  const std::int64_t found = std::llround(guess);
  for (std::size_t i = 0; i <= last; ++i)
    if (bitsOf(epochs[i]) != bitsOf(epochAt(steps[i], found))) return 0;
  return found;
}

}  // namespace

PackedEpochs::PackedEpochs(std::span<const float> epochs, const PackedIntegers& steps)
    : stepsPerEpoch_(stepsPerEpoch(epochs, steps)) {
  if (stepsPerEpoch_ > 0) return;
  std::vector<std::int64_t> bits;
  bits.reserve(epochs.size());
  for (const float epoch : epochs) bits.push_back(bitsOf(epoch));
  bits_ = PackedIntegers(bits);
}

float PackedEpochs::at(std::size_t i, std::int64_t step) const {
  if (stepsPerEpoch_ > 0) return epochAt(step, stepsPerEpoch_);
  return std::bit_cast<float>(static_cast<std::uint32_t>(bits_[i]));
}

}  // namespace latlas::train
