// Bytes from a file or from memory, read once from front to back. A parser can
// ask how many bytes there can still be before it allocates what a header promises.
// Threading: one thread. Owns: the open file.
#pragma once

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <span>

#include "core/data/storage/bytes.h"

namespace latlas::data {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  // Fills `bytes`; returns fewer only at the end. Throws Error when the file fails.
  virtual std::size_t read(std::span<std::uint8_t> bytes) = 0;

  // How many bytes can follow at most; exact when nothing is compressed.
  virtual std::uint64_t mostBytesLeft() const = 0;

  // Whether the bytes are decompressed as they are read, so that offsets are not the file's.
  virtual bool isCompressed() const { return false; }
};

// Reads from memory that outlives it.
class SpanSource final : public ByteSource {
 public:
  explicit SpanSource(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::size_t read(std::span<std::uint8_t> bytes) override;
  std::uint64_t mostBytesLeft() const override { return bytes_.size(); }

 private:
  std::span<const std::uint8_t> bytes_;
};

// Reads from bytes that outlive it, from `offset` on.
class BytesSource final : public ByteSource {
 public:
  explicit BytesSource(const Bytes& bytes, std::uint64_t offset = 0) : bytes_(bytes), at_(offset) {}
  std::size_t read(std::span<std::uint8_t> bytes) override;
  std::uint64_t mostBytesLeft() const override;

 private:
  const Bytes& bytes_;
  std::uint64_t at_;
};

class FileSource final : public ByteSource {
 public:
  // Throws Error when the path is not a regular file that can be read.
  explicit FileSource(const std::filesystem::path& path);
  std::size_t read(std::span<std::uint8_t> bytes) override;
  std::uint64_t mostBytesLeft() const override { return left_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t left_ = 0;
  std::uint64_t offset_ = 0;
};

}  // namespace latlas::data
