#include "core/series/packed_epochs.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <vector>

namespace latlas::series {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

// Rows of one epoch.
struct Stretch {
  std::size_t first = 0, last = 0;
};

// Nothing when an epoch is left out, or is no number.
std::optional<std::vector<Stretch>> stretchesOf(std::span<const float> epochs) {
  std::vector<Stretch> found;
  for (std::size_t i = 0; i < epochs.size(); ++i) {
    const float whole = std::floor(epochs[i]);
    if (!std::isfinite(whole)) return std::nullopt;
    const float before = i == 0 ? whole - 1.0f : std::floor(epochs[i - 1]);
    if (whole == before)
      found.back().last = i;
    else if (whole == before + 1.0f)
      found.push_back({i, i});
    else
      return std::nullopt;
  }
  return found;
}

// How much a step is of an epoch, from the longest stretch; 0 when there are only single steps.
double shareAbout(std::span<const float> epochs, const PackedIntegers& steps,
                  std::span<const Stretch> stretches) {
  std::int64_t longest = 0;
  double share = 0.0;
  for (const auto& [first, last] : stretches)
    if (const std::int64_t length = steps[last] - steps[first]; length > longest) {
      longest = length;
      share = (static_cast<double>(epochs[last]) - static_cast<double>(epochs[first])) /
              static_cast<double>(length);
    }
  return share;
}

// All shares that lead from an epoch's beginning to its floats, each rounded.
struct Shares {
  double least = 0.0, most = std::numeric_limits<double>::infinity();

  void narrow(float epoch, double begin, double steps) {
    const auto middle = [epoch](float neighbour) {
      return (static_cast<double>(epoch) + static_cast<double>(neighbour)) / 2.0;
    };
    least = std::max(least, (middle(std::nextafter(epoch, -kInfinity)) - begin) / steps);
    most = std::min(most, (middle(std::nextafter(epoch, kInfinity)) - begin) / steps);
  }
  double any() const { return std::isfinite(most) ? (least + most) / 2.0 : 0.0; }
};

}  // namespace

std::optional<EqualSteps> EqualSteps::of(std::span<const float> epochs,
                                         const PackedIntegers& steps) {
  const auto stretches = stretchesOf(epochs);
  if (!stretches) return std::nullopt;
  EqualSteps made;
  made.first_ = std::floor(static_cast<double>(epochs[0]));
  made.count_ = stretches->size();

  std::vector<std::int64_t> begins;
  for (const Stretch& stretch : *stretches) begins.push_back(steps[stretch.first]);
  const double share = shareAbout(epochs, steps, *stretches);
  const double done = (static_cast<double>(epochs[0]) - made.first_) / share;  // NaN: none
  if (done > 0.0 && done < 1e15) begins[0] -= std::llround(done);
  made.begins_ = PackedIntegers(begins);

  Shares shares;
  for (std::size_t n = 0; n < begins.size(); ++n)
    for (std::size_t i = (*stretches)[n].first; i <= (*stretches)[n].last; ++i)
      if (const std::int64_t length = steps[i] - begins[n]; length > 0)
        shares.narrow(epochs[i], made.first_ + static_cast<double>(n), static_cast<double>(length));
  made.share_ = shares.any();
  for (std::size_t i = 0; i < epochs.size(); ++i)
    if (std::bit_cast<std::uint32_t>(made.at(steps[i])) != std::bit_cast<std::uint32_t>(epochs[i]))
      return std::nullopt;
  return made;
}

float EqualSteps::at(std::int64_t step) const {
  std::size_t epoch = 0;
  for (std::size_t end = count_; end - epoch > 1;) {
    const std::size_t middle = epoch + (end - epoch) / 2;
    if (begins_[middle] <= step)
      epoch = middle;
    else
      end = middle;
  }
  return static_cast<float>(first_ + static_cast<double>(epoch) +
                            static_cast<double>(step - begins_[epoch]) * share_);
}

PackedEpochs::PackedEpochs(std::span<const float> epochs, const PackedIntegers& steps) {
  if (auto equal = EqualSteps::of(epochs, steps)) {
    kept_ = *std::move(equal);
    return;
  }
  std::vector<std::int64_t> bits;
  bits.reserve(epochs.size());
  for (const float epoch : epochs) bits.push_back(std::bit_cast<std::uint32_t>(epoch));
  kept_ = PackedIntegers(bits);
}

float PackedEpochs::at(std::size_t i, std::int64_t step) const {
  if (const auto* equal = std::get_if<EqualSteps>(&kept_)) return equal->at(step);
  return std::bit_cast<float>(static_cast<std::uint32_t>(std::get<PackedIntegers>(kept_)[i]));
}

std::size_t PackedEpochs::bytes() const {
  return std::visit([](const auto& kept) { return kept.bytes(); }, kept_);
}

}  // namespace latlas::series
