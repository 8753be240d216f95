#include "core/train/corruption.h"

#include <cmath>
#include <limits>

#include "core/train/streams.h"

namespace latlas::train {
namespace {

// 32 random bits at a time: two of each draw.
class Bits {
 public:
  explicit Bits(Random random) : random_(random) {}

  std::uint32_t next() {
    if (hasHalf_) {
      hasHalf_ = false;
      return static_cast<std::uint32_t>(word_ >> 32);
    }
    word_ = random_.bits();
    hasHalf_ = true;
    return static_cast<std::uint32_t>(word_);
  }
  // True with this probability: always at 1, never at 0.
  bool chance(double probability) {
    return static_cast<double>(next()) < probability * 0x1.0p32;
  }

 private:
  Random random_;
  std::uint64_t word_ = 0;
  bool hasHalf_ = false;
};

void draw(Bits bits, std::span<float> pixels) {
  for (float& pixel : pixels) pixel = bits.chance(static_cast<double>(pixel)) ? 1.0f : 0.0f;
}

void drawRows(std::uint64_t seed, StreamKind kind, std::span<const std::int64_t> rows,
              std::span<float> targets) {
  const std::size_t size = rows.empty() ? 0 : targets.size() / rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i)
    draw(Bits(streamOf(seed, kind, rows[i])), targets.subspan(i * size, size));
}

bool drawsPixels(const model::ModelConfig& model) {
  return model.likelihood == model::Likelihood::bernoulli &&
         model.binarize != model::Binarization::none;
}

void withhold(Bits bits, double probability, std::span<float> targets) {
  for (float& value : targets)
    if (bits.chance(probability)) value = std::numeric_limits<float>::quiet_NaN();
}

void addNoise(Random random, double deviation, std::span<const float> targets,
              std::span<float> inputs) {
  std::vector<float> noise(inputs.size());
  random.fillNormal(noise);
  for (std::size_t i = 0; i < inputs.size(); ++i)
    if (!std::isnan(targets[i])) inputs[i] += static_cast<float>(deviation) * noise[i];
}

void mask(Bits bits, double probability, std::span<float> inputs) {
  for (float& value : inputs)
    if (bits.chance(probability)) value = 0.0f;
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
    draw(Bits(streamOf(train.seed, StreamKind::stepPixels, step)), targets);
  prepareOnce(config, rows, targets);
  if (train.noise == 0.0 && train.masking == 0.0 && train.missing == 0.0) return;

  if (train.missing > 0.0)
    withhold(Bits(streamOf(train.seed, StreamKind::missing, step)), train.missing, targets);
  inputs.assign(targets.begin(), targets.end());
  for (float& value : inputs)
    if (std::isnan(value)) value = 0.0f;
  if (train.noise > 0.0)
    addNoise(streamOf(train.seed, StreamKind::gaussianNoise, step), train.noise, targets, inputs);
  if (train.masking > 0.0)
    mask(Bits(streamOf(train.seed, StreamKind::masking, step)), train.masking, inputs);
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
