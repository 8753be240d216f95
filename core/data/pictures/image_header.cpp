#include "core/data/pictures/image_header.h"

#include <stb_image.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "core/data/pictures/pnm.h"

namespace latlas::data {
namespace {

// Nearly all files say their size here; those of cameras may have a preview picture before it.
constexpr std::size_t kFirstBytes = 4096, kMostBytes = std::size_t{1} << 20;

// False: it is damaged, or the size comes later.
bool findSize(std::span<const std::uint8_t> head, ImageHeader& header) {
  if (header.kind != ImageKind::pnm)
    return stbi_info_from_memory(head.data(), static_cast<int>(head.size()), &header.width,
                                 &header.height, &header.channels) != 0;
  const PnmHeader pnm = readPnmHeader(head);
  header.width = pnm.width;
  header.height = pnm.height;
  header.channels = pnm.channels;
  return pnm.fault.empty();
}

}  // namespace

std::string pictureSizeFault(int width, int height) {
  if (width <= 0 || height <= 0) return "no pixels";
  if (std::int64_t{width} * height <= kMostImagePixels) return {};
  return "too large: " + std::to_string(width) + " x " + std::to_string(height) +
         " pixels, at most " + std::to_string(kMostImagePixels / 1'000'000) + " million are read";
}

ImageHeader readImageHeader(const ReadOn& readOn) {
  ImageHeader header;
  std::vector<std::uint8_t> head(kFirstBytes);
  head.resize(readOn(head));
  header.kind = imageKind(head);
  header.isImage = header.kind != ImageKind::none;
  if (!header.isImage) {
    const std::string other = otherKindName(head);
    header.isImage = other.ends_with(" image");
    header.fault = head.empty()    ? "empty file"
                   : other.empty() ? std::string("not a ") + kImageKinds + " image"
                                   : other + ": convert it to PNG or JPEG";
    return header;
  }
  for (std::size_t wanted = kFirstBytes; !findSize(head, header);) {
    const std::size_t had = head.size();
    if (had < wanted || wanted >= kMostBytes) {
      header.fault = "damaged " + toString(header.kind) + " header, or a kind of " +
                     toString(header.kind) + " that is not read";
      return header;
    }
    wanted *= 4;
    head.resize(wanted);
    head.resize(had + readOn(std::span(head).subspan(had)));
  }
  header.fault = pictureSizeFault(header.width, header.height);
  return header;
}

ImageHeader readImageHeader(const std::filesystem::path& path) {
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (!file) {
    ImageHeader header;
    header.fault = std::strerror(errno);
    return header;
  }
  std::setvbuf(file.get(), nullptr, _IONBF, 0);  // the pieces are large enough
  return readImageHeader([&](std::span<std::uint8_t> bytes) {
    return std::fread(bytes.data(), 1, bytes.size(), file.get());
  });
}

}  // namespace latlas::data
