// The IDX format of MNIST (LeCun, Cortes & Burges 1998): a magic number, big-endian dimensions and
// raw values. Unsigned bytes are read; the format's other types are refused by name.
// Threading: one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "core/base/job.h"
#include "core/data/storage/byte_source.h"

namespace latlas::data {

class IdxReader {
 public:
  // Reads the header. `source` is plain (see decompressed()); `path` is for messages. Throws Error
  // when it is no IDX file of unsigned bytes, when it has no value, and when it declares more
  // values than its length can back, so that the caller may allocate what the header says.
  IdxReader(std::unique_ptr<ByteSource> source, std::filesystem::path path);

  const std::filesystem::path& path() const { return path_; }
  const std::vector<std::int64_t>& dimensions() const { return dimensions_; }
  std::uint64_t valueCount() const { return valueCount_; }
  bool isCompressed() const { return source_->isCompressed(); }

  // Reads the next values, in order. Throws Error when the file ends before `values` is full.
  void read(std::span<std::uint8_t> values);

  // After all values: throws Error when bytes follow, or when a compressed file's end is damaged.
  void finish();

 private:
  std::string offset(std::uint64_t offset) const;

  std::unique_ptr<ByteSource> source_;
  std::filesystem::path path_;
  std::vector<std::int64_t> dimensions_;
  std::uint64_t valueCount_ = 1;
  std::uint64_t valuesRead_ = 0;
};

struct Idx {
  std::vector<std::int64_t> dimensions;
  std::vector<std::uint8_t> values;
};

// A whole file, plain or gzipped, from memory. Throws Error.
Idx parseIdx(std::span<const std::uint8_t> file, const std::filesystem::path& path);

// The number of dimensions when `head`, a file's first bytes, begins an IDX file of any type,
// plain or gzipped.
std::optional<int> idxRank(std::span<const std::uint8_t> head);

}  // namespace latlas::data
