#include "tests/core/data/archive_fixtures.h"

#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>

#include <algorithm>
#include <stdexcept>

namespace latlas::data::test {
namespace {

void put16(Bytes& file, std::size_t number) {
  file.push_back(static_cast<std::uint8_t>(number));
  file.push_back(static_cast<std::uint8_t>(number >> 8));
}

void put32(Bytes& file, std::size_t number) {
  put16(file, number & 0xffff);
  put16(file, number >> 16);
}

void append(Bytes& file, const std::string& text) {
  file.insert(file.end(), text.begin(), text.end());
}

Bytes deflated(const Bytes& content) {
  constexpr int kRawWindow = -15;
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, kRawWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::runtime_error("zlib");
  Bytes packed(deflateBound(&stream, static_cast<uLong>(content.size())));
  stream.next_in = const_cast<std::uint8_t*>(content.data());
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  const int result = deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (result != Z_STREAM_END) throw std::runtime_error("zlib");
  return packed;
}

}  // namespace

Bytes zipFile(const std::vector<ZipEntry>& entries) {
  Bytes file, directory;
  for (const ZipEntry& entry : entries) {
    const Bytes packed = entry.isDeflated ? deflated(entry.content) : entry.content;
    const std::size_t sum =
        crc32(0, entry.content.data(), static_cast<uInt>(entry.content.size())) ^
        (entry.hasWrongSum ? 1u : 0u);
    const std::size_t size = entry.declaredSize.value_or(entry.content.size());
    const std::size_t at = file.size();
    // What the local header and the directory have in common.
    const auto putShared = [&](Bytes& bytes) {
      put16(bytes, 20);  // version 2.0
      put16(bytes, 0);
      put16(bytes, entry.isDeflated ? 8 : 0);
      put32(bytes, 0x21 << 16);  // 1 January 1980
      put32(bytes, sum);
      put32(bytes, packed.size());
      put32(bytes, size);
      put16(bytes, entry.name.size());
      put16(bytes, 0);
    };
    append(file, std::string("PK\3\4", 4));
    putShared(file);
    append(file, entry.name);
    file.insert(file.end(), packed.begin(), packed.end());
    append(directory, std::string("PK\1\2", 4));
    put16(directory, 20);
    putShared(directory);
    for (int i = 0; i < 3; ++i) put16(directory, 0);
    put32(directory, 0);
    put32(directory, at);
    append(directory, entry.name);
  }
  const std::size_t directoryAt = file.size();
  file.insert(file.end(), directory.begin(), directory.end());
  append(file, std::string("PK\5\6", 4));
  put32(file, 0);
  put16(file, entries.size());
  put16(file, entries.size());
  put32(file, directory.size());
  put32(file, directoryAt);
  put16(file, 0);
  return file;
}

Bytes tarFile(const std::vector<TarEntry>& entries) {
  constexpr std::size_t kBlock = 512, kSumAt = 148;
  Bytes file;
  for (const TarEntry& entry : entries) {
    Bytes header(kBlock);
    const auto put = [&](std::size_t at, const std::string& text) {
      std::copy(text.begin(), text.end(), header.begin() + static_cast<std::ptrdiff_t>(at));
    };
    const auto octal = [](std::size_t number, int digits) {
      std::string text(static_cast<std::size_t>(digits), '0');
      for (std::size_t i = text.size(); number > 0; number /= 8)
        text.at(--i) = static_cast<char>('0' + number % 8);
      return text;
    };
    put(0, entry.name);
    put(100, octal(0644, 7));
    put(108, octal(0, 7));
    put(116, octal(0, 7));
    put(124, octal(entry.content.size(), 11));
    put(136, octal(0, 11));
    put(kSumAt, "        ");
    header[156] = static_cast<std::uint8_t>(entry.type);
    put(157, entry.link);
    put(257, std::string("ustar\0"
                         "00",
                         8));
    std::size_t sum = 0;
    for (const std::uint8_t byte : header) sum += byte;
    put(kSumAt, octal(sum, 6) + '\0');
    file.insert(file.end(), header.begin(), header.end());
    file.insert(file.end(), entry.content.begin(), entry.content.end());
    file.resize((file.size() + kBlock - 1) / kBlock * kBlock);
  }
  file.resize(file.size() + 2 * kBlock);
  return file;
}

Bytes compressed(const Bytes& bytes, int (*addFilter)(archive*)) {
  Bytes packed(bytes.size() + (1 << 16));
  std::size_t size = 0;
  archive* writer = archive_write_new();
  archive_write_set_format_raw(writer);
  addFilter(writer);
  archive_write_open_memory(writer, packed.data(), packed.size(), &size);
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(writer, entry);
  archive_write_data(writer, bytes.data(), bytes.size());
  archive_entry_free(entry);
  archive_write_close(writer);
  archive_write_free(writer);
  packed.resize(size);
  return packed;
}

Bytes npzFile(const std::vector<std::pair<std::string, Bytes>>& arrays, bool isDeflated) {
  std::vector<ZipEntry> entries;
  for (const auto& [name, content] : arrays)
    entries.push_back({name + ".npy", content, isDeflated});
  return zipFile(entries);
}

}  // namespace latlas::data::test
