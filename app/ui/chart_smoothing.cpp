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

void ChartSmoothing::follow(const train::Series& series, std::size_t column, double past) {
  const std::size_t rows = series.size() / train::Series::chunkRows() * train::Series::chunkRows();
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

void ChartSmoothing::advance(const train::Series& series, std::size_t first, std::size_t last,
                             State& state) const {
  std::array<float, kBlock> values;
  const double p = past_, q = 1.0 - past_;
  const double p2 = p * p, p3 = p2 * p, p4 = p2 * p2;
  while (first < last) {
    const std::span<float> block(values.data(), std::min(kBlock, last - first));
    series.read(column_, first, block);
    first += block.size();
    std::size_t i = 0;
    if (allFinite(block)) {
      // Four at a time: only one multiplication in four waits for the one before.
      for (; i + 4 <= block.size(); i += 4) {
        const auto value = [&](std::size_t k) { return static_cast<double>(block[i + k]); };
        const double four = p3 * value(0) + p2 * value(1) + p * value(2) + value(3);
        state.sum = p4 * state.sum + q * four;
      }
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
