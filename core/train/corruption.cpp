#include "core/train/corruption.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/train/streams.h"

namespace latlas::train {
namespace {

// Whether each of `count` things happens that are probable in different degrees: `probability` is
// asked for each, `happens` told. 1 is always and 0 never; 32 bits of each draw serve one of them.
template <class Probability, class Happens>
void decide(Random random, std::size_t count, Probability probability, Happens happens) {
  const auto chance = [&](std::uint64_t bits, std::size_t i) {
    happens(i, static_cast<double>(bits) < static_cast<double>(probability(i)) * 0x1.0p32);
  };
  for (std::size_t i = 0; i < count; i += 2) {
    const std::uint64_t word = random.bits();
    chance(word & 0xffffffffu, i);
    if (i + 1 < count) chance(word >> 32, i + 1);
  }
}

void draw(Random random, std::span<float> pixels) {
  decide(
      random, pixels.size(), [&](std::size_t i) { return pixels[i]; },
      [&](std::size_t i, bool isOne) { pixels[i] = isOne ? 1.0f : 0.0f; });
}

// Each value becomes `replacement` with this probability.
void replaceSome(Random random, double probability, float replacement, std::span<float> values) {
  decide(
      random, values.size(), [&](std::size_t) { return probability; },
      [&](std::size_t i, bool isChosen) { values[i] = isChosen ? replacement : values[i]; });
}

void drawRows(std::uint64_t seed, StreamKind kind, std::span<const std::int64_t> rows,
              std::span<float> targets) {
  const std::size_t size = rows.empty() ? 0 : targets.size() / rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i)
    draw(streamOf(seed, kind, rows[i]), targets.subspan(i * size, size));
}

bool drawsPixels(const model::ModelConfig& model) {
  return model.likelihood == model::Likelihood::bernoulli &&
         model.binarize != model::Binarization::none;
}

void addNoise(Random random, double deviation, std::span<const float> targets,
              std::span<float> inputs) {
  // Piece by piece, as the cache holds them; of an even length, so that no draw is lost between.
  std::array<float, 1024> piece;
  for (std::size_t begin = 0; begin < inputs.size(); begin += piece.size()) {
    const std::span noise(piece.data(), std::min(piece.size(), inputs.size() - begin));
    random.fillNormal(noise);
    for (std::size_t i = 0; i < noise.size(); ++i) {
      const float added = static_cast<float>(deviation) * noise[i];
      inputs[begin + i] += std::isnan(targets[begin + i]) ? 0.0f : added;
    }
  }
}

}  // namespace

bool isSameInEachStep(const model::Config& config) {
  const model::TrainConfig& train = config.train;
  const bool redraws =
      drawsPixels(config.model) && config.model.binarize == model::Binarization::dynamic;
  return !redraws && train.noise == 0.0 && train.masking == 0.0 && train.missing == 0.0;
}

void corrupt(const model::Config& config, std::int64_t step, std::span<const std::int64_t> rows,
             std::span<float> targets, std::vector<float>& inputs) {
  const model::TrainConfig& train = config.train;
  inputs.clear();
  if (drawsPixels(config.model) && config.model.binarize == model::Binarization::dynamic)
    draw(streamOf(train.seed, StreamKind::stepPixels, step), targets);
  prepareOnce(config, rows, targets);
  if (train.noise == 0.0 && train.masking == 0.0 && train.missing == 0.0) return;

  if (train.missing > 0.0)
    replaceSome(streamOf(train.seed, StreamKind::missing, step), train.missing,
                std::numeric_limits<float>::quiet_NaN(), targets);
  inputs.assign(targets.begin(), targets.end());
  for (float& value : inputs) value = std::isnan(value) ? 0.0f : value;
  if (train.noise > 0.0)
    addNoise(streamOf(train.seed, StreamKind::gaussianNoise, step), train.noise, targets, inputs);
  if (train.masking > 0.0)
    replaceSome(streamOf(train.seed, StreamKind::masking, step), train.masking, 0.0f, inputs);
}

void prepareOnce(const model::Config& config, std::span<const std::int64_t> rows,
                 std::span<float> targets) {
  if (drawsPixels(config.model) && config.model.binarize == model::Binarization::fixed)
    drawRows(config.train.seed, StreamKind::fixedPixels, rows, targets);
}

void prepareHeldOut(const model::Config& config, std::span<const std::int64_t> rows,
                    std::span<float> targets) {
  prepareOnce(config, rows, targets);
  if (drawsPixels(config.model) && config.model.binarize == model::Binarization::dynamic)
    drawRows(config.train.seed, StreamKind::evaluationPixels, rows, targets);
}

}  // namespace latlas::train
