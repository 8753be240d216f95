#include "tests/core/data/fixtures.h"

#include <fstream>
#include <stb_image_write.h>
#include <zlib.h>

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
