// Image files: headers read, checked for damage, then decoded and turned upright. Damaged PNGs are
// decoded too, since hardly any input would pass their checksums.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "core/base/error.h"
#include "core/data/pictures/image_check.h"
#include "core/data/pictures/image_decode.h"
#include "core/data/pictures/image_header.h"
#include "core/data/pictures/orientation.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace latlas::data;
  const std::span<const std::uint8_t> file(data, size);
  std::span<const std::uint8_t> rest = file;
  const ImageHeader header = readImageHeader([&](std::span<std::uint8_t> bytes) {
    const std::size_t count = std::min(bytes.size(), rest.size());
    std::copy_n(rest.begin(), count, bytes.begin());
    rest = rest.subspan(count);
    return count;
  });
  if (const int turned = jpegOrientation(file); turned < 1 || turned > 8) std::abort();
  const bool isDamaged = !findImageFault(file, imageKind(file)).empty();
  if (isDamaged && imageKind(file) != ImageKind::png) return 0;
  // Larger pictures take seconds each and show no other code.
  constexpr int kMostSide = 512;
  if (header.width > kMostSide || header.height > kMostSide) return 0;
  try {
    const Images image = decodePixels(file, size % 2 ? 1 : 3,
                                      size % 3 ? Background::grey : Background::white);
    if (image.pixels.size() != static_cast<std::size_t>(image.shape.size())) std::abort();
  } catch (const latlas::Error&) {
  }
  return 0;
}
