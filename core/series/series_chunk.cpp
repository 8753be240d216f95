#include "core/series/series_chunk.h"

#include <algorithm>
#include <bit>

namespace latlas::series {
namespace {

constexpr std::size_t kGroupRows = 64;
static_assert(kChunkRows % kGroupRows == 0);

bool areSame(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [&](float value) {
    return std::bit_cast<std::uint32_t>(value) == std::bit_cast<std::uint32_t>(values[0]);
  });
}

std::uint64_t distance(std::int64_t from, std::int64_t to) {
  return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
}

bool areEven(std::span<const std::int64_t> steps) {
  for (std::size_t i = 2; i < steps.size(); ++i)
    if (distance(steps[i - 1], steps[i]) != distance(steps[0], steps[1])) return false;
  return true;
}

}  // namespace

ChunkColumn::ChunkColumn(std::span<const float> values) {
  const auto kept = areSame(values) ? values.first(1) : values;
  values_.assign(kept.begin(), kept.end());
  for (std::size_t first = 0; first < kept.size(); first += kGroupRows) {
    extents_.emplace_back().add(kept.subspan(first, std::min(kGroupRows, kept.size() - first)));
  }
}

void ChunkColumn::read(std::size_t first, std::span<float> out) const {
  if (values_.size() == 1)
    std::fill(out.begin(), out.end(), values_[0]);
  else
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(first), out.size(), out.begin());
}

Extent ChunkColumn::extent(std::size_t first, std::size_t last) const {
  Extent found;
  if (first < last && values_.size() == 1) return extents_[0];
  while (first < last) {
    const std::size_t group = first / kGroupRows;
    const std::size_t end = std::min(last, (group + 1) * kGroupRows);
    if (end - first == kGroupRows)
      found.add(extents_[group]);
    else
      found.add(std::span(values_).subspan(first, end - first));
    first = end;
  }
  return found;
}

ChunkSteps::ChunkSteps(std::span<const std::int64_t> steps)
    : first_(static_cast<std::uint64_t>(steps[0])), stride_(distance(steps[0], steps[1])) {
  if (!areEven(steps)) steps_.assign(steps.begin(), steps.end());
}

}  // namespace latlas::series
