#include "core/data/storage/decoded_samples.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {
namespace {

// Less is decoded again faster than a disk can be relied on.
constexpr std::uint64_t kWorthKeeping = std::uint64_t{4} << 20;

}  // namespace

DecodedSamples::DecodedSamples(const CacheKey& key, std::uint64_t size, const OpenOptions& options)
    : key_(key) {
  if (size <= memoryAllowed(options))
    memory_.resize(static_cast<std::size_t>(size));
  else
    file_ = std::make_unique<CacheWriter>(key, size);
}

void DecodedSamples::write(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  if (file_) return file_->write(offset, bytes);
  std::copy(bytes.begin(), bytes.end(), memory_.begin() + static_cast<std::ptrdiff_t>(offset));
}

void DecodedSamples::moveDown(std::uint64_t from, std::uint64_t to, std::size_t size) {
  if (file_) return file_->moveDown(from, to, size);
  std::memmove(memory_.data() + to, memory_.data() + from, size);
}

CachedSamples DecodedSamples::finish(const nlohmann::json& page, std::uint64_t size,
                                     bool isCostly) {
  if (file_) return file_->keep(page, size);
  memory_.resize(static_cast<std::size_t>(size));
  if (size >= kWorthKeeping || isCostly) {
    try {
      CacheWriter writer(key_, size);
      writer.write(0, memory_);
      writer.keep(page, size);
    } catch (const Error&) {
      // It is in memory; the next time it is decoded again.
    }
  }
  return {std::make_shared<const nlohmann::json>(page),
          std::make_shared<const MemoryBytes>(std::move(memory_)), 0, size};
}

}  // namespace latlas::data
