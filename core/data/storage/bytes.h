// Bytes that never change and can be read at any offset, in memory or where they lie in a file.
// Files are read by pread(2), not mapped: pages of a mapping count as the program's memory, which
// a shuffled pass over a large file would fill, and a file that is cut short under a mapping ends
// the program (SIGBUS) where a read ends in an error.
// Threading: const, so any thread. Owns: the memory or the open file.
#pragma once

#include <cstdint>
#include <ctime>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace latlas::data {

class Bytes {
 public:
  virtual ~Bytes() = default;

  virtual std::uint64_t size() const = 0;
  // [offset, offset + bytes.size()). Throws Error when that is not there (any more).
  virtual void read(std::uint64_t offset, std::span<std::uint8_t> bytes) const = 0;
  // Throws Error when the file is no longer the one that was opened. Cheap: once a batch.
  virtual void requireUnchanged() const {}
  // All of them when they are held in memory; else empty.
  virtual std::span<const std::uint8_t> inMemory() const { return {}; }
};

using BytesPtr = std::shared_ptr<const Bytes>;

class MemoryBytes final : public Bytes {
 public:
  explicit MemoryBytes(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {}
  std::uint64_t size() const override { return bytes_.size(); }
  void read(std::uint64_t offset, std::span<std::uint8_t> bytes) const override;
  std::span<const std::uint8_t> inMemory() const override { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

class FileBytes final : public Bytes {
 public:
  // Throws Error when the path is not a regular file that can be read.
  explicit FileBytes(std::filesystem::path path);
  ~FileBytes() override;
  FileBytes(const FileBytes&) = delete;
  FileBytes& operator=(const FileBytes&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::uint64_t size() const override { return size_; }
  void read(std::uint64_t offset, std::span<std::uint8_t> bytes) const override;
  // By size and time of the last change.
  void requireUnchanged() const override;

 private:
  std::filesystem::path path_;
  int file_ = -1;
  std::uint64_t size_ = 0;
  timespec changed_{};
};

}  // namespace latlas::data
