#include "core/data/builtin/glyphs.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/assemble.h"
#include "core/data/builtin/fonts.h"
#include "core/data/builtin/glyph_renderer.h"
#include "core/data/parallel.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {
namespace {

// Of the picture's side: how far a letter reaches from its middle, and how far that moves from the
// picture's. Together they leave a little room at the edge.
constexpr double kReach = 0.40, kMove = 0.09;
constexpr double kMostShear = 0.3;
constexpr std::int64_t kBlock = 512;                   // pictures drawn by one renderer
constexpr std::uint64_t kDrawStream = 0x676c79706873;  // "glyphs" in ASCII

enum FactorIndex { kCharacter, kFont, kRotation, kShear, kWeight, kPosX, kPosY, kFactors };

std::vector<double> evenly(double first, double last, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(first + (last - first) * i / (count - 1));
  return values;
}

// By how much strokes are thicker, in em.
std::vector<double> weightLevels() { return evenly(0.0, 0.06, 5); }

std::vector<Factor> glyphFactors(std::string_view characters, std::size_t fonts) {
  std::vector<Factor> factors(kFactors);
  factors[kCharacter] = {"character", {}, "ASCII"};
  for (const char letter : characters) factors[kCharacter].values.push_back(letter);
  factors[kFont] = {"font", {}, ""};
  for (std::size_t i = 0; i < fonts; ++i)
    factors[kFont].values.push_back(static_cast<double>(i + 1));
  factors[kRotation] = {"rotation", evenly(-std::numbers::pi / 6, std::numbers::pi / 6, 9), "rad"};
  factors[kShear] = {"shear", evenly(-kMostShear, kMostShear, 5), ""};
  factors[kWeight] = {"weight", weightLevels(), "em"};
  factors[kPosX] = {"posX", evenly(0.0, 1.0, 8), ""};
  factors[kPosY] = {"posY", evenly(0.0, 1.0, 8), ""};
  return factors;
}

// Em, as a part of the picture's side: the largest letter of each font fills the reach, so that
// fonts are equally large.
std::vector<double> scalesOf(const std::vector<Font>& fonts) {
  std::vector<double> scales;
  for (const Font& font : fonts) {
    double reach = 0.0;
    for (const GlyphOutline& outline : font.outlines)
      reach = std::max(reach, reachOf(outline, kMostShear));
    scales.push_back(kReach / reach);
  }
  return scales;
}

bool isAllowed(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= 'a' && letter <= 'z');
}

bool followsOn(char letter, char before) {
  return isAllowed(letter) && isAllowed(before) && letter == before + 1;
}

}  // namespace

std::string parseCharacters(std::string_view text) {
  std::array<bool, 128> isWanted{};
  const auto refuse = [&] {
    throw Error("builtin:glyphs: expected characters to be digits and letters, such as 0-9A-Fxyz, "
                "found \"" +
                std::string(text) + "\". Leave it out for 0-9A-Za-z.");
  };
  if (text.empty()) refuse();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char first = text[i];
    char last = first;
    if (i + 2 < text.size() && text[i + 1] == '-') {
      last = text[i + 2];
      i += 2;
    }
    if (!isAllowed(first) || !isAllowed(last) || last < first) refuse();
    for (int letter = first; letter <= last; ++letter)
      isWanted[static_cast<std::size_t>(letter)] = isAllowed(static_cast<char>(letter));
  }
  std::string characters;
  for (std::size_t i = 0; i < isWanted.size(); ++i)
    if (isWanted[i]) characters += static_cast<char>(i);
  return characters;
}

std::string characterRanges(std::string_view characters) {
  std::string text;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    std::size_t last = i;
    while (last + 1 < characters.size() && followsOn(characters[last + 1], characters[last]))
      ++last;
    text += characters[i];
    if (last >= i + 2) {
      text += '-';
      text += characters[last];
      i = last;
    }
  }
  return text;
}

DatasetPtr openGlyphs(const BuiltinSource& source, const OpenOptions& options, Progress& progress) {
  static const std::vector<std::string> known{"size", "count", "characters", "fonts", "seed"};
  requireKnownKeys(source, known);
  const int size = static_cast<int>(wholeNumber(source, "size", 32, 8, 256));
  const std::int64_t count = wholeNumber(source, "count", 16384, 1, 10'000'000);
  const std::int64_t mostFonts = wholeNumber(source, "fonts", 8, 1, 64);
  const std::uint64_t seed = seedOf(source);
  const auto asked = source.values.find("characters");
  const std::string characters =
      parseCharacters(asked == source.values.end() ? "0-9A-Za-z" : asked->second);
  const std::string whole = canonicalSource("glyphs", {{"size", std::to_string(size)},
                                                       {"count", std::to_string(count)},
                                                       {"characters", characterRanges(characters)},
                                                       {"fonts", std::to_string(mostFonts)},
                                                       {"seed", std::to_string(seed)}});
  const auto plane = static_cast<std::size_t>(size) * static_cast<std::size_t>(size);
  requireMemory(whole, static_cast<std::uint64_t>(count) * plane, options,
                "Ask for a smaller size or count");

  Found found;
  const std::vector<double> weights = weightLevels();
  const std::vector<Font> fonts = findFonts(usualFontFolders(), characters, weights,
                                            static_cast<std::size_t>(mostFonts), progress);
  const std::vector<double> scales = scalesOf(fonts);
  const std::vector<Factor> factors = glyphFactors(characters, fonts.size());
  std::vector<std::int32_t>& levels = found.annotations.factorLevels;
  Column fontColumn;
  fontColumn.name = "font";
  for (const Font& font : fonts) fontColumn.texts.push_back(font.name);
  Random random(seed, kDrawStream);
  for (std::int64_t row = 0; row < count; ++row) {
    for (const Factor& factor : factors)
      levels.push_back(static_cast<std::int32_t>(random.below(factor.values.size())));
    const std::int32_t* mine = levels.data() + row * kFactors;
    found.annotations.labels.push_back(mine[kCharacter]);
    fontColumn.codes.push_back(mine[kFont]);
  }

  std::vector<std::uint8_t> pixels(static_cast<std::size_t>(count) * plane);
  const auto blocks = static_cast<std::size_t>((count + kBlock - 1) / kBlock);
  forEachInParallel(blocks, {progress, 0.3, 1.0, "drawing glyphs"}, [&](std::size_t block) {
    GlyphRenderer renderer(size);
    const std::int64_t first = static_cast<std::int64_t>(block) * kBlock;
    for (std::int64_t row = first; row < std::min(first + kBlock, count); ++row) {
      const std::int32_t* mine = levels.data() + row * kFactors;
      const auto level = [&](int factor) { return static_cast<std::size_t>(mine[factor]); };
      const auto value = [&](int factor) {
        return factors[static_cast<std::size_t>(factor)].values[level(factor)];
      };
      const auto outline = level(kCharacter) * weights.size() + level(kWeight);
      renderer.draw(fonts[level(kFont)].outlines[outline],
                    {scales[level(kFont)], value(kRotation), value(kShear),
                     0.5 + kMove * (2.0 * value(kPosX) - 1.0),
                     0.5 + kMove * (2.0 * value(kPosY) - 1.0)},
                    std::span(pixels).subspan(static_cast<std::size_t>(row) * plane, plane));
    }
  });
  found.info.name = "Glyphs";
  found.info.source = whole;
  found.info.format = "generated";
  found.info.options = options;
  for (const char letter : characters) found.info.classes.emplace_back(1, letter);
  found.info.factors = factors;
  found.annotations.columns.push_back(std::move(fontColumn));
  found.path = whole;
  return finish(std::move(found), holdBytes({1, size, size}, std::move(pixels)), options);
}

}  // namespace latlas::data
