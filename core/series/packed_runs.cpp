#include "core/series/packed_runs.h"

#include <algorithm>
#include <bit>

namespace latlas::series {
namespace {

bool beginsRun(std::span<const float> values, std::size_t row) {
  return row == 0 ||
         std::bit_cast<std::uint32_t>(values[row]) != std::bit_cast<std::uint32_t>(values[row - 1]);
}

}  // namespace

PackedRuns::PackedRuns(std::span<const float> values) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (!beginsRun(values, row)) continue;
    values_.push_back(values[row]);
    starts_.push_back(static_cast<std::uint16_t>(row));
  }
  values_.shrink_to_fit();
  starts_.shrink_to_fit();
}

std::size_t PackedRuns::runOf(std::size_t row) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), row);
  return static_cast<std::size_t>(after - starts_.begin()) - 1;
}

void PackedRuns::read(std::size_t first, std::span<float> out) const {
  const std::size_t last = first + out.size();
  for (std::size_t run = runOf(first), row = first; row < last; ++run) {
    const std::size_t end =
        run + 1 < starts_.size() ? std::min<std::size_t>(starts_[run + 1], last) : last;
    for (; row < end; ++row) out[row - first] = values_[run];
  }
}

Extent PackedRuns::extent(std::size_t first, std::size_t last) const {
  Extent found;
  if (first >= last) return found;
  const std::size_t end = runOf(last - 1);
  for (std::size_t run = runOf(first); run <= end; ++run) found.add(values_[run]);
  return found;
}

}  // namespace latlas::series
