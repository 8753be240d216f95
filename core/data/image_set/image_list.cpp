#include "core/data/image_set/image_list.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace latlas::data {

bool isHiddenName(std::string_view name) { return name.starts_with('.') || name == "__MACOSX"; }

bool hasTextEnding(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  std::string ending(name.substr(dot + 1));
  for (char& letter : ending)
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  static constexpr std::array<std::string_view, 14> kEndings{"csv", "tsv",  "txt", "json", "jsonl",
                                                             "xml", "html", "htm", "md",   "yaml",
                                                             "yml", "log",  "py",  "ipynb"};
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

std::uint64_t mostFileBytes(const ListedImage& image) {
  constexpr std::uint64_t kBeside = std::uint64_t{256} << 20;
  constexpr std::uint64_t kPixelBytes = 16;  // four channels of 16 bits, hardly packed
  return kBeside + kPixelBytes * static_cast<std::uint64_t>(image.width) *
                       static_cast<std::uint64_t>(image.height);
}

}  // namespace latlas::data
