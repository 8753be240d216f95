#include "core/train/batches.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/train/streams.h"

namespace latlas::train {

Batches::Batches(std::vector<std::int64_t> rows, std::uint64_t seed)
    : rows_(std::move(rows)), seed_(seed) {}

double Batches::epochAt(const Position& position) const {
  if (rows_.empty()) return 0.0;
  return static_cast<double>(position.epoch) +
         static_cast<double>(position.consumed) / static_cast<double>(rowCount());
}

std::int64_t Batches::countAt(const Position& position, int batch, int least) const {
  const std::int64_t left = rowCount() - position.consumed;
  return left - batch < least ? left : batch;
}

Position Batches::after(Position position, std::int64_t count) const {
  position.consumed += count;
  if (position.consumed >= rowCount()) position = {position.epoch + 1, 0};
  return position;
}

Batches::Part Batches::at(const Position& position, std::int64_t count) {
  if (position.epoch != orderEpoch_) {
    places_.resize(rows_.size());
    std::iota(places_.begin(), places_.end(), 0);
    streamOf(seed_, StreamKind::shuffle, position.epoch).shuffle(std::span(places_));
    order_.resize(rows_.size());
    std::transform(places_.begin(), places_.end(), order_.begin(),
                   [this](std::int64_t place) { return rows_[static_cast<std::size_t>(place)]; });
    orderEpoch_ = position.epoch;
  }
  const auto first = static_cast<std::size_t>(position.consumed);
  const auto size = static_cast<std::size_t>(count);
  return {std::span<const std::int64_t>(places_).subspan(first, size),
          std::span<const std::int64_t>(order_).subspan(first, size)};
}

Position Batches::positionAfter(std::int64_t step, int batch) const {
  const std::int64_t steps = stepsPerEpoch(batch);
  if (steps == 0) return {};
  return {step / steps, step % steps * batch};
}

}  // namespace latlas::train
