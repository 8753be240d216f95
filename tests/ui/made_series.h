// Series for the tests of charts.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/series/series.h"

namespace latlas::test {

inline constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

// One column; row i at step i * `stride`.
inline series::Series seriesOf(std::span<const float> values, std::int64_t stride = 1) {
  series::Series series({"loss"});
  for (std::size_t i = 0; i < values.size(); ++i)
    series.append({static_cast<std::int64_t>(i) * stride, 0.0, 0.0}, values.subspan(i, 1));
  return series;
}

}  // namespace latlas::test
