#include "core/train/streams.h"

namespace latlas::train {

Random streamOf(std::uint64_t seed, StreamKind kind, std::int64_t index) {
  // The kind in the highest byte, which no step and no row reaches.
  return Random(seed, (static_cast<std::uint64_t>(kind) << 56) | static_cast<std::uint64_t>(index));
}

void fillStepNoise(std::uint64_t seed, std::int64_t step, std::span<float> noise) {
  streamOf(seed, StreamKind::stepNoise, step).fillNormal(noise);
}

void fillEvaluationNoise(std::uint64_t seed, std::span<const std::int64_t> rows,
                         std::span<float> noise) {
  const std::size_t width = rows.empty() ? 0 : noise.size() / rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i)
    streamOf(seed, StreamKind::evaluationNoise, rows[i])
        .fillNormal(noise.subspan(i * width, width));
}

std::uint64_t drawSeedOf(std::uint64_t seed, std::int64_t step) {
  return streamOf(seed, StreamKind::stepDraws, step).bits();
}

}  // namespace latlas::train
