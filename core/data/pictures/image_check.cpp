#include "core/data/pictures/image_check.h"

#include <zlib.h>

#include <algorithm>

#include "core/data/pictures/gif_check.h"
#include "core/data/pictures/jpeg_check.h"
#include "core/data/pictures/pnm.h"

namespace latlas::data {
namespace {

using ByteSpan = std::span<const std::uint8_t>;

std::uint64_t bigEndian32(ByteSpan bytes, std::size_t at) {
  return std::uint64_t{bytes[at]} << 24 | std::uint64_t{bytes[at + 1]} << 16 |
         std::uint64_t{bytes[at + 2]} << 8 | bytes[at + 3];
}

std::uint64_t littleEndian16(ByteSpan bytes, std::size_t at) {
  return std::uint64_t{bytes[at]} | std::uint64_t{bytes[at + 1]} << 8;
}

std::uint64_t littleEndian32(ByteSpan bytes, std::size_t at) {
  return littleEndian16(bytes, at) | littleEndian16(bytes, at + 2) << 16;
}

std::string truncated(std::size_t found, std::uint64_t expected) {
  return "truncated: " + std::to_string(found) + " of " + std::to_string(expected) + " bytes";
}

// Chunks of length, type, data and CRC, up to IEND.
std::string findPngFault(ByteSpan file) {
  constexpr std::size_t kSignature = 8, kFrame = 12;
  for (std::size_t at = kSignature;;) {
    if (file.size() - at < kFrame) return "truncated: no end chunk";
    const std::uint64_t length = bigEndian32(file, at);
    if (length > file.size() - at - kFrame) return truncated(file.size(), at + kFrame + length);
    const ByteSpan typeAndData = file.subspan(at + 4, 4 + static_cast<std::size_t>(length));
    const auto checksum = crc32_z(0, typeAndData.data(), typeAndData.size());
    at += kFrame + static_cast<std::size_t>(length);
    if (checksum != bigEndian32(file, at - 4))
      return "damaged: wrong checksum before offset " + std::to_string(at);
    if (std::equal(typeAndData.begin(), typeAndData.begin() + 4, "IEND")) return {};
  }
}

std::string findBmpFault(ByteSpan file) {
  constexpr std::size_t kCoreHeader = 26, kInfoHeader = 30;
  if (file.size() < kInfoHeader) return truncated(file.size(), kInfoHeader);
  const bool core = littleEndian32(file, 14) == 12;  // OS/2's header has 16-bit sizes
  const std::uint64_t width = core ? littleEndian16(file, 18) : littleEndian32(file, 18);
  const std::uint64_t storedHeight = core ? littleEndian16(file, 20) : littleEndian32(file, 22);
  const std::uint64_t bits = littleEndian16(file, core ? kCoreHeader - 2 : kInfoHeader - 2);
  // A negative height says that the rows run downwards.
  const std::uint64_t height =
      !core && storedHeight >> 31 ? (std::uint64_t{1} << 32) - storedHeight : storedHeight;
  constexpr std::uint64_t kMostSide = std::uint64_t{1} << 24;  // stb_image's own limit
  if (width > kMostSide || height > kMostSide) return "too large";
  const std::uint64_t rowBytes = (width * bits + 31) / 32 * 4;
  const std::uint64_t expected = littleEndian32(file, 10) + rowBytes * height;
  return expected > file.size() ? truncated(file.size(), expected) : std::string();
}

// Run-length packets: a byte of count and kind, then one pixel or that many.
std::string findTgaRunFault(ByteSpan file, std::size_t at, std::uint64_t pixels,
                            std::size_t pixelBytes) {
  for (std::uint64_t done = 0; done < pixels;) {
    if (at >= file.size())
      return "truncated: " + std::to_string(done) + " of " + std::to_string(pixels) + " pixels";
    const std::size_t count = (file[at] & 0x7fu) + 1u;
    at += 1 + pixelBytes * (file[at] & 0x80u ? 1 : count);
    if (at > file.size())
      return "truncated: " + std::to_string(done) + " of " + std::to_string(pixels) + " pixels";
    done += count;
  }
  return {};
}

std::string findTgaFault(ByteSpan file) {
  constexpr std::size_t kHeader = 18;
  if (file.size() < kHeader) return truncated(file.size(), kHeader);
  const std::uint64_t mapBytes = littleEndian16(file, 5) * ((file[7] + 7u) / 8u);
  const std::uint64_t start = kHeader + file[0] + (file[1] ? mapBytes : 0);
  const std::uint64_t pixels = littleEndian16(file, 12) * littleEndian16(file, 14);
  const std::size_t pixelBytes = (file[16] + 7u) / 8u;
  constexpr int kRunLengthBit = 8;
  if (file[2] & kRunLengthBit)
    return findTgaRunFault(file, static_cast<std::size_t>(start), pixels, pixelBytes);
  const std::uint64_t expected = start + pixels * pixelBytes;
  return expected > file.size() ? truncated(file.size(), expected) : std::string();
}

}  // namespace

std::string findImageFault(std::span<const std::uint8_t> file, ImageKind kind) {
  switch (kind) {
    case ImageKind::png: return findPngFault(file);
    case ImageKind::jpeg: return findJpegFault(file);
    case ImageKind::bmp: return findBmpFault(file);
    case ImageKind::tga: return findTgaFault(file);
    case ImageKind::gif: return findGifFault(file);
    case ImageKind::pnm: return findPnmFault(file);
    case ImageKind::none: break;
  }
  return "not an image";
}

}  // namespace latlas::data
