// The colours of classes and of continuous and cyclic values.
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "app/ui/theme.h"

namespace latlas::ui {
namespace {

using Rgb = std::array<float, 3>;  // [0, 1], sRGB

std::uint32_t pack(const Rgb& colour) {
  std::uint32_t packed = 0xFFu << IM_COL32_A_SHIFT;
  const int shifts[] = {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT};
  for (int i = 0; i < 3; ++i) {
    const float level = std::clamp(colour[static_cast<std::size_t>(i)], 0.0f, 1.0f);
    packed |= static_cast<std::uint32_t>(std::lround(level * 255.0f)) << shifts[i];
  }
  return packed;
}

Rgb fromHex(std::uint32_t hex) {
  return {static_cast<float>(hex >> 16 & 0xFF) / 255.0f,
          static_cast<float>(hex >> 8 & 0xFF) / 255.0f, static_cast<float>(hex & 0xFF) / 255.0f};
}

Rgb mix(const Rgb& a, const Rgb& b, float t) {
  return {a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t};
}

// Okabe & Ito's seven hues, then three that stay apart from them in hue or lightness, so that ten
// digits have ten colours.
constexpr std::array<std::uint32_t, 10> kDarkClasses = {0x56B4E9, 0xE69F00, 0x00A878, 0xF0E442,
                                                        0x4C7DF0, 0xE0662B, 0xCC79A7, 0x9C7BE0,
                                                        0xA9B0BC, 0xA87B50};
// Deeper versions: sky blue, orange and yellow vanish on white.
constexpr std::array<std::uint32_t, 10> kLightClasses = {0x2C96D2, 0xD48F00, 0x008F68, 0xBFAE00,
                                                         0x0057B2, 0xCB4E00, 0xC0609A, 0x7A52C7,
                                                         0x7C838F, 0x8A5A2B};

// Viridis in steps of a tenth.
constexpr std::array<std::uint32_t, 11> kViridis = {0x440154, 0x482475, 0x414487, 0x355F8D,
                                                    0x2A788E, 0x21918C, 0x22A884, 0x44BF70,
                                                    0x7AD151, 0xBDDF26, 0xFDE725};

float encodeSrgb(float linear) {
  return linear <= 0.0031308f ? 12.92f * linear : 1.055f * std::pow(linear, 1.0f / 2.4f) - 0.055f;
}

// Oklab to sRGB (Ottosson 2020).
Rgb fromOklab(float lightness, float a, float b) {
  const float l = std::pow(lightness + 0.3963377774f * a + 0.2158037573f * b, 3.0f);
  const float m = std::pow(lightness - 0.1055613458f * a - 0.0638541728f * b, 3.0f);
  const float s = std::pow(lightness - 0.0894841775f * a - 1.2914855480f * b, 3.0f);
  return {encodeSrgb(std::max(0.0f, 4.0767416621f * l - 3.3077115913f * m + 0.2309699292f * s)),
          encodeSrgb(std::max(0.0f, -1.2684380046f * l + 2.6097574011f * m - 0.3413193965f * s)),
          encodeSrgb(std::max(0.0f, -0.0041960863f * l - 0.7034186147f * m + 1.7076147010f * s))};
}

}  // namespace

std::uint32_t classColour(int index) {
  const auto& table = currentTheme() == Theme::dark ? kDarkClasses : kLightClasses;
  const auto size = static_cast<int>(table.size());
  const int place = ((index % size) + size) % size;
  const int round = (index - place) / size;
  const Rgb base = fromHex(table[static_cast<std::size_t>(place)]);
  if (round == 0) return pack(base);
  // Odd rounds are lighter, even ones darker, by an amount that stays visible and never reaches
  // white or black.
  const Rgb towards = round % 2 != 0 ? Rgb{1, 1, 1} : Rgb{0, 0, 0};
  return pack(mix(base, towards, 0.35f));
}

std::uint32_t continuousColour(float t) {
  // The end that would sink into the ground is left out: evenness stays, the range shrinks.
  const bool dark = currentTheme() == Theme::dark;
  const float first = dark ? 0.16f : 0.0f;
  const float last = dark ? 1.0f : 0.92f;
  const float bounded = t >= 0.0f ? std::min(t, 1.0f) : 0.0f;
  const float place = (first + (last - first) * bounded) * (kViridis.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(place), kViridis.size() - 2);
  return pack(mix(fromHex(kViridis[below]), fromHex(kViridis[below + 1]),
                  place - static_cast<float>(below)));
}

std::uint32_t cyclicColour(float t) {
  const bool dark = currentTheme() == Theme::dark;
  const float lightness = dark ? 0.74f : 0.60f;
  const float chroma = 0.12f;  // the largest that sRGB holds at every hue of these lightnesses
  const float angle = (t - std::floor(t)) * 2.0f * std::numbers::pi_v<float>;
  return pack(fromOklab(lightness, chroma * std::cos(angle), chroma * std::sin(angle)));
}

}  // namespace latlas::ui
