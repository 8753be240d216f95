#include "core/data/builtin/sprites.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/data/assemble.h"
#include "core/data/builtin/sprite_renderer.h"
#include "core/data/storage/array_store.h"
#include "core/data/storage/fingerprint.h"
#include "core/data/storage/memory_limit.h"

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

const Factor& colourFactor() {
  static const Factor factor{
      "colour", evenlySpaced(0.0, 360.0 * (kSpriteColours - 1) / kSpriteColours, kSpriteColours),
      "degrees"};
  return factor;
}

// How bright a hue is in red, green and blue, at full saturation.
std::array<double, 3> brightnessOf(double degrees) {
  std::array<double, 3> rgb{};
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const double away =
        std::abs(std::remainder(degrees - 120.0 * static_cast<double>(channel), 360.0));
    rgb[channel] = std::clamp(2.0 - away / 60.0, 0.0, 1.0);
  }
  return rgb;
}

// The sprites of one description: grey ones by their index in the full grid, coloured ones by
// kSpriteColours times that and the colour.
class SpriteSet {
 public:
  SpriteSet(int size, bool isColoured) : size_(size), isColoured_(isColoured) {}

  std::int64_t count() const { return kSpriteCount * (isColoured_ ? kSpriteColours : 1); }
  Shape shape() const { return {isColoured_ ? 3 : 1, size_, size_}; }
  SpriteLevels levels(std::int64_t row) const {
    return spriteLevels(isColoured_ ? row / kSpriteColours : row);
  }
  std::int32_t colour(std::int64_t row) const {
    return static_cast<std::int32_t>(row % kSpriteColours);
  }
  bool isColoured() const { return isColoured_; }

  // Planar, [channels, size, size].
  void draw(SpriteRenderer& renderer, std::int64_t row, std::span<std::uint8_t> pixels) const {
    const SpriteLevels which = levels(row);
    const auto value = [&](std::size_t factor) {
      return spriteFactors()[factor].values[static_cast<std::size_t>(which[factor])];
    };
    const std::size_t plane = pixels.size() / static_cast<std::size_t>(shape().channels);
    const auto grey = pixels.first(plane);
    renderer.draw({static_cast<SpriteShape>(which[0]), value(1), value(2), value(3), value(4)},
                  grey);
    if (!isColoured_) return;
    const auto rgb = brightnessOf(colourFactor().values[static_cast<std::size_t>(colour(row))]);
    for (std::size_t channel = 3; channel-- > 0;)  // the first is what the others are made from
      std::transform(grey.begin(), grey.end(),
                     pixels.begin() + static_cast<std::ptrdiff_t>(channel * plane),
                     [&](std::uint8_t level) {
                       return static_cast<std::uint8_t>(std::lround(level * rgb[channel]));
                     });
  }

  DatasetInfo info(std::int64_t rows, std::string source) const {
    DatasetInfo info;
    info.name = "Sprites";
    info.source = std::move(source);
    info.format = "generated";
    info.count = info.publishedTrainCount = rows;
    info.shape = shape();
    info.classes = {"square", "ellipse", "heart"};
    info.factors = spriteFactors();
    if (isColoured_) info.factors.push_back(colourFactor());
    return info;
  }

 private:
  int size_;
  bool isColoured_;
};

// The full grid: a row is drawn when it is read.
class SpriteGrid final : public Dataset {
 public:
  SpriteGrid(const SpriteSet& sprites, std::string source)
      : Dataset(sprites.info(sprites.count(), std::move(source))), sprites_(sprites) {}

  void read(std::span<const std::int64_t> rows, std::span<float> pixels) const override {
    const auto size = static_cast<std::size_t>(info().shape.size());
    assert(pixels.size() == rows.size() * size);
    SpriteRenderer renderer(info().shape.width);
    std::vector<std::uint8_t> bytes(size);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      sprites_.draw(renderer, rows[i], bytes);
      toFloats(bytes.data(), 1, {}, pixels.subspan(i * size, size));
      for (float& value : pixels.subspan(i * size, size)) value *= kGreyScale;
    }
  }

  int label(std::int64_t row) const override { return sprites_.levels(row)[0]; }

  int factorLevel(std::int64_t row, int factor) const override {
    const SpriteLevels levels = sprites_.levels(row);
    const auto at = static_cast<std::size_t>(factor);
    return at < levels.size() ? levels[at] : sprites_.colour(row);
  }

  // The description stands for pixels that are never all in one place.
  std::string fingerprint() const override {
    const std::string& text = info().source;
    Fingerprint hash;
    hash.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    return hash.hex();
  }

 private:
  SpriteSet sprites_;
};

// `count` different rows of `all`, in random order.
std::vector<std::int32_t> drawRows(std::int64_t count, std::int64_t all, std::uint64_t seed) {
  std::vector<std::int32_t> rows(static_cast<std::size_t>(all));
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
  static const std::vector<std::string> known{"size", "count", "seed", "colour"};
  requireKnownKeys(source, known);
  const int size = static_cast<int>(wholeNumber(source, "size", kDefaultSize, 8, 256));
  const SpriteSet sprites(size, wholeNumber(source, "colour", 0, 0, 1) == 1);
  const std::uint64_t seed = seedOf(source);
  const auto asked = source.values.find("count");
  const std::int64_t count = asked != source.values.end() && asked->second == "all"
                                 ? sprites.count()
                                 : wholeNumber(source, "count", kDefaultCount, 1, sprites.count());
  std::vector<std::pair<std::string, std::string>> values{{"size", std::to_string(size)}};
  if (count == sprites.count()) {
    values.emplace_back("count", "all");
  } else {
    values.emplace_back("count", std::to_string(count));
    values.emplace_back("seed", std::to_string(seed));
  }
  if (sprites.isColoured()) values.emplace_back("colour", "1");
  const std::string whole = canonicalSource("sprites", values);
  if (count == sprites.count()) return std::make_shared<SpriteGrid>(sprites, whole);

  const auto imageBytes = static_cast<std::size_t>(sprites.shape().size());
  requireMemory(whole, static_cast<std::uint64_t>(count) * imageBytes, options,
                "Ask for a smaller size or count, or for count=all, which is not held in memory");
  Annotations rows;
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(count) * imageBytes);
  SpriteRenderer renderer(size);
  const std::span<std::uint8_t> pixels(bytes);
  std::size_t drawn = 0;
  for (const std::int32_t row : drawRows(count, sprites.count(), seed)) {
    if (drawn % 256 == 0)
      progress.report(static_cast<double>(drawn) / static_cast<double>(count), "drawing sprites");
    sprites.draw(renderer, row, pixels.subspan(drawn * imageBytes, imageBytes));
    const SpriteLevels levels = sprites.levels(row);
    rows.labels.push_back(levels[0]);
    rows.factorLevels.insert(rows.factorLevels.end(), levels.begin(), levels.end());
    if (sprites.isColoured()) rows.factorLevels.push_back(sprites.colour(row));
    ++drawn;
  }
  return finish({sprites.info(count, whole), std::move(rows), whole},
                holdBytes(sprites.shape(), std::move(bytes)), options);
}

}  // namespace latlas::data
