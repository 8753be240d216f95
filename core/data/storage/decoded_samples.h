// Where samples go while they are decoded: memory as long as they fit, else the cache.
#pragma once

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "core/data/open_options.h"
#include "core/data/storage/decode_cache.h"

namespace latlas::data {

class DecodedSamples {
 public:
  // `size`: bytes of all samples. Throws Error as CacheWriter does when they do not fit in memory.
  DecodedSamples(const CacheKey& key, std::uint64_t size, const OpenOptions& options);

  // From several threads at once, each a range of its own.
  void write(std::uint64_t offset, std::span<const std::uint8_t> bytes);

  // Bytes that were written to a lower place, once all is written: to close gaps.
  void moveDown(std::uint64_t from, std::uint64_t to, std::size_t size);

  // `size`: bytes that are of use, at most those announced. What is in memory is kept in the cache
  // too when that saves a second decoding, of many bytes or as `isCostly` says; a full disk is then
  // no error.
  CachedSamples finish(const nlohmann::json& page, std::uint64_t size, bool isCostly = false);

 private:
  CacheKey key_;
  std::vector<std::uint8_t> memory_;
  std::unique_ptr<CacheWriter> file_;
};

}  // namespace latlas::data
