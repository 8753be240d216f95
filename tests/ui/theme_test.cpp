#include "app/ui/theme.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>

#include "tests/ui/ui_harness.h"

namespace latlas {
namespace {

using ui::Theme;

// Relative luminance and contrast as WCAG 2.1 defines them.
double luminance(ImVec4 colour) {
  const auto linear = [](double level) {
    return level <= 0.04045 ? level / 12.92 : std::pow((level + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(colour.x) + 0.7152 * linear(colour.y) + 0.0722 * linear(colour.z);
}

double contrast(ImVec4 a, ImVec4 b) {
  const double one = luminance(a), other = luminance(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

ImVec4 unpack(std::uint32_t packed) {
  const auto level = [&](int shift) { return static_cast<float>(packed >> shift & 0xFF) / 255.0f; };
  return {level(IM_COL32_R_SHIFT), level(IM_COL32_G_SHIFT), level(IM_COL32_B_SHIFT), 1.0f};
}

class EachTheme : public testing::TestWithParam<Theme> {
 protected:
  EachTheme() : harness_([] {}, {640, 480}, GetParam()) {}
  test::UiHarness harness_;
};

INSTANTIATE_TEST_SUITE_P(Theme, EachTheme, testing::Values(Theme::dark, Theme::light),
                         [](const auto& instance) {
                           return instance.param == Theme::dark ? "dark" : "light";
                         });

TEST_P(EachTheme, TextIsReadableOnEveryGround) {
  const ui::Palette& p = ui::palette();
  constexpr double kText = 4.5;  // WCAG AA
  for (const ImVec4& ground : {p.panel, p.panelHeading, p.background, p.field}) {
    EXPECT_GE(contrast(p.text, ground), kText);
    EXPECT_GE(contrast(p.textSecondary, ground), kText);
  }
  for (const ImVec4& colour : {p.error, p.warning, p.success})
    EXPECT_GE(contrast(colour, p.panel), kText);
  EXPECT_GE(contrast(p.onAccent, p.accent), kText);
  EXPECT_GE(contrast(p.onAccent, p.accentHovered), kText);
}

TEST_P(EachTheme, GraphicsStandOutFromThePanel) {
  const ui::Palette& p = ui::palette();
  constexpr double kGraphics = 3.0;  // WCAG AA, objects that carry meaning
  for (const ImVec4& colour :
       {p.accent, p.chartTrain, p.chartHeldOut, p.chartReconstruction, p.chartKl})
    EXPECT_GE(contrast(colour, p.panel), kGraphics);
  for (int i = 0; i < 10; ++i)
    EXPECT_GE(contrast(unpack(ui::classColour(i)), p.panel), 2.2) << "class " << i;
}

TEST_P(EachTheme, ThirtyClassesHaveThirtyColours) {
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 30; ++i) seen.insert(ui::classColour(i));
  EXPECT_EQ(seen.size(), 30u);
}

TEST_P(EachTheme, ContinuousColoursGrowLighterAndAreClamped) {
  double before = -1.0;
  for (int i = 0; i <= 20; ++i) {
    const double now = luminance(unpack(ui::continuousColour(static_cast<float>(i) / 20.0f)));
    EXPECT_GT(now, before);
    before = now;
  }
  EXPECT_EQ(ui::continuousColour(-1.0f), ui::continuousColour(0.0f));
  EXPECT_EQ(ui::continuousColour(9.0f), ui::continuousColour(1.0f));
  EXPECT_EQ(ui::continuousColour(NAN), ui::continuousColour(0.0f));
}

TEST_P(EachTheme, CyclicColoursCloseAndKeepTheirLightness) {
  EXPECT_EQ(ui::cyclicColour(0.0f), ui::cyclicColour(1.0f));
  EXPECT_EQ(ui::cyclicColour(-0.25f), ui::cyclicColour(0.75f));
  double low = 1.0, high = 0.0;
  for (int i = 0; i < 36; ++i) {
    const double now = luminance(unpack(ui::cyclicColour(static_cast<float>(i) / 36.0f)));
    low = std::min(low, now);
    high = std::max(high, now);
  }
  // Equal Oklab lightness is not exactly equal luminance; a third of a step is not seen.
  EXPECT_LT(high / low, 1.45);
}

TEST_P(EachTheme, ScaleIsAppliedOnceHoweverOftenItIsSet) {
  ui::applyTheme(GetParam(), 2.0f);
  const float padding = ImGui::GetStyle().FramePadding.x;
  ui::applyTheme(GetParam(), 2.0f);
  EXPECT_EQ(ImGui::GetStyle().FramePadding.x, padding);
  EXPECT_EQ(ui::currentScale(), 2.0f);
  ui::applyTheme(GetParam(), 1.0f);
  EXPECT_EQ(ImGui::GetStyle().FramePadding.x * 2.0f, padding);
}

TEST(Fonts, DigitsHaveOneWidthAndTheNeededSignsExist) {
  test::UiHarness harness([] {});
#if IMGUI_VERSION_NUM >= 19200
  const auto glyphs = [](ImFont* font) { return font->GetFontBaked(font->LegacySize); };
#else
  const auto glyphs = [](ImFont* font) { return font; };
#endif
  for (ImFont* font : {ui::bodyFont(), ui::headingFont(), ui::smallFont()}) {
    ASSERT_NE(font, nullptr);
    for (ImWchar digit = '1'; digit <= '9'; ++digit)
      EXPECT_EQ(glyphs(font)->GetCharAdvance(digit), glyphs(font)->GetCharAdvance('0'));
  }
  // With ImGui's built-in font alone there are no such signs.
  auto* body = glyphs(ui::bodyFont());
  if (body->FindGlyphNoFallback(0x00E9) == nullptr) GTEST_SKIP() << "no fonts installed";
  for (const ImWchar sign :
       {0x00B5, 0x03B2, 0x03BC, 0x03C3, 0x2192, 0x2212, 0x00D7, 0x2026, 0x221E, 0x25CF, 0x2713})
    EXPECT_NE(body->FindGlyphNoFallback(sign), nullptr) << std::hex << sign;
}

}  // namespace
}  // namespace latlas
