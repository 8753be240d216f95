// Splits a dataset's rows into those to train on and those held out.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/random.h"
#include "core/data/dataset.h"

namespace latlas::data {
namespace {

// Keeps the draws of the split apart from other uses of the same seed.
constexpr std::uint64_t kSplitStream = 0x73706c6974;  // "split" in ASCII

std::int64_t heldOutCount(std::int64_t count, double fraction) {
  if (count < 2) return 0;
  // A NaN fraction holds out the least.
  const double wanted = fraction > 0.0 ? std::min(fraction, 1.0) * static_cast<double>(count) : 0.0;
  return std::clamp<std::int64_t>(std::llround(wanted), 1, count - 1);
}

}  // namespace

Split split(const DatasetInfo& info, double heldOutFraction, std::uint64_t seed) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(info.count));
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  const bool published = info.publishedTrainCount > 0 && info.publishedTrainCount < info.count;
  auto border = rows.begin() + info.publishedTrainCount;
  if (!published) {
    border = rows.end() - heldOutCount(info.count, heldOutFraction);
    Random(seed, kSplitStream).shuffle(std::span<std::int64_t>(rows));
    std::sort(rows.begin(), border);
    std::sort(border, rows.end());
  }
  return {{rows.begin(), border}, {border, rows.end()}};
}

}  // namespace latlas::data
