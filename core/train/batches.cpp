#include "core/train/batches.h"

#include <algorithm>

#include "core/base/random.h"

namespace latlas::train {
namespace {

// Streams of the run's seed that never meet: the kind in the highest byte.
enum class StreamKind : std::uint64_t { shuffle = 1, stepNoise = 2, evaluationNoise = 3 };

Random streamOf(std::uint64_t seed, StreamKind kind, std::int64_t index) {
  return Random(seed, (static_cast<std::uint64_t>(kind) << 56) | static_cast<std::uint64_t>(index));
}

}  // namespace

Batches::Batches(std::vector<std::int64_t> rows, int batch, std::uint64_t seed)
    : rows_(std::move(rows)), batch_(batch), seed_(seed) {}

std::int64_t Batches::stepsPerEpoch() const { return (rowCount() + batch_ - 1) / batch_; }

std::span<const std::int64_t> Batches::rows(std::int64_t step) {
  const std::int64_t epoch = step / stepsPerEpoch();
  if (epoch != orderEpoch_) {
    order_ = rows_;
    streamOf(seed_, StreamKind::shuffle, epoch).shuffle(std::span(order_));
    orderEpoch_ = epoch;
  }
  const std::int64_t first = (step % stepsPerEpoch()) * batch_;
  const std::int64_t count = std::min<std::int64_t>(batch_, rowCount() - first);
  return std::span(order_).subspan(static_cast<std::size_t>(first),
                                   static_cast<std::size_t>(count));
}

void fillStepNoise(std::uint64_t seed, std::int64_t step, std::span<float> noise) {
  streamOf(seed, StreamKind::stepNoise, step).fillNormal(noise);
}

void fillEvaluationNoise(std::uint64_t seed, std::int64_t firstRow, std::span<float> noise) {
  streamOf(seed, StreamKind::evaluationNoise, firstRow).fillNormal(noise);
}

}  // namespace latlas::train
