#include "core/data/pictures/orientation.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace latlas::data {
namespace {

using ByteSpan = std::span<const std::uint8_t>;

constexpr std::uint8_t kMarker = 0xff, kApplication1 = 0xe1, kStartOfScan = 0xda;
constexpr std::string_view kExif("Exif\0\0", 6);

// A TIFF file's header and first directory, in either byte order.
class Tiff {
 public:
  explicit Tiff(ByteSpan bytes) : bytes_(bytes) {}

  int orientation() {
    constexpr std::size_t kHeader = 8, kEntry = 12;
    constexpr std::uint32_t kOrientation = 0x0112, kShort = 3;
    if (bytes_.size() < kHeader) return 1;
    isBig_ = bytes_[0] == 'M';
    if (bytes_[0] != bytes_[1] || (bytes_[0] != 'M' && bytes_[0] != 'I') || number16(2) != 42)
      return 1;
    const std::size_t directory =
        std::size_t{number16(isBig_ ? 6 : 4)} | std::size_t{number16(isBig_ ? 4 : 6)} << 16;
    if (directory > bytes_.size() - 2) return 1;
    const std::size_t count = number16(directory);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t at = directory + 2 + i * kEntry;
      if (at > bytes_.size() || bytes_.size() - at < kEntry) return 1;
      if (number16(at) != kOrientation || number16(at + 2) != kShort) continue;
      const auto value = static_cast<int>(number16(at + 8));
      return value >= 1 && value <= 8 ? value : 1;
    }
    return 1;
  }

 private:
  std::uint32_t number16(std::size_t at) const {
    const std::uint32_t first = bytes_[at], second = bytes_[at + 1];
    return isBig_ ? first << 8 | second : second << 8 | first;
  }

  ByteSpan bytes_;
  bool isBig_ = false;
};

}  // namespace

int jpegOrientation(ByteSpan file) {
  for (std::size_t at = 2; at + 4 <= file.size();) {
    if (file[at] != kMarker) return 1;
    if (file[at + 1] == kMarker) {  // any number of them may stand before a marker
      ++at;
      continue;
    }
    if (file[at + 1] == kStartOfScan) return 1;
    const std::size_t length = std::size_t{file[at + 2]} << 8 | file[at + 3];
    if (length < 2 || length > file.size() - at - 2) return 1;
    const ByteSpan segment = file.subspan(at + 4, length - 2);
    if (file[at + 1] == kApplication1 && segment.size() > kExif.size() &&
        std::equal(kExif.begin(), kExif.end(), segment.begin(),
                   [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
      return Tiff(segment.subspan(kExif.size())).orientation();
    at += 2 + length;
  }
  return 1;
}

Images upright(Images image, int orientation) {
  if (orientation <= 1 || orientation > 8) return image;
  // Exif names the side of the picture that the stored first row is, then the first column.
  const bool isTurned = orientation >= 5;
  const auto isOneOf = [=](auto... values) { return ((orientation == values) || ...); };
  const bool fromRight = isOneOf(2, 3, 7, 8), fromBottom = isOneOf(3, 4, 6, 7);
  const int width = image.shape.width, height = image.shape.height;
  Images shown{image.shape, 1, {}};
  if (isTurned) std::swap(shown.shape.width, shown.shape.height);
  shown.pixels.resize(image.pixels.size());
  const auto channels = static_cast<std::size_t>(image.shape.channels);
  std::uint8_t* to = shown.pixels.data();
  for (int y = 0; y < shown.shape.height; ++y)
    for (int x = 0; x < shown.shape.width; ++x, to += channels) {
      const int column = isTurned ? y : x, row = isTurned ? x : y;
      const int storedX = fromRight ? width - 1 - column : column;
      const int storedY = fromBottom ? height - 1 - row : row;
      const auto at = static_cast<std::size_t>(storedY) * static_cast<std::size_t>(width) +
                      static_cast<std::size_t>(storedX);
      std::copy_n(image.pixels.data() + at * channels, channels, to);
    }
  return shown;
}

}  // namespace latlas::data
