// Which fonts the window is written in, and where they are found.
#include <imgui.h>
#if IMGUI_VERSION_NUM < 19200 && __has_include(<imgui_freetype.h>)
#include <imgui_freetype.h>
#define LATLAS_FREETYPE_BUILDER
#endif

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <initializer_list>
#include <string>
#include <vector>

#include "app/ui/theme.h"

namespace latlas::ui {
namespace {

// Heights of a line in pixels at 100 %; Inter's em is 1 / 1.21 of it, so body text is 13.2 px.
constexpr float kBodySize = 16.0f;
constexpr float kHeadingSize = 16.0f;
constexpr float kSmallSize = 14.0f;

// Arrows, mathematics and the few shapes that buttons use, where Inter has none.
constexpr std::array<ImWchar, 9> kSymbolRanges = {0x2190, 0x2199, 0x2200, 0x226B, 0x25A0,
                                                  0x25CF, 0x2713, 0x2717, 0};

struct Fonts {
  ImFont* body = nullptr;
  ImFont* heading = nullptr;
  ImFont* small = nullptr;
  int generation = 0;
};

Fonts& fonts() {
  static Fonts instance;
  return instance;
}

std::filesystem::path findFont(std::initializer_list<const char*> names) {
  std::vector<std::filesystem::path> folders = {"/usr/share/fonts/opentype/inter",
                                                "/usr/share/fonts/truetype/inter",
                                                "/usr/share/fonts/truetype/dejavu",
                                                "/usr/share/fonts/inter",
                                                "/usr/share/fonts/dejavu",
                                                "/usr/share/fonts/OTF",
                                                "/usr/share/fonts/TTF",
                                                "/usr/local/share/fonts",
                                                "/Library/Fonts"};
  if (const char* home = std::getenv("HOME"); home != nullptr)
    folders.push_back(std::filesystem::path(home) / ".local/share/fonts");
  std::error_code ignored;
  for (const char* name : names)
    for (const auto& folder : folders)
      if (std::filesystem::is_regular_file(folder / name, ignored)) return folder / name;
  return {};
}

// Digits of one width keep a counting number from trembling; Inter's tabular figures are a feature
// that ImGui's loader cannot ask for.
#if IMGUI_VERSION_NUM >= 19200

// A glyph is made when it is first seen, so what is done to digits must be said of a source.
ImFont* addText(ImFontAtlas& atlas, const std::string& file, float size) {
  ImFont* measured = atlas.AddFontFromFileTTF(file.c_str(), size);
  float widest = 0.0f;
  for (ImWchar digit = '0'; digit <= '9'; ++digit)
    widest = std::max(widest, measured->GetFontBaked(size)->GetCharAdvance(digit));
  atlas.RemoveFont(measured);

  static constexpr std::array<ImWchar, 3> kDigits = {'0', '9', 0};
  ImFontConfig letters;
  letters.GlyphExcludeRanges = kDigits.data();
  ImFont* font = atlas.AddFontFromFileTTF(file.c_str(), size, &letters);
  ImFontConfig digits;
  digits.MergeMode = true;
  digits.PixelSnapH = true;
  digits.GlyphMinAdvanceX = digits.GlyphMaxAdvanceX = widest;
  atlas.AddFontFromFileTTF(file.c_str(), size, &digits);
  return font;
}

#else

// Latin with Latin-1 and Extended-A (names of files), Greek, Cyrillic, punctuation.
constexpr std::array<ImWchar, 13> kTextRanges = {0x0020, 0x017F, 0x0370, 0x03FF, 0x0400,
                                                 0x045F, 0x2010, 0x2027, 0x2030, 0x205E,
                                                 0x2070, 0x209F, 0};

ImFont* addText(ImFontAtlas& atlas, const std::string& file, float size) {
  return atlas.AddFontFromFileTTF(file.c_str(), size, nullptr, kTextRanges.data());
}

void makeDigitsTabular(ImFont& font) {
  float widest = 0.0f;
  for (ImWchar digit = '0'; digit <= '9'; ++digit)
    widest = std::max(widest, font.GetCharAdvance(digit));
  for (ImFontGlyph& glyph : font.Glyphs) {
    if (glyph.Codepoint < '0' || glyph.Codepoint > '9') continue;
    const float shift = std::round((widest - glyph.AdvanceX) / 2.0f);
    glyph.X0 += shift;
    glyph.X1 += shift;
    glyph.AdvanceX = widest;
  }
  font.BuildLookupTable();
}

#endif

ImFont* addFont(ImFontAtlas& atlas, const std::filesystem::path& text,
                const std::filesystem::path& symbols, float size) {
  if (text.empty()) {
    ImFontConfig config;
    config.SizePixels = size;
    return atlas.AddFontDefault(&config);
  }
  ImFont* font = addText(atlas, text.string(), size);
  for (const auto& source : {text, symbols}) {
    if (source.empty()) continue;
    ImFontConfig config;
    config.MergeMode = true;
    atlas.AddFontFromFileTTF(source.string().c_str(), size, &config, kSymbolRanges.data());
  }
  return font;
}

void chooseBuilder([[maybe_unused]] ImFontAtlas& atlas) {
#ifdef LATLAS_FREETYPE_BUILDER
  // FreeType's light hinting keeps 13-pixel text crisp, which stb_truetype cannot.
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
#endif
}

std::filesystem::path findSymbols() { return findFont({"DejaVuSans.ttf"}); }
std::filesystem::path findRegular() {
  return findFont({"Inter-Regular.otf", "Inter-Regular.ttf", "DejaVuSans.ttf"});
}

}  // namespace

void loadFonts(float scale) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  chooseBuilder(atlas);
  const auto symbols = findSymbols();
  const auto regular = findRegular();
  auto semiBold = findFont({"Inter-SemiBold.otf", "Inter-SemiBold.ttf", "DejaVuSans-Bold.ttf"});
  if (semiBold.empty()) semiBold = regular;

  Fonts& all = fonts();
  all.body = addFont(atlas, regular, symbols, std::round(kBodySize * scale));
  all.heading = addFont(atlas, semiBold, symbols, std::round(kHeadingSize * scale));
  all.small = addFont(atlas, regular, symbols, std::round(kSmallSize * scale));
#if IMGUI_VERSION_NUM < 19200
  atlas.Build();
  for (ImFont* font : {all.body, all.heading, all.small}) makeDigitsTabular(*font);
#else
  // Text is drawn at the style's size, which would stay the one of the fonts before.
  ImGui::GetStyle().FontSizeBase = all.body->LegacySize;
#endif
  ImGui::GetIO().FontDefault = all.body;
  ++all.generation;
}

#if IMGUI_VERSION_NUM < 19200
std::unique_ptr<ImFontAtlas> makePictureFont(float scale) {
  auto atlas = std::make_unique<ImFontAtlas>();
  chooseBuilder(*atlas);
  ImFont* font = addFont(*atlas, findRegular(), findSymbols(), std::round(kSmallSize * scale));
  atlas->Build();
  makeDigitsTabular(*font);
  return atlas;
}
#endif

int fontGeneration() { return fonts().generation; }
ImFont* bodyFont() { return fonts().body; }
ImFont* headingFont() { return fonts().heading; }
ImFont* smallFont() { return fonts().small; }

}  // namespace latlas::ui
