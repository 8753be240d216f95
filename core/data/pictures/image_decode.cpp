#include "core/data/pictures/image_decode.h"

#include <stb_image.h>

#include <algorithm>
#include <array>
#include <climits>
#include <memory>
#include <utility>

#include "core/base/error.h"
#include "core/data/pictures/image_check.h"
#include "core/data/pictures/image_header.h"
#include "core/data/pictures/orientation.h"
#include "core/data/pictures/pnm.h"

namespace latlas::data {
namespace {

std::string stbReason() {
  const char* reason = stbi_failure_reason();
  return reason ? reason : "cannot be decoded";
}

// The most that each format can pack into a byte, so that no small file makes a large allocation:
// deflate's 1032 bytes of 8 pixels; an AC scan's end-of-band run leaves JPEG a bit for each block
// of 64; a GIF code of 12 bits is at most 4096 pixels; a TGA run of 2 bytes is 128.
std::int64_t mostPixelsPerByte(ImageKind kind) {
  switch (kind) {
    case ImageKind::png: return 8 * 1032;
    case ImageKind::jpeg: return 512;
    case ImageKind::gif: return 4096;
    default: return 64;
  }
}

std::string sizeFault(int width, int height, std::span<const std::uint8_t> file, ImageKind kind) {
  if (const std::string fault = pictureSizeFault(width, height); !fault.empty()) return fault;
  if (std::int64_t{width} * height <= mostPixelsPerByte(kind) * std::ssize(file)) return {};
  return "damaged: " + std::to_string(file.size()) + " bytes cannot hold " + std::to_string(width) +
         " x " + std::to_string(height) + " pixels";
}

std::uint8_t luma(const std::uint8_t* rgb) {
  return static_cast<std::uint8_t>((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}

// Of one pixel with `stored` channels as stb_image gives it.
void convertPixel(const std::uint8_t* from, int stored, std::uint8_t* to, int channels,
                  std::uint8_t behind) {
  std::array<std::uint8_t, 3> rgb{from[0], from[0], from[0]};
  if (stored >= 3) rgb = {from[0], from[1], from[2]};
  if (stored == 2 || stored == 4) {
    const int alpha = from[stored - 1];
    for (std::uint8_t& value : rgb)
      value = static_cast<std::uint8_t>((value * alpha + behind * (255 - alpha) + 127) / 255);
  }
  if (channels == 3)
    std::copy(rgb.begin(), rgb.end(), to);
  else
    *to = stored >= 3 ? luma(rgb.data()) : rgb[0];
}

// `stored` channels for each pixel of an image of `shape`.
Images converted(const std::uint8_t* from, int stored, const Shape& shape, std::uint8_t behind) {
  Images image{shape, 1, {}};
  const auto size = static_cast<std::size_t>(shape.size());
  if (stored == shape.channels) {
    image.pixels.assign(from, from + size);
    return image;
  }
  image.pixels.resize(size);
  const auto wide = static_cast<std::size_t>(shape.channels);
  for (std::size_t at = 0; at < size; at += wide, from += stored)
    convertPixel(from, stored, image.pixels.data() + at, shape.channels, behind);
  return image;
}

Images decodeByHand(std::span<const std::uint8_t> file, int channels) {
  const PnmHeader header = readPnmHeader(file);
  if (const std::string fault = pictureSizeFault(header.width, header.height);
      header.fault.empty() && !fault.empty())
    throw Error(fault);
  Images image = decodePnm(file);
  if (image.shape.channels == channels) return image;
  return converted(image.pixels.data(), image.shape.channels,
                   {channels, image.shape.height, image.shape.width}, 0);
}

}  // namespace

std::uint8_t greyOf(Background background) {
  switch (background) {
    case Background::black: return 0;
    case Background::grey: return 128;
    case Background::white: break;
  }
  return 255;
}

Images decodeImage(std::span<const std::uint8_t> file, int channels, Background background) {
  if (const std::string fault = findImageFault(file, imageKind(file)); !fault.empty())
    throw Error(fault);
  return decodePixels(file, channels, background);
}

Images decodePixels(std::span<const std::uint8_t> file, int channels, Background background) {
  const ImageKind kind = imageKind(file);
  if (kind == ImageKind::none) throw Error("not an image");
  if (kind == ImageKind::pnm) return decodeByHand(file, channels);
  if (file.size() > INT_MAX) throw Error("too large: 2 GB or more");
  const int length = static_cast<int>(file.size());
  int width = 0, height = 0, stored = 0;
  if (!stbi_info_from_memory(file.data(), length, &width, &height, &stored))
    throw Error(stbReason());
  if (const std::string fault = sizeFault(width, height, file, kind); !fault.empty())
    throw Error(fault);
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
      stbi_load_from_memory(file.data(), length, &width, &height, &stored, 0), &stbi_image_free);
  if (!pixels) throw Error(stbReason());
  Images image = converted(pixels.get(), stored, {channels, height, width}, greyOf(background));
  return kind == ImageKind::jpeg ? upright(std::move(image), jpegOrientation(file)) : image;
}

}  // namespace latlas::data
