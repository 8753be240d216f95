#include "tests/core/data/fixtures.h"

#include <stb_image_write.h>
#include <zlib.h>
#include <fstream>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/base/error.h"
#include "core/base/files.h"

namespace latlas::data::test {
namespace {

void append(void* context, void* data, int size) {
  const auto* bytes = static_cast<const std::uint8_t*>(data);
  static_cast<Bytes*>(context)->insert(static_cast<Bytes*>(context)->end(), bytes, bytes + size);
}

}  // namespace

Bytes idxFile(const std::vector<std::uint32_t>& sizes, const Bytes& values) {
  Bytes file{0, 0, 8, static_cast<std::uint8_t>(sizes.size())};
  for (const std::uint32_t size : sizes)
    for (int shift = 24; shift >= 0; shift -= 8)
      file.push_back(static_cast<std::uint8_t>(size >> shift));
  file.insert(file.end(), values.begin(), values.end());
  return file;
}

Bytes countingBytes(std::size_t count) {
  Bytes bytes(count);
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<std::uint8_t>(i % 251);
  return bytes;
}

Bytes gzipped(std::span<const std::uint8_t> bytes) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  if (deflateInit2(&stream, 6, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib");
  Bytes packed(deflateBound(&stream, static_cast<uLong>(bytes.size())) + 32);
  stream.next_in = const_cast<std::uint8_t*>(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib");
  return packed;
}

Bytes plainImage(int width, int height, const Bytes& colour) {
  Bytes pixels;
  for (int i = 0; i < width * height; ++i)
    pixels.insert(pixels.end(), colour.begin(), colour.end());
  return pixels;
}

Bytes pngFile(int width, int height, int channels, const Bytes& pixels) {
  Bytes file;
  stbi_write_png_to_func(append, &file, width, height, channels, pixels.data(), width * channels);
  return file;
}

Bytes jpegFile(int width, int height, int channels, const Bytes& pixels) {
  Bytes file;
  stbi_write_jpg_to_func(append, &file, width, height, channels, pixels.data(), 95);
  return file;
}

Bytes bmpFile(int width, int height, int channels, const Bytes& pixels) {
  Bytes file;
  stbi_write_bmp_to_func(append, &file, width, height, channels, pixels.data());
  return file;
}

Bytes tgaFile(int width, int height, int channels, const Bytes& pixels) {
  Bytes file;
  stbi_write_tga_to_func(append, &file, width, height, channels, pixels.data());
  return file;
}

// Codes of 8 bits all the way: a clear code comes before the table would need a ninth.
Bytes gifFile(int width, int height, const Bytes& indices, const Bytes& palette, int transparent) {
  const auto low = [](int side) { return static_cast<std::uint8_t>(side); };
  const auto high = [](int side) { return static_cast<std::uint8_t>(side >> 8); };
  constexpr std::uint8_t kLeastBits = 7, kClear = 128, kEnd = 129;
  constexpr std::size_t kColours = 128, kCodesBetweenClears = 100, kBlock = 200;
  Bytes file{'G',         'I',         'F',          '8',  '9', 'a', low(width),
             high(width), low(height), high(height), 0xf6, 0,   0};
  Bytes colours = palette;
  colours.resize(3 * kColours);
  file.insert(file.end(), colours.begin(), colours.end());
  if (transparent >= 0) file.insert(file.end(), {0x21, 0xf9, 4, 1, 0, 0, low(transparent), 0});
  file.insert(file.end(), {0x2c, 0, 0, 0, 0, low(width), high(width), low(height), high(height), 0,
                           kLeastBits});
  Bytes codes;
  for (std::size_t i = 0; i < indices.size(); ++i) {
    if (i % kCodesBetweenClears == 0) codes.push_back(kClear);
    codes.push_back(indices[i]);
  }
  codes.push_back(kEnd);
  for (std::size_t at = 0; at < codes.size(); at += kBlock) {
    const std::size_t count = std::min(kBlock, codes.size() - at);
    file.push_back(static_cast<std::uint8_t>(count));
    const auto from = codes.begin() + static_cast<std::ptrdiff_t>(at);
    file.insert(file.end(), from, from + static_cast<std::ptrdiff_t>(count));
  }
  file.insert(file.end(), {0, 0x3b});
  return file;
}

void put(const std::filesystem::path& path, std::span<const std::uint8_t> bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes));
  ASSERT_TRUE(file.flush()) << path;
}

DatasetPtr openAt(const std::filesystem::path& path, const OpenOptions& options) {
  return openSource(path.string(), options);
}

DatasetPtr openSource(const std::string& source, const OpenOptions& options) {
  Progress progress;
  return open(source, options, progress);
}

Bytes rowBytes(const Dataset& dataset, std::int64_t row) {
  std::vector<float> pixels(static_cast<std::size_t>(dataset.info().shape.size()));
  dataset.read({&row, 1}, pixels);
  Bytes bytes;
  for (const float pixel : pixels)
    bytes.push_back(static_cast<std::uint8_t>(std::lround(pixel * 255.0f)));
  return bytes;
}

std::string errorOf(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  ADD_FAILURE() << "no Error was thrown";
  return {};
}

void expectSays(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts)
    EXPECT_NE(text.find(part), std::string::npos) << "\"" << part << "\" is not in: " << text;
}

}  // namespace latlas::data::test
