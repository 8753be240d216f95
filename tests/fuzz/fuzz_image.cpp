// Image files: headers read, checked for damage, then decoded and turned upright. The checksums of
// PNGs are set right first, since hardly any input would pass them.
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "core/base/error.h"
#include "core/data/pictures/image_check.h"
#include "core/data/pictures/image_decode.h"
#include "core/data/pictures/image_header.h"
#include "core/data/pictures/orientation.h"

namespace {

// Chunks of length, type, data and sum.
void setChecksums(std::vector<std::uint8_t>& file) {
  constexpr std::size_t kSignature = 8, kFrame = 12;
  for (std::size_t at = kSignature; at + kFrame <= file.size();) {
    const std::size_t length = std::size_t{file[at]} << 24 | std::size_t{file[at + 1]} << 16 |
                               std::size_t{file[at + 2]} << 8 | file[at + 3];
    if (length > file.size() - at - kFrame) return;
    const auto sum = crc32_z(0, file.data() + at + 4, 4 + length);
    at += kFrame + length;
    for (std::size_t i = 0; i < 4; ++i)
      file[at - 4 + i] = static_cast<std::uint8_t>(sum >> (24 - 8 * i));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace latlas::data;
  std::vector<std::uint8_t> file(data, data + size);
  if (imageKind(file) == ImageKind::png) setChecksums(file);
  std::span<const std::uint8_t> rest = file;
  const ImageHeader header = readImageHeader([&](std::span<std::uint8_t> bytes) {
    const std::size_t count = std::min(bytes.size(), rest.size());
    std::copy_n(rest.begin(), count, bytes.begin());
    rest = rest.subspan(count);
    return count;
  });
  if (const int turned = jpegOrientation(file); turned < 1 || turned > 8) std::abort();
  // Larger pictures take seconds each and show no other code.
  constexpr int kMostSide = 512;
  if (header.width > kMostSide || header.height > kMostSide) return 0;
  try {
    const Images image =
        decodeImage(file, size % 2 ? 1 : 3, size % 3 ? Background::grey : Background::white);
    if (image.pixels.size() != static_cast<std::size_t>(image.shape.size())) std::abort();
  } catch (const latlas::Error&) {
  }
  return 0;
}
