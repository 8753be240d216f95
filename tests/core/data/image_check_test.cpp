#include "core/data/pictures/image_check.h"

#include <algorithm>
#include <stdexcept>

#include "core/base/error.h"
#include "core/data/pictures/image_decode.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

// Noise, so that no format packs it to nothing.
Bytes noise(int count) {
  Bytes pixels;
  std::uint32_t state = 1;
  for (int i = 0; i < count; ++i) {
    state = state * 1664525u + 1013904223u;
    pixels.push_back(static_cast<std::uint8_t>(state >> 24));
  }
  return pixels;
}

Bytes pnmFile(std::string_view header, const Bytes& samples) {
  Bytes file(header.begin(), header.end());
  file.insert(file.end(), samples.begin(), samples.end());
  return file;
}

struct Case {
  const char* name;
  ImageKind kind;
  Bytes file;
};

std::vector<Case> everyFormat() {
  Bytes indices = noise(24 * 17);
  for (std::uint8_t& index : indices) index &= 127;
  const Bytes rgb = noise(24 * 17 * 3), rgba = noise(24 * 17 * 4), grey = noise(24 * 17);
  return {{"PNG", ImageKind::png, pngFile(24, 17, 3, rgb)},
          {"PNG with alpha", ImageKind::png, pngFile(24, 17, 4, rgba)},
          {"JPEG", ImageKind::jpeg, jpegFile(24, 17, 3, rgb)},
          {"grey JPEG", ImageKind::jpeg, jpegFile(24, 17, 1, grey)},
          {"BMP", ImageKind::bmp, bmpFile(24, 17, 3, rgb)},
          {"BMP with alpha", ImageKind::bmp, bmpFile(24, 17, 4, rgba)},
          {"TGA", ImageKind::tga, tgaFile(24, 17, 3, rgb)},
          {"TGA in runs", ImageKind::tga, tgaFile(24, 17, 1, plainImage(24, 17, {9}))},
          {"GIF", ImageKind::gif, gifFile(24, 17, indices, rgb)},
          {"PGM", ImageKind::pnm, pnmFile("P5\n24 17\n255\n", grey)},
          {"PPM", ImageKind::pnm, pnmFile("P6 24 17 255\n", rgb)},
          {"PBM", ImageKind::pnm, pnmFile("P4\n# by hand\n24 17\n", noise(3 * 17))}};
}

TEST(ImageCheck, WholeFilesHaveNoFault) {
  for (const Case& each : everyFormat()) {
    SCOPED_TRACE(each.name);
    EXPECT_EQ(imageKind(each.file), each.kind);
    EXPECT_EQ(findImageFault(each.file, each.kind), "");
    const Images image = decodeImage(each.file, 3);
    EXPECT_EQ(image.shape, (Shape{3, 17, 24}));
  }
}

TEST(ImageCheck, EveryTruncationIsFound) {
  for (const Case& each : everyFormat()) {
    SCOPED_TRACE(each.name);
    // stb_image_write ends a TGA with its last packet, as every other format here with its end.
    for (std::size_t length = 0; length < each.file.size(); ++length)
      EXPECT_THROW(decodeImage(std::span(each.file).first(length), 3), Error) << length;
  }
}

TEST(ImageCheck, EveryFlippedByteOfAPngIsFound) {
  const Bytes whole = pngFile(24, 17, 3, noise(24 * 17 * 3));
  for (std::size_t i = 0; i < whole.size(); ++i) {
    Bytes flipped = whole;
    flipped[i] ^= 0x10;
    EXPECT_THROW(decodeImage(flipped, 3), Error) << i;
  }
}

// Where the two-byte marker of the segment that begins with `marker` lies.
std::size_t segmentAt(const Bytes& file, std::uint8_t marker) {
  for (std::size_t at = 2; at + 4 < file.size();) {
    if (file[at + 1] == marker) return at;
    at += 2 + (std::size_t{file[at + 2]} << 8 | file[at + 3]);
  }
  throw std::runtime_error("no such segment");
}

// Each of these makes stb_image 2.27 read or write where it must not.
TEST(ImageCheck, JpegTablesThatAreMissingOrTooLargeAreFound) {
  const Bytes whole = jpegFile(24, 17, 3, noise(24 * 17 * 3));
  ASSERT_EQ(findImageFault(whole, ImageKind::jpeg), "");
  const auto faultWith = [&](std::uint8_t marker, std::size_t offset, std::uint8_t value) {
    Bytes changed = whole;
    changed[segmentAt(whole, marker) + offset] = value;
    return findImageFault(changed, ImageKind::jpeg);
  };
  expectSays(faultWith(0xc4, 1, 0xe5), {"damaged"});  // the tables become a comment
  expectSays(faultWith(0xc4, 5, 255), {"damaged"});   // the first table has 255 codes of one bit
  expectSays(faultWith(0xda, 6, 0x33), {"damaged"});  // a scan names tables that are not there
  expectSays(faultWith(0xda, 5, 99), {"damaged"});    // and a component that is not
  expectSays(faultWith(0xdb, 1, 0xe5), {"quantization"});
  expectSays(faultWith(0xc0, 1, 0xe5), {"damaged"});
}

TEST(ImageCheck, UncompressedTgaIsMeasured) {
  Bytes file(18 + 180, 100);
  std::fill_n(file.begin(), 18, std::uint8_t{0});
  file[2] = 2, file[12] = 10, file[14] = 6, file[16] = 24;
  EXPECT_EQ(decodeImage(file, 1).pixels, Bytes(60, 100));
  file.pop_back();
  expectSays(errorOf([&] { decodeImage(file, 1); }), {"truncated", "197 of 198"});
}

TEST(ImageKind, OthersAreNamedAndNotDecoded) {
  const Bytes webp{'R', 'I', 'F', 'F', 9, 0, 0, 0, 'W', 'E', 'B', 'P', 'V', 'P', '8', ' ', 0, 0};
  EXPECT_EQ(imageKind(webp), ImageKind::none);
  EXPECT_EQ(otherKindName(webp), "WebP image");
  EXPECT_EQ(otherKindName(Bytes{'P', '7', '\n'}), "PAM image");
  EXPECT_EQ(otherKindName(Bytes{'P', 'K', 3, 4}), "ZIP archive");
  EXPECT_EQ(otherKindName(Bytes{'P', 'K'}), "");
  EXPECT_THROW(decodePixels(webp, 3), Error);
  // stb_image would read a Softimage PIC, which begins so.
  EXPECT_THROW(decodePixels(Bytes{0x53, 0x80, 0xf6, 0x34, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 3), Error);
  EXPECT_EQ(imageKind(Bytes{'P', '5', ' ', 'a', 's', ' ', 'w', 'e'}), ImageKind::none);
}

// A header that promises what so few bytes cannot hold is refused before memory is taken.
TEST(ImageCheck, FewBytesHoldNoHugePicture) {
  Bytes jpeg = jpegFile(24, 17, 1, noise(24 * 17));
  const std::size_t frame = segmentAt(jpeg, 0xc0);
  jpeg[frame + 5] = 0x20, jpeg[frame + 7] = 0x20;  // 8209 x 8216
  expectSays(errorOf([&] { decodeImage(jpeg, 1); }), {"cannot hold", "8216 x 8209"});
}

}  // namespace
}  // namespace latlas::data::test
