// One image file to pixels, by stb_image.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

#include "core/data/pictures/image_kind.h"
#include "core/data/images.h"

namespace latlas::data {

// What a file's header says. Reads no more than the header.
struct ImageHeader {
  ImageKind kind = ImageKind::none;
  int width = 0;
  int height = 0;
  int channels = 0;      // 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA
  bool isImage = false;  // also of a kind that is not read, such as WebP
  std::string fault;     // why it cannot be decoded; empty when it seems that it can
};
ImageHeader readImageHeader(const std::filesystem::path& path);

// A larger image is refused before it is decoded: 100 megapixels, more than cameras make.
constexpr std::int64_t kMostImagePixels = 100'000'000;

// A whole file to 1 (grey) or 3 (RGB) interleaved channels; grey is 0.299 R + 0.587 G + 0.114 B
// (ITU-R BT.601), 16 bits become 8, and transparent parts show white.
// Throws Error (without the path) when it is damaged, too large or of another kind.
Images decodeImage(std::span<const std::uint8_t> file, int channels);

// As decodeImage, without the search for damage; a JPEG must have passed it (see jpeg_check.h).
Images decodePixels(std::span<const std::uint8_t> file, int channels);

}  // namespace latlas::data
