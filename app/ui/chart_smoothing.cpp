#include "app/ui/chart_smoothing.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

namespace latlas::ui {
namespace {

// Rows between two remembered states: 16 bytes for so many rows, and at most so many to read again.
constexpr std::size_t kBlock = 256;

// Values that enter the sum at once: only one multiplication in so many waits for the one before.
constexpr std::size_t kStride = 16;

// The sum of w x, in an order that lets a machine take four at once.
double weighted(std::span<const float, kStride> x, const std::array<double, kStride>& w) {
  std::array<double, 4> lanes{};
  for (std::size_t k = 0; k < kStride; k += lanes.size())
    for (std::size_t lane = 0; lane < lanes.size(); ++lane)
      lanes[lane] += w[k + lane] * static_cast<double>(x[k + lane]);
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

bool allFinite(std::span<const float> values) {
  // Whole numbers without branches, many at a time: a NaN and an infinity have every bit of the
  // exponent.
  constexpr std::uint32_t kExponent = 0x7f800000u;
  std::uint32_t wrong = 0;
  for (const float value : values)
    wrong |= (std::bit_cast<std::uint32_t>(value) & kExponent) == kExponent ? 1u : 0u;
  return wrong == 0;
}

}  // namespace

void ChartSmoothing::follow(const series::Series& series, std::size_t column, double past) {
  const std::size_t rows =
      series.size() / series::Series::chunkRows() * series::Series::chunkRows();
  const std::size_t known = states_.empty() ? 0 : (states_.size() - 1) * kBlock;
  const bool same = column == column_ && past == past_ && known <= rows &&
                    (known == 0 || series.chunkOf(known - 1) == lastChunk_);
  if (!same || states_.empty()) states_.assign(1, State{});
  column_ = column;
  past_ = past;
  if (rows == 0) return;
  states_.reserve(rows / kBlock + 1);
  for (std::size_t first = (states_.size() - 1) * kBlock; first < rows; first += kBlock) {
    State state = states_.back();
    advance(series, first, first + kBlock, state);
    states_.push_back(state);
  }
  lastChunk_ = series.chunkOf(rows - 1);
}

void ChartSmoothing::advance(const series::Series& series, std::size_t first, std::size_t last,
                             State& state) const {
  std::array<float, kBlock> values;
  const double p = past_, q = 1.0 - past_;
  std::array<double, kStride> weights;  // of as many values, oldest first
  weights.back() = q;
  for (std::size_t k = kStride - 1; k > 0; --k) weights[k - 1] = p * weights[k];
  const double old = weights.front() / q * p;  // the weight of what was before them
  while (first < last) {
    const std::span<float> block(values.data(), std::min(kBlock, last - first));
    series.read(column_, first, block);
    first += block.size();
    std::size_t i = 0;
    if (allFinite(block)) {
      for (; i + kStride <= block.size(); i += kStride)
        state.sum = old * state.sum + weighted(block.subspan(i).first<kStride>(), weights);
      state.count += static_cast<std::int64_t>(i);
    }
    for (; i < block.size(); ++i) {
      if (!std::isfinite(block[i])) continue;
      state.sum = p * state.sum + q * static_cast<double>(block[i]);
      ++state.count;
    }
  }
}

std::optional<double> ChartSmoothing::Reader::at(std::size_t row) {
  const std::size_t block = std::min(row / kBlock, smoothing_.states_.size() - 1);
  if (block * kBlock > next_ || row + 1 < next_) {
    next_ = block * kBlock;
    sum_ = smoothing_.states_[block].sum;
    count_ = smoothing_.states_[block].count;
  }
  State state{sum_, count_};
  smoothing_.advance(series_, next_, row + 1, state);
  next_ = row + 1;
  sum_ = state.sum;
  count_ = state.count;
  if (count_ == 0) return std::nullopt;
  return sum_ / (1.0 - std::pow(smoothing_.past_, static_cast<double>(count_)));
}

}  // namespace latlas::ui
