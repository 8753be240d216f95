// What each kind of picture shows: PNM, GIF, transparent parts, and which way up.
#include <string_view>

#include "core/base/error.h"
#include "core/data/pictures/image_check.h"
#include "core/data/pictures/image_decode.h"
#include "core/data/pictures/image_header.h"
#include "core/data/pictures/orientation.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

Bytes bytesOf(std::string_view text, const Bytes& more = {}) {
  Bytes bytes(text.begin(), text.end());
  bytes.insert(bytes.end(), more.begin(), more.end());
  return bytes;
}

struct PnmCase {
  const char* name;
  Bytes file;
  Shape shape;
  Bytes pixels;
};

TEST(Pnm, EveryVariantShowsItsValues) {
  const std::vector<PnmCase> cases{
      {"P1", bytesOf("P1\n# black is 1\n3 2\n1 0 1\n010"), {1, 2, 3}, {0, 255, 0, 255, 0, 255}},
      {"P2", bytesOf("P2 3 1 15\n0 5\n15\n"), {1, 1, 3}, {0, 85, 255}},
      {"P3", bytesOf("P3 2 1 255 1 2 3 254 255 0"), {3, 1, 2}, {1, 2, 3, 254, 255, 0}},
      {"P4",
       bytesOf("P4 9 2\n", {0x80, 0x80, 0x01, 0x00}),
       {1, 2, 9},
       {0, 255, 255, 255, 255, 255, 255, 255, 0, 255, 255, 255, 255, 255, 255, 255, 0, 255}},
      {"P5", bytesOf("P5 3 1 255\n", {0, 128, 255}), {1, 1, 3}, {0, 128, 255}},
      {"P5 of 7", bytesOf("P5 3 1 7\n", {0, 3, 7}), {1, 1, 3}, {0, 109, 255}},
      {"P5, 16 bits", bytesOf("P5 2 1 65535\n", {0x80, 0x00, 0xff, 0xff}), {1, 1, 2}, {128, 255}},
      {"P6, 10 bits",
       bytesOf("P6 1 1 1023\n", {0, 0, 0x02, 0, 0x03, 0xff}),
       {3, 1, 1},
       {0, 128, 255}},
  };
  for (const PnmCase& each : cases) {
    SCOPED_TRACE(each.name);
    EXPECT_EQ(findImageFault(each.file, imageKind(each.file)), "");
    const Images image = decodeImage(each.file, each.shape.channels);
    EXPECT_EQ(image.shape, each.shape);
    EXPECT_EQ(image.pixels, each.pixels);
  }
  EXPECT_EQ(decodeImage(bytesOf("P6 1 1 255\n", {200, 100, 40}), 1).pixels, Bytes{123});
  EXPECT_EQ(decodeImage(bytesOf("P5 1 1 255\n", {9}), 3).pixels, Bytes(3, 9));
}

TEST(Pnm, RefusesWhatIsNotThere) {
  const auto says = [](const Bytes& file, const std::vector<std::string>& parts) {
    expectSays(errorOf([&] { decodeImage(file, 1); }), parts);
  };
  says(bytesOf("P5 3 1 255\n", {0, 128}), {"truncated", "13 of 14 bytes"});
  says(bytesOf("P5 3 1 "), {"truncated"});
  says(bytesOf("P5 3 one 255\n", {0, 0, 0}), {"no number", "offset 5"});
  says(bytesOf("P5 3 1 70000\n", {0, 0, 0}), {"65535"});
  says(bytesOf("P5 3 1 0\n", {0, 0, 0}), {"no greatest value"});
  says(bytesOf("P5 2 1 100\n", {100, 101}), {"up to 100", "offset 12"});
  says(bytesOf("P2 2 1 100\n7 101"), {"up to 100"});
  says(bytesOf("P2 3 1 100\n1000 "), {"up to 100", "offset"});
  says(bytesOf("P2 3 1 100\n1 2  "), {"truncated"});
  says(bytesOf("P1 2 1\n02"), {"0 or 1"});
  says(bytesOf("P6 16777216 16777216 65535\n"), {"truncated"});
  says(bytesOf("P2 9999 9999 255\n1 2 3"), {"truncated", "at least"});
}

TEST(Gif, FirstFrameOnTheBackground) {
  const Bytes palette{10, 20, 30, 200, 100, 40, 1, 1, 1};
  const Bytes file = gifFile(2, 2, {0, 1, 2, 1}, palette, 2);
  EXPECT_EQ(decodeImage(file, 3).pixels,
            (Bytes{10, 20, 30, 200, 100, 40, 255, 255, 255, 200, 100, 40}));
  EXPECT_EQ(decodeImage(file, 3, Background::black).pixels[6], 0);
  EXPECT_EQ(decodeImage(file, 3, Background::grey).pixels[6], 128);
  // A second frame, and zeros between the frames, change nothing.
  Bytes animated = file;
  animated.pop_back();
  animated.push_back(0);
  const Bytes other = gifFile(2, 2, {1, 1, 1, 1}, palette);
  animated.insert(animated.end(), other.begin() + 13 + 3 * 128, other.end());
  EXPECT_EQ(decodeImage(animated, 3).pixels, decodeImage(file, 3).pixels);
}

TEST(Gif, PixelsThatAreNotCodedAreMissed) {
  const Bytes palette{0, 0, 0, 255, 255, 255};
  expectSays(errorOf([&] { decodeImage(gifFile(30, 30, Bytes(899, 1), palette), 1); }),
             {"truncated", "899 of 900 pixels"});
  const Bytes whole = gifFile(30, 30, Bytes(900, 1), palette);
  Bytes wrong = whole;
  wrong[13 + 3 * 128 + 11 + 2] = 200;  // the first code after the clear code: not yet defined
  expectSays(errorOf([&] { decodeImage(wrong, 1); }), {"damaged", "code"});
  const Bytes none{'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, 0, 0, 0, 0x3b};
  expectSays(errorOf([&] { decodeImage(none, 1); }), {"no picture"});
}

TEST(Transparency, ShowsTheBackground) {
  const Bytes file = pngFile(1, 2, 4, {10, 20, 30, 0, 100, 0, 200, 51});
  EXPECT_EQ(decodeImage(file, 3).pixels, (Bytes{255, 255, 255, 224, 204, 244}));
  EXPECT_EQ(decodeImage(file, 3, Background::black).pixels, (Bytes{0, 0, 0, 20, 0, 40}));
  EXPECT_EQ(decodeImage(file, 3, Background::grey).pixels, (Bytes{128, 128, 128, 122, 102, 142}));
  EXPECT_EQ(decodeImage(pngFile(1, 1, 2, {100, 51}), 1, Background::black).pixels, Bytes{20});
}

// The Exif segment of a camera, in either byte order, that says `orientation`.
Bytes withExif(const Bytes& jpeg, int orientation, bool isBigEndian) {
  const auto low = static_cast<std::uint8_t>(orientation);
  const Bytes little{'I',  'I',  42, 0, 8, 0, 0, 0, 2,   0,        //
                     0x00, 0x01, 3,  0, 1, 0, 0, 0, 5,   0, 0, 0,  // another tag before it
                     0x12, 0x01, 3,  0, 1, 0, 0, 0, low, 0, 0, 0,  //
                     0,    0,    0,  0};
  const Bytes big{'M',  'M',  0, 42, 0, 0, 0, 8, 0, 1,          //
                  0x01, 0x12, 0, 3,  0, 0, 0, 1, 0, low, 0, 0,  //
                  0,    0,    0, 0};
  Bytes segment = bytesOf(std::string_view("Exif\0\0", 6), isBigEndian ? big : little);
  Bytes file{0xff, 0xd8, 0xff, 0xe1, 0, static_cast<std::uint8_t>(segment.size() + 2)};
  file.insert(file.end(), segment.begin(), segment.end());
  file.insert(file.end(), jpeg.begin() + 2, jpeg.end());
  return file;
}

// Two rows of three blocks, so that JPEG's losses leave their grey levels apart:
//   10  50  90
//  130 170 210
Bytes sixBlocks() {
  Bytes pixels;
  for (int y = 0; y < 16; ++y)
    for (int x = 0; x < 24; ++x)
      pixels.push_back(static_cast<std::uint8_t>(10 + 40 * (x / 8) + 120 * (y / 8)));
  return jpegFile(24, 16, 1, pixels);
}

TEST(Orientation, PhotographsAreUpright) {
  // As the eight ways to hold a camera should show the six blocks, row by row.
  const std::vector<std::vector<int>> shown{
      {10, 50, 90, 130, 170, 210}, {90, 50, 10, 210, 170, 130}, {210, 170, 130, 90, 50, 10},
      {130, 170, 210, 10, 50, 90}, {10, 130, 50, 170, 90, 210}, {130, 10, 170, 50, 210, 90},
      {210, 90, 170, 50, 130, 10}, {90, 210, 50, 170, 10, 130}};
  for (int orientation = 1; orientation <= 8; ++orientation)
    for (const bool isBigEndian : {false, true}) {
      SCOPED_TRACE(orientation);
      const Bytes file = withExif(sixBlocks(), orientation, isBigEndian);
      const Images image = decodeImage(file, 1);
      const int across = orientation <= 4 ? 3 : 2;
      ASSERT_EQ(image.shape, (Shape{1, orientation <= 4 ? 16 : 24, orientation <= 4 ? 24 : 16}));
      const auto& blocks = shown[static_cast<std::size_t>(orientation - 1)];
      for (int block = 0; block < 6; ++block) {
        const int x = block % across * 8 + 4, y = block / across * 8 + 4;
        EXPECT_NEAR(image.pixels[static_cast<std::size_t>(y * image.shape.width + x)],
                    blocks[static_cast<std::size_t>(block)], 4);
      }
    }
}

TEST(Orientation, WhatCannotBeUnderstoodIsUpright) {
  const Bytes good = withExif(sixBlocks(), 6, false);
  EXPECT_EQ(jpegOrientation(good), 6);
  EXPECT_EQ(jpegOrientation(sixBlocks()), 1);
  EXPECT_EQ(jpegOrientation(withExif(sixBlocks(), 0, false)), 1);
  EXPECT_EQ(jpegOrientation(withExif(sixBlocks(), 9, true)), 1);
  const auto changed = [&](std::size_t at, std::uint8_t value) {
    Bytes file = good;
    file[at] = value;
    return jpegOrientation(file);
  };
  EXPECT_EQ(changed(6, 'e'), 1);    // not Exif
  EXPECT_EQ(changed(13, 'M'), 1);   // no byte order
  EXPECT_EQ(changed(14, 43), 1);    // no TIFF
  EXPECT_EQ(changed(19, 0xff), 1);  // a directory beyond the segment
  EXPECT_EQ(changed(21, 0xff), 6);  // more entries than there are, but the one is among them
  EXPECT_EQ(changed(36, 9), 1);     // of another type
  for (std::size_t length = 0; length < good.size(); ++length) {
    const int orientation = jpegOrientation(std::span(good).first(length));
    EXPECT_TRUE(orientation == 1 || orientation == 6) << length;
  }
}

TEST(ImageHeader, ReadsOnUntilTheSizeComes) {
  // A preview picture of a camera: 60 kB before the size.
  Bytes jpeg = sixBlocks();
  Bytes late{0xff, 0xd8};
  for (int segment = 0; segment < 3; ++segment) {
    late.insert(late.end(), {0xff, 0xe2, 0x50, 0x00});
    late.insert(late.end(), 0x5000 - 2, 7);
  }
  late.insert(late.end(), jpeg.begin() + 2, jpeg.end());
  std::size_t at = 0;
  const auto readOn = [&](std::span<std::uint8_t> bytes) {
    const std::size_t count = std::min(bytes.size(), late.size() - at);
    std::copy_n(late.begin() + static_cast<std::ptrdiff_t>(at), count, bytes.begin());
    at += count;
    return count;
  };
  const ImageHeader header = readImageHeader(readOn);
  EXPECT_EQ(header.fault, "");
  EXPECT_EQ(header.width, 24);
  EXPECT_EQ(header.height, 16);
  EXPECT_EQ(decodeImage(late, 1).shape, (Shape{1, 16, 24}));
  at = 0;
  late.resize(5000);
  expectSays(readImageHeader(readOn).fault, {"damaged JPEG header"});
}

}  // namespace
}  // namespace latlas::data::test
