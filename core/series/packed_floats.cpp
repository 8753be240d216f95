#include "core/series/packed_floats.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

namespace latlas::series {
namespace {

constexpr std::size_t kGroupRows = PackedGroups::kGroupRows;
constexpr std::uint32_t kSign = 0x80000000u;

// In the order of the floats: NaNs with a sign, -inf, finite ones, inf, NaNs.
std::uint32_t orderedBits(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  return bits ^ ((0u - (bits >> 31)) | kSign);
}

float floatOf(std::uint32_t ordered) {
  return std::bit_cast<float>(ordered ^ (((ordered >> 31) - 1u) | kSign));
}

// Adds the extent of finite values.
void addFinite(std::span<const std::uint32_t> ordered, Extent& into) {
  std::uint32_t low = ~0u, high = 0;
  for (const std::uint32_t value : ordered) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  into.add({floatOf(low), floatOf(high), false});
}

}  // namespace

PackedFloats::PackedFloats(std::span<const float> values) {
  std::vector<std::uint32_t> ordered(values.size());
  std::transform(values.begin(), values.end(), ordered.begin(), orderedBits);
  groups_ = PackedGroups(ordered);
}

float PackedFloats::operator[](std::size_t row) const { return floatOf(groups_[row]); }

void PackedFloats::read(std::size_t first, std::span<float> out) const {
  PackedGroups::Rows rows;
  while (!out.empty()) {
    const std::size_t within = first % kGroupRows;
    const std::size_t count = std::min(out.size(), kGroupRows - within);
    groups_.unpack(first / kGroupRows, rows);
    std::transform(rows.begin() + within, rows.begin() + within + count, out.begin(), floatOf);
    first += count;
    out = out.subspan(count);
  }
}

Extent PackedFloats::extent(std::size_t first, std::size_t last) const {
  Extent found;
  PackedGroups::Rows rows;
  while (first < last) {
    const std::size_t group = first / kGroupRows, within = first % kGroupRows;
    const std::size_t count = std::min(last - first, kGroupRows - within);
    const float low = floatOf(groups_.lowest(group)), high = floatOf(groups_.highest(group));
    const bool allFinite = std::isfinite(low) && std::isfinite(high);
    first += count;
    if (allFinite && count == kGroupRows) {
      found.add({low, high, false});
      continue;
    }
    groups_.unpack(group, rows);
    const auto wanted = std::span<const std::uint32_t>(rows).subspan(within, count);
    if (allFinite)
      addFinite(wanted, found);
    else
      for (const std::uint32_t value : wanted) found.add(floatOf(value));
  }
  return found;
}

}  // namespace latlas::series
