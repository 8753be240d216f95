// The IDX format of MNIST (LeCun, Cortes & Burges 1998): a magic number with the type of the
// values, big-endian dimensions and big-endian values.
// Threading: one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/data/arrays/array_description.h"
#include "core/data/storage/byte_source.h"

namespace latlas::data {

class IdxReader {
 public:
  // Reads the header. `source` is plain (see decompressed()); `path` is for messages. Throws Error
  // when it is no IDX file, when it has no value, and when it declares more values than its length
  // can back, so that the caller may allocate what the header says.
  IdxReader(std::unique_ptr<ByteSource> source, std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  const ArrayDescription& array() const { return array_; }
  std::uint64_t headerBytes() const { return 4 + 4 * array_.dims.size(); }
  bool isCompressed() const { return source_->isCompressed(); }

  // Reads the next bytes of the values, in order. Throws Error when the file ends before `bytes` is
  // full.
  void read(std::span<std::uint8_t> bytes);

  // After all values: throws Error when bytes follow, or when a compressed file's end is damaged.
  void finish();

 private:
  std::string offset(std::uint64_t offset) const;
  // "10 x 28 x 28 = 7840 bytes"
  std::string sizeText() const;

  std::unique_ptr<ByteSource> source_;
  std::filesystem::path path_;
  ArrayDescription array_;
  std::uint64_t bytesRead_ = 0;
};

struct Idx {
  ArrayDescription array;
  std::vector<std::uint8_t> values;  // as they are stored
};

// A whole file, plain or gzipped, from memory. Throws Error.
Idx parseIdx(std::span<const std::uint8_t> file, const std::filesystem::path& path);

// The number of dimensions when `head`, a file's first bytes, begins an IDX file of any type,
// plain or gzipped.
std::optional<int> idxRank(std::span<const std::uint8_t> head);

}  // namespace latlas::data
