// Decompresses gzip (RFC 1952) as it is read, with its checksums.
#pragma once

#include <zlib.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/error.h"
#include "core/data/storage/byte_source.h"

namespace latlas::data {

bool startsGzip(std::span<const std::uint8_t> bytes);

// Reads a gzipped file to its end for its checksums, at which libarchive does not look; of another
// file nothing. `pause` is called now and then and may throw. Throws Error where it is damaged.
void requireWholeGzip(const std::filesystem::path& path, const std::function<void()>& pause);

class GzipSource final : public ByteSource {
 public:
  // `path` is for messages. Throws Error when zlib has no memory.
  GzipSource(std::unique_ptr<ByteSource> compressed, std::filesystem::path path);
  ~GzipSource() override;
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  std::size_t read(std::span<std::uint8_t> bytes) override;
  std::uint64_t mostBytesLeft() const override;
  bool isCompressed() const override { return true; }

 private:
  // False at the end of the compressed bytes.
  bool refill();
  // At the end of one member: another may follow, anything else is an error.
  void startNextMember();
  Error faultHere(const std::string& expected, const std::string& found) const;

  std::unique_ptr<ByteSource> compressed_;
  std::filesystem::path path_;
  std::vector<std::uint8_t> input_;
  std::uint64_t taken_ = 0;  // compressed bytes handed to zlib and those that wait in input_
  z_stream stream_{};
  bool ended_ = false;
};

// What `source` holds: itself, or what it decompresses to when its first two bytes are gzip's.
// `path` is for messages. Throws Error (offset in the compressed file) when the compressed data
// are corrupt, truncated or followed by something else.
std::unique_ptr<ByteSource> decompressed(std::unique_ptr<ByteSource> source,
                                         const std::filesystem::path& path);

}  // namespace latlas::data
