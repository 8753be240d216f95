#include "core/series/extent.h"

#include <algorithm>
#include <cmath>

namespace latlas::series {

void Extent::add(float value) {
  if (std::isfinite(value)) {
    low = std::min(low, value);
    high = std::max(high, value);
  } else if (!isMissing(value)) {
    notFinite = true;
  }
}

void Extent::add(std::span<const float> values) {
  Extent found;  // by itself, so that the loop keeps it in registers
  for (const float value : values) found.add(value);
  add(found);
}

void Extent::add(const Extent& other) {
  low = std::min(low, other.low);
  high = std::max(high, other.high);
  notFinite = notFinite || other.notFinite;
}

}  // namespace latlas::series
