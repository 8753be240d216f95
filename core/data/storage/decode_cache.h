// Decoded samples kept on disk, so that what took long to decode opens at once the next time and
// what does not fit in memory can be read in place. One file an entry, in the user's cache folder
// ($XDG_CACHE_HOME/latlas/decoded): samples as the format wants them, and a JSON page about them.
// Threading: any thread; two programs may share the folder.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/data/storage/bytes.h"

namespace latlas::data {

// Names an entry by what it was made from, so that a changed file or setting finds nothing.
class CacheKey {
 public:
  // `settings`: everything that decides the decoded bytes, also the decoder's own version.
  explicit CacheKey(std::string_view settings);

  // By path, length, time of the last change and some of the bytes of a file.
  void addFile(const std::filesystem::path& path);
  // By path, length and time of the last change: for the many files of a folder.
  void addFileDate(const std::filesystem::path& path);
  void addText(std::string_view text);

  std::string hex() const;

 private:
  std::string text_;
};

struct CachedSamples {
  std::shared_ptr<const nlohmann::json> page;
  BytesPtr bytes;
  std::uint64_t offset = 0;  // of the samples in `bytes`
  std::uint64_t size = 0;    // of the samples
};

// Nothing when there is none or it is damaged; a damaged one is removed.
std::optional<CachedSamples> findCached(const CacheKey& key);

// Writes one entry. It appears under its name when it is whole; until then, and when this is
// destroyed without keep(), it does not exist.
class CacheWriter {
 public:
  // Makes room: the entries that were used longest ago go first. Throws Error (folder, bytes
  // needed, bytes free, what to do) when the disk has no room or may not be written.
  CacheWriter(const CacheKey& key, std::uint64_t size);
  ~CacheWriter();
  CacheWriter(const CacheWriter&) = delete;
  CacheWriter& operator=(const CacheWriter&) = delete;

  // From several threads at once, each a range of its own. Throws Error when the disk fails.
  void write(std::uint64_t offset, std::span<const std::uint8_t> bytes);

  // Bytes that were written to a lower place, once nothing more is written.
  void moveDown(std::uint64_t from, std::uint64_t to, std::size_t size);

  // `size`: of the samples that were written, at most what was reserved.
  CachedSamples keep(const nlohmann::json& page, std::uint64_t size);

 private:
  std::filesystem::path final_, partial_;
  int file_ = -1;
};

// What all entries may take together.
constexpr std::uint64_t kMostCacheBytes = std::uint64_t{32} << 30;

}  // namespace latlas::data
