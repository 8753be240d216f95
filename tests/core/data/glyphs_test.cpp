#include "core/data/builtin/glyphs.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "core/base/error.h"
#include "core/data/builtin/fonts.h"
#include "core/data/builtin/glyph_renderer.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

using Texts = std::vector<std::string>;
constexpr int kSize = 64;
constexpr double kEm = 0.5;  // of the picture's side

std::vector<Font> fontsFor(std::string_view characters, const std::vector<double>& weights,
                           std::size_t most) {
  Progress progress;
  return findFonts(usualFontFolders(), characters, weights, most, progress);
}

bool hasFonts() {
  try {
    return !fontsFor("A", {0.0}, 1).empty();
  } catch (const Error&) {
    return false;
  }
}

class Glyphs : public testing::Test {
 protected:
  void SetUp() override {
    if (!hasFonts()) GTEST_SKIP() << "this machine has no fonts";
  }
};

Bytes drawn(const GlyphOutline& outline, const GlyphPlace& place) {
  Bytes pixels(static_cast<std::size_t>(kSize * kSize), 77);
  GlyphRenderer(kSize).draw(outline, place, pixels);
  return pixels;
}

struct Mass {
  double area = 0, x = 0, y = 0;  // in pixels
};

Mass massOf(const Bytes& pixels) {
  Mass mass;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const double value = pixels[i] / 255.0;
    mass.area += value;
    mass.x += value * (static_cast<double>(i % kSize) + 0.5);
    mass.y += value * (static_cast<double>(i / kSize) + 0.5);
  }
  mass.x /= mass.area;
  mass.y /= mass.area;
  return mass;
}

const char* const kSome = "05AWgkm";

TEST_F(Glyphs, MoveByWhatTheyAreMoved) {
  for (const Font& font : fontsFor(kSome, {0.0}, 3))
    for (const GlyphOutline& outline : font.outlines) {
      const Mass middle = massOf(drawn(outline, {kEm}));
      for (const double step : {-0.11, 0.07}) {
        const Mass moved = massOf(drawn(outline, {kEm, 0.0, 0.0, 0.5 + step, 0.5 - step}));
        // Points lie on a grid of 1/64 pixel and bytes round by 1/510.
        EXPECT_NEAR(moved.x - middle.x, step * kSize, 0.05);
        EXPECT_NEAR(moved.y - middle.y, -step * kSize, 0.05);
        EXPECT_NEAR(moved.area, middle.area, 0.01 * middle.area);
      }
    }
}

TEST_F(Glyphs, StandUprightWithTheirBoxInTheMiddle) {
  const auto fonts = fontsFor("AT", {0.0}, 1);
  // Upright, A is wide below and T above.
  EXPECT_GT(massOf(drawn(fonts[0].outlines[0], {kEm})).y, 33.0);
  EXPECT_LT(massOf(drawn(fonts[0].outlines[1], {kEm})).y, 31.0);
  const Bytes pixels = drawn(fonts[0].outlines[1], {kEm});
  int left = kSize, right = -1, top = kSize, bottom = -1;
  for (int i = 0; i < kSize * kSize; ++i) {
    if (pixels[static_cast<std::size_t>(i)] < 8) continue;
    left = std::min(left, i % kSize);
    right = std::max(right, i % kSize);
    top = std::min(top, i / kSize);
    bottom = std::max(bottom, i / kSize);
  }
  EXPECT_NEAR(left + right, kSize - 1, 1);
  EXPECT_NEAR(top + bottom, kSize - 1, 1);
}

TEST_F(Glyphs, AHalfTurnIsThePictureUpsideDown) {
  for (const Font& font : fontsFor(kSome, {0.0}, 3))
    for (const GlyphOutline& outline : font.outlines) {
      const Bytes upright = drawn(outline, {kEm});
      const Bytes turned = drawn(outline, {kEm, std::numbers::pi});
      for (std::size_t i = 0; i < upright.size(); ++i)
        // An edge may move by 1/64 pixel where a point is rounded the other way.
        EXPECT_NEAR(turned[upright.size() - 1 - i], upright[i], 10) << font.name;
    }
}

TEST_F(Glyphs, RotationAndShearKeepTheArea) {
  for (const Font& font : fontsFor(kSome, {0.0}, 2))
    for (const GlyphOutline& outline : font.outlines) {
      const double area = massOf(drawn(outline, {kEm})).area;
      for (const double turn : {-0.5, 0.3, 1.2})
        EXPECT_NEAR(massOf(drawn(outline, {kEm, turn})).area, area, 0.01 * area);
      for (const double shear : {-0.3, 0.2})
        EXPECT_NEAR(massOf(drawn(outline, {kEm, 0.0, shear})).area, area, 0.01 * area);
      // A quarter of the size has a sixteenth of the area.
      EXPECT_NEAR(massOf(drawn(outline, {kEm / 2})).area, area / 4, 0.02 * area);
    }
}

TEST_F(Glyphs, ShearLeansToTheRightAndRotationIsCounterClockwise) {
  const auto fonts = fontsFor("T", {0.0}, 1);
  const GlyphOutline& letter = fonts[0].outlines[0];  // its mass lies above the middle
  EXPECT_GT(massOf(drawn(letter, {kEm, 0.0, 0.3})).x, massOf(drawn(letter, {kEm})).x + 0.5);
  EXPECT_LT(massOf(drawn(letter, {kEm, 0.5})).x, massOf(drawn(letter, {kEm})).x - 1.0);
}

TEST_F(Glyphs, WeightAddsInk) {
  const std::vector<double> weights{0.0, 0.02, 0.04, 0.06};
  const std::string characters = kSome;
  for (const Font& font : fontsFor(characters, weights, 3))
    for (std::size_t letter = 0; letter < characters.size(); ++letter)
      for (std::size_t i = 1; i < weights.size(); ++i) {
        const auto area = [&](std::size_t weight) {
          return massOf(drawn(font.outlines[letter * weights.size() + weight], {kEm})).area;
        };
        EXPECT_GT(area(i), 1.02 * area(i - 1)) << font.name << " " << characters[letter];
      }
}

TEST_F(Glyphs, ReachBoundsThePicture) {
  const auto fonts = fontsFor("Wgj", {0.06}, 2);
  for (const Font& font : fonts)
    for (const GlyphOutline& outline : font.outlines) {
      const double scale = 0.5 / reachOf(outline, 0.3);
      for (const double shear : {-0.3, 0.0, 0.3})
        for (const double turn : {0.0, 0.7, 1.6, 2.9}) {
          const double area = massOf(drawn(outline, {scale, turn, shear})).area;
          const double half = massOf(drawn(outline, {scale / 2, turn, shear})).area;
          EXPECT_NEAR(area, 4 * half, 0.02 * area);  // nothing was cut
        }
    }
}

TEST(GlyphCharacters, AreDigitsAndLettersAndRanges) {
  EXPECT_EQ(parseCharacters("0-9"), "0123456789");
  EXPECT_EQ(parseCharacters("ca-cB"), "Babc");
  EXPECT_EQ(parseCharacters("X"), "X");
  // A range passes over what is neither digit nor letter.
  EXPECT_EQ(parseCharacters("8-B"), "89AB");
  EXPECT_EQ(characterRanges("0123456789"), "0-9");
  EXPECT_EQ(characterRanges("Babc"), "Ba-c");
  EXPECT_EQ(characterRanges("ab"), "ab");
  EXPECT_EQ(characterRanges(parseCharacters("0-9A-Za-z")), "0-9A-Za-z");
  for (const char* text : {"", "!", "a-", "-a", "b-a", "a b", "\xc3\xa4"})
    expectSays(errorOf([&] { parseCharacters(text); }), {"characters", "0-9A-Za-z", text});
}

TEST_F(Glyphs, HaveTheirFactorsClassesAndFonts) {
  const auto dataset = openSource("builtin:glyphs?count=600&characters=02A-C&fonts=2&seed=4");
  const DatasetInfo& info = dataset->info();
  EXPECT_EQ(info.source, "builtin:glyphs?size=32&count=600&characters=02A-C&fonts=2&seed=4");
  EXPECT_EQ(info.shape, (Shape{1, 32, 32}));
  EXPECT_EQ(info.classes, (Texts{"0", "2", "A", "B", "C"}));
  Texts names;
  for (const Factor& factor : info.factors) names.push_back(factor.name);
  EXPECT_EQ(names, (Texts{"character", "font", "rotation", "shear", "weight", "posX", "posY"}));
  EXPECT_EQ(info.factors[0].values, (std::vector<double>{'0', '2', 'A', 'B', 'C'}));
  EXPECT_NEAR(info.factors[2].values.front(), -std::numbers::pi / 6, 1e-12);
  EXPECT_NEAR(info.factors[2].values[4], 0.0, 1e-12);
  ASSERT_EQ(dataset->columns().size(), 1u);
  const Column& fonts = dataset->columns()[0];
  EXPECT_EQ(fonts.name, "font");
  ASSERT_EQ(fonts.texts.size(), info.factors[1].values.size());
  std::vector<std::set<int>> seen(info.factors.size());
  for (std::int64_t row = 0; row < 600; ++row) {
    EXPECT_EQ(dataset->label(row), dataset->factorLevel(row, 0));
    EXPECT_EQ(fonts.codes[static_cast<std::size_t>(row)], dataset->factorLevel(row, 1));
    for (std::size_t i = 0; i < seen.size(); ++i)
      seen[i].insert(dataset->factorLevel(row, static_cast<int>(i)));
  }
  for (std::size_t i = 0; i < seen.size(); ++i)
    EXPECT_EQ(seen[i].size(), info.factors[i].values.size()) << names[i];
}

// What the factors say is what is drawn.
TEST_F(Glyphs, AreDrawnAsTheirFactorsSay) {
  const auto dataset = openSource("builtin:glyphs?size=64&count=300&characters=AW0&fonts=3");
  std::vector<double> weights = dataset->info().factors[4].values;
  const auto fonts = fontsFor("0AW", weights, 3);
  for (std::int64_t row = 0; row < 300; ++row) {
    const auto value = [&](int factor) {
      return dataset->info()
          .factors[static_cast<std::size_t>(factor)]
          .values[static_cast<std::size_t>(dataset->factorLevel(row, factor))];
    };
    const auto level = [&](int factor) {
      return static_cast<std::size_t>(dataset->factorLevel(row, factor));
    };
    const Font& font = fonts[level(1)];
    EXPECT_EQ(dataset->columns()[0].text(row), font.name);
    double reach = 0.0;
    for (const GlyphOutline& outline : font.outlines)
      reach = std::max(reach, reachOf(outline, 0.3));
    const Bytes wanted =
        drawn(font.outlines[level(0) * weights.size() + level(4)],
              {0.40 / reach, value(2), value(3), 0.41 + 0.18 * value(5), 0.41 + 0.18 * value(6)});
    const Bytes found = rowBytes(*dataset, row);
    for (std::size_t i = 0; i < wanted.size(); ++i) ASSERT_NEAR(found[i], wanted[i], 10);
    // The outermost pixels stay black but for a trace: nothing is cut.
    for (std::size_t i = 0; i < 64; ++i)
      for (const std::size_t at : {i, 64 * 63 + i, 64 * i, 64 * i + 63}) EXPECT_LT(found[at], 128);
  }
}

TEST_F(Glyphs, AreTheSameEachTimeAndOthersWithAnotherSeed) {
  const auto fingerprint = [](const std::string& keys) {
    return openSource("builtin:glyphs?size=16&" + keys)->fingerprint();
  };
  EXPECT_EQ(fingerprint("count=1500"), fingerprint("count=1500&seed=0"));
  EXPECT_NE(fingerprint("count=1500"), fingerprint("count=1500&seed=1"));
  // More rows begin with the same ones.
  const auto few = openSource("builtin:glyphs?size=16&count=10");
  const auto many = openSource("builtin:glyphs?size=16&count=1500");
  for (std::int64_t row = 0; row < 10; ++row) EXPECT_EQ(rowBytes(*few, row), rowBytes(*many, row));
}

TEST_F(Glyphs, DoNotDependOnWhereTheFontsLie) {
  const auto fonts = fontsFor("AB", {0.0}, 2);
  const latlas::test::TemporaryFolder folder;
  for (const Font& font : fonts) {
    std::filesystem::create_directories(folder / "deep/down");
    std::filesystem::copy_file(font.path, folder / "deep/down" / font.path.filename(),
                               std::filesystem::copy_options::skip_existing);
  }
  put(folder / "broken.ttf", Bytes{0, 1, 0, 0, 0, 99, 1, 2, 3});
  put(folder / "empty.otf", {});
  Progress progress;
  const std::vector<std::filesystem::path> folders{folder.path(), folder / "none"};
  const std::vector<double> weights{0.0};
  const auto copied = findFonts(folders, "AB", weights, 2, progress);
  ASSERT_EQ(copied.size(), fonts.size());
  for (std::size_t i = 0; i < fonts.size(); ++i) {
    EXPECT_EQ(copied[i].name, fonts[i].name);
    EXPECT_EQ(drawn(copied[i].outlines[1], {kEm}), drawn(fonts[i].outlines[1], {kEm}));
  }
}

TEST(GlyphFonts, WithoutAnySayWhatToInstall) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "broken.ttf", Bytes{0, 1, 0, 0, 0, 99, 1, 2, 3});
  Progress progress;
  const std::vector<std::filesystem::path> folders{folder.path()};
  const std::vector<double> weights{0.0};
  expectSays(errorOf([&] { findFonts(folders, "AB", weights, 2, progress); }),
             {"builtin:glyphs", "characters AB", folder.path().string(), "1 font files",
              "fonts-dejavu-core"});
}

TEST(GlyphKeys, AreChecked) {
  const auto error = [](const std::string& keys) {
    return errorOf([&] { openSource("builtin:glyphs?" + keys); });
  };
  expectSays(error("letters=A"), {"\"letters\"", "characters", "fonts", "seed"});
  expectSays(error("size=300"), {"size", "8 to 256"});
  expectSays(error("count=0"), {"count", "\"0\""});
  expectSays(error("fonts=65"), {"fonts", "1 to 64"});
  expectSays(error("characters=+"), {"characters", "\"+\""});
  OpenOptions small;
  small.memoryLimit = 1'000'000;
  expectSays(errorOf([&] { openSource("builtin:glyphs", small); }), {"16.8 MB", "1.0 MB"});
}

}  // namespace
}  // namespace latlas::data::test
