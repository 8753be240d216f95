// Image files: checked for damage, then decoded. Damaged PNGs are decoded too, since hardly any
// input would pass their checksums.
#include <stb_image.h>

#include <cstdint>
#include <cstdlib>

#include "core/base/error.h"
#include "core/data/pictures/image_check.h"
#include "core/data/pictures/image_decode.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace latlas::data;
  const std::span<const std::uint8_t> file(data, size);
  const bool isDamaged = !findImageFault(file, imageKind(file)).empty();
  if (isDamaged && imageKind(file) != ImageKind::png) return 0;
  // Larger pictures take seconds each and show no other code.
  constexpr int kMostSide = 512;
  int width = 0, height = 0, channels = 0;
  if (stbi_info_from_memory(data, static_cast<int>(size), &width, &height, &channels) &&
      (width > kMostSide || height > kMostSide))
    return 0;
  try {
    const Images image = decodePixels(file, size % 2 ? 1 : 3);
    if (image.pixels.size() != static_cast<std::size_t>(image.shape.size())) std::abort();
  } catch (const latlas::Error&) {
  }
  return 0;
}
