// What an image file's first bytes say of it.
// Threading: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>

#include "core/data/pictures/image_kind.h"

namespace latlas::data {

struct ImageHeader {
  ImageKind kind = ImageKind::none;
  int width = 0;
  int height = 0;
  int channels = 0;      // 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA
  bool isImage = false;  // also of a kind that is not read, such as WebP
  std::string fault;     // why it cannot be decoded; empty when it seems that it can
};

// A larger image is refused before it is decoded: 100 megapixels, more than cameras make.
constexpr std::int64_t kMostImagePixels = 100'000'000;

// Empty when a picture of this size may be decoded.
std::string pictureSizeFault(int width, int height);

// Fills the bytes with the next ones of a file; returns fewer only at its end.
using ReadOn = std::function<std::size_t(std::span<std::uint8_t>)>;

// Reads no more than is needed: some kilobytes, and a megabyte where the size comes late. What
// `readOn` throws passes through.
ImageHeader readImageHeader(const ReadOn& readOn);
// A file that cannot be read is a fault.
ImageHeader readImageHeader(const std::filesystem::path& path);

}  // namespace latlas::data
