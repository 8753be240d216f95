#include "core/data/builtin/sprites.h"

#include <cassert>
#include <numbers>
#include <numeric>
#include <vector>

#include "core/base/random.h"
#include "core/data/builtin/sprite_renderer.h"
#include "core/data/storage/array_store.h"
#include "core/data/storage/fingerprint.h"
#include "core/data/storage/memory_limit.h"
#include "core/data/stored_dataset.h"

namespace latlas::data {
namespace {

constexpr std::array<int, 5> kLevelCounts{3, 6, 40, 32, 32};
constexpr std::int64_t kDefaultSize = 32;      // pixels a side: trains quickly on a laptop
constexpr std::int64_t kDefaultCount = 16384;  // enough to learn the factors, drawn in 0.1 s
// A stream of random numbers apart from what else is drawn with the same seed.
constexpr std::uint64_t kDrawStream = 0x73707269746573;  // "sprites" in ASCII

std::vector<double> evenlySpaced(double first, double last, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(first + (last - first) * i / (count - 1));
  return values;
}

const std::vector<Factor>& spriteFactors() {
  static const std::vector<Factor> factors{
      {"shape", {1, 2, 3}, ""},  // dSprites' numbers for square, ellipse and heart
      {"scale", evenlySpaced(0.5, 1.0, kLevelCounts[1]), ""},
      {"orientation",
       evenlySpaced(0.0, 2.0 * std::numbers::pi * (kLevelCounts[2] - 1) / kLevelCounts[2],
                    kLevelCounts[2]),
       "rad"},
      {"posX", evenlySpaced(0.0, 1.0, kLevelCounts[3]), ""},
      {"posY", evenlySpaced(0.0, 1.0, kLevelCounts[4]), ""}};
  return factors;
}

void drawLevels(SpriteRenderer& renderer, const SpriteLevels& levels,
                std::span<std::uint8_t> pixels) {
  const auto value = [&](std::size_t factor) {
    return spriteFactors()[factor].values[static_cast<std::size_t>(levels[factor])];
  };
  renderer.draw({static_cast<SpriteShape>(levels[0]), value(1), value(2), value(3), value(4)},
                pixels);
}

DatasetInfo spriteInfo(int size, std::int64_t count, std::string source) {
  DatasetInfo info;
  info.name = "Sprites";
  info.source = std::move(source);
  info.format = "generated";
  info.count = info.publishedTrainCount = count;
  info.shape = {1, size, size};
  info.classes = {"square", "ellipse", "heart"};
  info.factors = spriteFactors();
  return info;
}

// The full grid: a row is drawn when it is read.
class SpriteGrid final : public Dataset {
 public:
  explicit SpriteGrid(DatasetInfo info) : Dataset(std::move(info)) {}

  void read(std::span<const std::int64_t> rows, std::span<float> pixels) const override {
    const auto size = static_cast<std::size_t>(info().shape.size());
    assert(pixels.size() == rows.size() * size);
    SpriteRenderer renderer(info().shape.width);
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      drawLevels(renderer, spriteLevels(rows[i]), bytes);
      toFloats(bytes.data(), 1, {}, pixels.subspan(i * size, size));
      for (float& value : pixels.subspan(i * size, size)) value *= kGreyScale;
    }
  }

  int label(std::int64_t row) const override { return spriteLevels(row)[0]; }

  int factorLevel(std::int64_t row, int factor) const override {
    return spriteLevels(row)[static_cast<std::size_t>(factor)];
  }

  // The description stands for pixels that are never all in one place.
  std::string fingerprint() const override {
    const std::string& text = info().source;
    Fingerprint hash;
    hash.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return hash.hex();
  }
};

// `count` different rows of the full grid, in random order.
std::vector<std::int32_t> drawRows(std::int64_t count, std::uint64_t seed) {
  std::vector<std::int32_t> rows(static_cast<std::size_t>(kSpriteCount));
  std::iota(rows.begin(), rows.end(), 0);
  Random random(seed, kDrawStream);
  // The first part of a Fisher-Yates shuffle.
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i)
    std::swap(rows[i], rows[i + random.below(rows.size() - i)]);
  rows.resize(static_cast<std::size_t>(count));
  return rows;
}

}  // namespace

SpriteLevels spriteLevels(std::int64_t index) {
  assert(index >= 0 && index < kSpriteCount);
  SpriteLevels levels;
  for (std::size_t factor = levels.size(); factor-- > 0; index /= kLevelCounts[factor])
    levels[factor] = static_cast<std::int32_t>(index % kLevelCounts[factor]);
  return levels;
}

DatasetPtr openSprites(const BuiltinSource& source, const OpenOptions& options,
                       Progress& progress) {
  static const std::vector<std::string> known{"size", "count", "seed"};
  requireKnownKeys(source, known);
  const int size = static_cast<int>(wholeNumber(source, "size", kDefaultSize, 8, 256));
  const auto seed = wholeNumber(source, "seed", 0, 0, std::int64_t{1} << 53);
  const auto asked = source.values.find("count");
  const std::int64_t count = asked != source.values.end() && asked->second == "all"
                                 ? kSpriteCount
                                 : wholeNumber(source, "count", kDefaultCount, 1, kSpriteCount);
  const std::string name = "builtin:sprites?size=" + std::to_string(size);
  if (count == kSpriteCount)
    return std::make_shared<SpriteGrid>(spriteInfo(size, count, name + "&count=all"));

  const std::string whole =
      name + "&count=" + std::to_string(count) + "&seed=" + std::to_string(seed);
  const auto pixelCount = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  requireMemory(whole, static_cast<std::uint64_t>(count) * pixelCount, options,
                "Ask for a smaller size or count, or for count=all, which is not held in memory");
  Annotations rows;
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(count) * pixelCount);
  SpriteRenderer renderer(size);
  const std::span<std::uint8_t> pixels(bytes);
  std::size_t drawn = 0;
  for (const std::int32_t row : drawRows(count, static_cast<std::uint64_t>(seed))) {
    if (drawn % 256 == 0)
      progress.report(static_cast<double>(drawn) / static_cast<double>(count), "drawing sprites");
    const SpriteLevels levels = spriteLevels(row);
    drawLevels(renderer, levels, pixels.subspan(drawn * pixelCount, pixelCount));
    rows.labels.push_back(levels[0]);
    rows.factorLevels.insert(rows.factorLevels.end(), levels.begin(), levels.end());
    ++drawn;
  }
  const DatasetInfo info = spriteInfo(size, count, whole);
  return std::make_shared<StoredDataset>(info, holdBytes(info.shape, std::move(bytes)),
                                         std::move(rows));
}

}  // namespace latlas::data
