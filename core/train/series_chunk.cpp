#include "core/train/series_chunk.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

namespace latlas::train {
namespace {

constexpr std::size_t kGroupRows = 32;
// Where runs are shorter on average than this, every value is kept: reading it is quicker.
constexpr std::size_t kShortestRun = 8;

bool sameBits(float a, float b) {
  return std::bit_cast<std::uint32_t>(a) == std::bit_cast<std::uint32_t>(b);
}

float epochAt(std::int64_t step, std::int64_t stepsPerEpoch) {
  return static_cast<float>(static_cast<double>(step) / static_cast<double>(stepsPerEpoch));
}

}  // namespace

PackedAscending::PackedAscending(std::span<const std::int64_t> values) {
  if (values.empty()) return;
  first_ = values.front();
  if (values.size() > 1) stride_ = values[1] - values[0];
  bool regular = true;
  for (std::size_t i = 1; i < values.size(); ++i)
    regular = regular && values[i] - values[i - 1] == stride_;
  if (regular) return;
  if (values.back() - first_ > std::int64_t{UINT32_MAX}) {
    wide_.assign(values.begin(), values.end());
    return;
  }
  offsets_.reserve(values.size());
  for (const std::int64_t value : values)
    offsets_.push_back(static_cast<std::uint32_t>(value - first_));
}

PackedEpochs::PackedEpochs(std::span<const float> epochs, const PackedAscending& steps) {
  const std::size_t last = epochs.size() - 1;
  const double guess = static_cast<double>(steps[last]) / static_cast<double>(epochs[last]);
  if (std::isfinite(guess) && guess >= 1.0 && guess < 1e15) {
    stepsPerEpoch_ = std::llround(guess);
    bool fits = true;
    for (std::size_t i = 0; i <= last; ++i)
      fits = fits && sameBits(epochs[i], epochAt(steps[i], stepsPerEpoch_));
    if (fits) return;
  }
  epochs_.assign(epochs.begin(), epochs.end());
}

float PackedEpochs::at(std::size_t i, std::int64_t step) const {
  return epochs_.empty() ? epochAt(step, stepsPerEpoch_) : epochs_[i];
}

PackedColumn::PackedColumn(std::vector<float> values) {
  std::vector<std::uint16_t> starts;
  std::vector<float> runs;
  for (std::size_t i = 0; i < values.size() && runs.size() * kShortestRun <= values.size(); ++i)
    if (i == 0 || !sameBits(values[i], values[i - 1])) {
      starts.push_back(static_cast<std::uint16_t>(i));
      runs.push_back(values[i]);
    }
  if (runs.size() * kShortestRun <= values.size()) {
    values_.assign(runs.begin(), runs.end());
    starts_.assign(starts.begin(), starts.end());
    return;
  }
  values_ = std::move(values);
  values_.shrink_to_fit();
  groups_.resize((values_.size() + kGroupRows - 1) / kGroupRows);
  for (std::size_t i = 0; i < values_.size(); ++i) groups_[i / kGroupRows].add(values_[i]);
}

std::size_t PackedColumn::runOf(std::size_t row) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), row);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

float PackedColumn::operator[](std::size_t row) const {
  return starts_.empty() ? values_[row] : values_[runOf(row)];
}

void PackedColumn::read(std::size_t first, std::span<float> out) const {
  if (starts_.empty()) {
    std::memcpy(out.data(), values_.data() + first, out.size_bytes());
    return;
  }
  std::size_t run = runOf(first);
  for (std::size_t i = 0; i < out.size(); ++i) {
    while (run + 1 < starts_.size() && starts_[run + 1] <= first + i) ++run;
    out[i] = values_[run];
  }
}

Extent PackedColumn::extent(std::size_t first, std::size_t last) const {
  Extent found;
  if (first >= last) return found;
  if (!starts_.empty()) {
    const std::size_t end = runOf(last - 1);
    for (std::size_t run = runOf(first); run <= end; ++run) found.add(values_[run]);
    return found;
  }
  while (first < last) {
    if (first % kGroupRows == 0 && first + kGroupRows <= last) {
      found.add(groups_[first / kGroupRows]);
      first += kGroupRows;
    } else {
      found.add(values_[first++]);
    }
  }
  return found;
}

}  // namespace latlas::train
