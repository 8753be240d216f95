#include "core/data/pictures/image_kind.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace latlas::data {
namespace {

bool hasBytes(std::span<const std::uint8_t> head, std::size_t offset, std::string_view bytes) {
  if (head.size() < offset + bytes.size()) return false;
  return std::equal(bytes.begin(), bytes.end(), head.begin() + static_cast<std::ptrdiff_t>(offset),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

// TGA has no magic number. Its header's fields leave few other files that look like one: colour
// map flag, image type, no colour map unless flagged, a size and a known number of bits.
bool isTga(std::span<const std::uint8_t> head) {
  constexpr std::size_t kHeaderBytes = 18;
  if (head.size() < kHeaderBytes) return false;
  const int mapped = head[1], type = head[2], bits = head[16];
  const bool mapType = type == 1 || type == 9;
  const bool plainType = type == 2 || type == 3 || type == 10 || type == 11;
  if (mapped > 1 || !(mapType || plainType) || (mapType && mapped == 0)) return false;
  if (mapped == 0 && std::any_of(head.begin() + 3, head.begin() + 8, [](int b) { return b != 0; }))
    return false;
  const int width = head[12] | head[13] << 8, height = head[14] | head[15] << 8;
  const bool knownBits = bits == 15 || (bits % 8 == 0 && bits >= 8 && bits <= 32);
  return width > 0 && height > 0 && knownBits;
}

// P1 to P6, then space and a width or a comment: no text that begins by chance in this way.
bool isPnm(std::span<const std::uint8_t> head) {
  if (head.size() < 4 || head[0] != 'P' || head[1] < '1' || head[1] > '6') return false;
  const auto isSpace = [](int byte) { return std::isspace(byte) != 0; };
  if (!isSpace(head[2])) return false;
  const auto next = std::find_if_not(head.begin() + 2, head.end(), isSpace);
  return next != head.end() && (std::isdigit(*next) || *next == '#');
}

struct Magic {
  std::size_t offset;
  std::string_view bytes;
  const char* name;
};

constexpr std::array kOtherKinds{
    Magic{8, "WEBP", "WebP image"},
    Magic{0, std::string_view("II*\0", 4), "TIFF image"},
    Magic{0, std::string_view("MM\0*", 4), "TIFF image"},
    Magic{4, "ftypavif", "AVIF image"},
    Magic{4, "ftypheic", "HEIC image"},
    Magic{0, "8BPS", "Photoshop image"},
    Magic{0, "P7\n", "PAM image"},
    Magic{0, "\x93NUMPY", "NumPy array"},
    Magic{0, "\x89HDF\r\n", "HDF5 file"},
    Magic{0, "PK\x03\x04", "ZIP archive"},
    Magic{0, "7z\xbc\xaf\x27\x1c", "7-Zip archive"},
    Magic{0, "Rar!\x1a\x07", "RAR archive"},
    Magic{0, "%PDF", "PDF document"},
};

}  // namespace

ImageKind imageKind(std::span<const std::uint8_t> head) {
  if (hasBytes(head, 0, "\x89PNG\r\n\x1a\n")) return ImageKind::png;
  if (hasBytes(head, 0, "\xff\xd8\xff")) return ImageKind::jpeg;
  if (hasBytes(head, 0, "BM")) return ImageKind::bmp;
  if (hasBytes(head, 0, "GIF87a") || hasBytes(head, 0, "GIF89a")) return ImageKind::gif;
  if (isPnm(head)) return ImageKind::pnm;
  return isTga(head) ? ImageKind::tga : ImageKind::none;
}

std::string toString(ImageKind kind) {
  switch (kind) {
    case ImageKind::png: return "PNG";
    case ImageKind::jpeg: return "JPEG";
    case ImageKind::bmp: return "BMP";
    case ImageKind::tga: return "TGA";
    case ImageKind::gif: return "GIF";
    case ImageKind::pnm: return "PNM";
    case ImageKind::none: break;
  }
  return "no";
}

std::string otherKindName(std::span<const std::uint8_t> head) {
  for (const Magic& magic : kOtherKinds)
    if (hasBytes(head, magic.offset, magic.bytes)) return magic.name;
  return {};
}

bool hasImageEnding(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  for (char& letter : ending)
    letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  static constexpr std::array<std::string_view, 11> kEndings{
      ".png", ".jpg", ".jpeg", ".jpe", ".bmp", ".tga", ".gif", ".pnm", ".pbm", ".pgm", ".ppm"};
  return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

}  // namespace latlas::data
