#include "core/data/pictures/image_decode.h"

#include <stb_image.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/base/error.h"
#include "core/data/pictures/image_check.h"

namespace latlas::data {
namespace {

std::string stbReason() {
  const char* reason = stbi_failure_reason();
  return reason ? reason : "cannot be decoded";
}

// Empty when the size is allowed.
std::string sizeFault(int width, int height) {
  if (width <= 0 || height <= 0) return "no pixels";
  if (std::int64_t{width} * height <= kMostImagePixels) return {};
  return "too large: " + std::to_string(width) + " x " + std::to_string(height) +
         " pixels, at most " + std::to_string(kMostImagePixels / 1'000'000) + " million are read";
}

std::uint8_t overWhite(std::uint8_t value, std::uint8_t alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

std::uint8_t luma(const std::uint8_t* rgb) {
  return static_cast<std::uint8_t>((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}

// Of one pixel with `stored` channels as stb_image gives it.
void convertPixel(const std::uint8_t* from, int stored, std::uint8_t* to, int channels) {
  std::array<std::uint8_t, 3> rgb{from[0], from[0], from[0]};
  if (stored >= 3) rgb = {from[0], from[1], from[2]};
  if (stored == 2 || stored == 4)
    for (std::uint8_t& value : rgb) value = overWhite(value, from[stored - 1]);
  if (channels == 3)
    std::copy(rgb.begin(), rgb.end(), to);
  else
    *to = stored >= 3 ? luma(rgb.data()) : rgb[0];
}

}  // namespace

ImageHeader readImageHeader(const std::filesystem::path& path) {
  ImageHeader header;
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (!file) {
    header.fault = std::strerror(errno);
    return header;
  }
  std::array<std::uint8_t, 64> bytes;
  const std::span<const std::uint8_t> head(bytes.data(),
                                           std::fread(bytes.data(), 1, bytes.size(), file.get()));
  header.kind = imageKind(head);
  header.isImage = header.kind != ImageKind::none;
  if (!header.isImage) {
    const std::string other = otherKindName(head);
    header.isImage = other.ends_with(" image");
    header.fault = head.empty()    ? "empty file"
                   : other.empty() ? "not a PNG, JPEG, BMP or TGA image"
                                   : other + ": convert it to PNG or JPEG";
    return header;
  }
  std::rewind(file.get());
  if (!stbi_info_from_file(file.get(), &header.width, &header.height, &header.channels))
    header.fault = "damaged " + toString(header.kind) + " header, or a kind of " +
                   toString(header.kind) + " that is not read";
  else
    header.fault = sizeFault(header.width, header.height);
  return header;
}

Images decodeImage(std::span<const std::uint8_t> file, int channels) {
  if (const std::string fault = findImageFault(file, imageKind(file)); !fault.empty())
    throw Error(fault);
  return decodePixels(file, channels);
}

Images decodePixels(std::span<const std::uint8_t> file, int channels) {
  if (imageKind(file) == ImageKind::none) throw Error("not an image");
  if (file.size() > INT_MAX) throw Error("too large: 2 GB or more");
  const int length = static_cast<int>(file.size());
  int width = 0, height = 0, stored = 0;
  if (!stbi_info_from_memory(file.data(), length, &width, &height, &stored))
    throw Error(stbReason());
  if (const std::string fault = sizeFault(width, height); !fault.empty()) throw Error(fault);
  const std::unique_ptr<stbi_uc, decltype(&stbi_image_free)> pixels(
      stbi_load_from_memory(file.data(), length, &width, &height, &stored, 0), &stbi_image_free);
  if (!pixels) throw Error(stbReason());

  Images image{{channels, height, width}, 1, {}};
  const std::size_t count = static_cast<std::size_t>(width) * static_cast<std::size_t>(height);
  if (stored == channels) {
    image.pixels.assign(pixels.get(), pixels.get() + count * static_cast<std::size_t>(channels));
    return image;
  }
  image.pixels.resize(count * static_cast<std::size_t>(channels));
  for (std::size_t i = 0; i < count; ++i)
    convertPixel(pixels.get() + i * static_cast<std::size_t>(stored), stored,
                 image.pixels.data() + i * static_cast<std::size_t>(channels), channels);
  return image;
}

}  // namespace latlas::data
