#include "core/data/storage/decode_cache.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/data/storage/fingerprint.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

// A file: this magic and two little-endian 64-bit numbers (bytes of the samples, bytes of the
// page), then the samples at a page boundary, then the page.
constexpr std::string_view kMagic = "latlas decoded 1";
constexpr std::uint64_t kSamplesAt = 4096;
constexpr std::uint64_t kMostPageBytes = std::uint64_t{1} << 30;
constexpr const char* kEnding = ".samples";

fs::path cacheFolder() { return userCacheFolder() / "decoded"; }

fs::path entryPath(const CacheKey& key) { return cacheFolder() / (key.hex() + kEnding); }

std::array<std::uint8_t, 32> headOf(std::uint64_t sampleBytes, std::uint64_t pageBytes) {
  std::array<std::uint8_t, 32> head{};
  std::memcpy(head.data(), kMagic.data(), kMagic.size());
  std::memcpy(head.data() + 16, &sampleBytes, 8);
  std::memcpy(head.data() + 24, &pageBytes, 8);
  return head;
}

struct Entry {
  fs::path path;
  std::uint64_t size = 0;
  std::int64_t used = 0;  // seconds since 1970
};

// What a killed program left half-written is older than any decoding takes.
constexpr std::int64_t kAbandonedSeconds = 2 * 24 * 3600;

// Removes what was used longest ago until `needed` more bytes fit under the limit.
void makeRoom(std::uint64_t needed) {
  std::vector<Entry> entries;
  std::uint64_t total = needed;
  std::error_code fault;
  for (fs::directory_iterator it(cacheFolder(), fault), end; !fault && it != end;
       it.increment(fault)) {
    struct stat status {};
    if (::stat(it->path().c_str(), &status) != 0) continue;
    if (it->path().extension() != kEnding) {
      if (std::time(nullptr) - status.st_mtim.tv_sec > kAbandonedSeconds)
        fs::remove(it->path(), fault);
      continue;
    }
    entries.push_back({it->path(), static_cast<std::uint64_t>(status.st_size),
                       status.st_atim.tv_sec});
    total += entries.back().size;
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (total <= kMostCacheBytes) return;
    // A program that has it open keeps reading it.
    if (fs::remove(entry.path, fault)) total -= entry.size;
  }
}

[[noreturn]] void refuseWrite(const fs::path& folder, std::uint64_t size, int fault) {
  std::error_code ignored;
  const fs::space_info space = fs::space(folder, ignored);
  const std::string found = fault == ENOSPC && !ignored ? toByteText(space.available) + " free"
                                                        : std::string(std::strerror(fault));
  throw fileError(folder, {"", "room for " + toByteText(size) + " of decoded samples", found,
                           "Make room, choose a smaller image size or a subset, or set "
                           "XDG_CACHE_HOME to a folder on another disk"});
}

}  // namespace

CacheKey::CacheKey(std::string_view settings) { addText(settings); }

void CacheKey::addText(std::string_view text) {
  text_ += std::to_string(text.size()) + ":";
  text_ += text;
}

void CacheKey::addFileDate(const fs::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return addText("missing");
  addText(path.string());
  addText(std::to_string(status.st_size) + " " + std::to_string(status.st_mtim.tv_sec) + "." +
          std::to_string(status.st_mtim.tv_nsec));
}

void CacheKey::addFile(const fs::path& path) {
  addFileDate(path);
  // Copying tools may keep lengths and dates: some of the content too.
  constexpr std::uint64_t kLooks = 16, kLookBytes = 4096;
  const FileBytes file(path);
  Fingerprint hash;
  std::vector<std::uint8_t> some;
  for (std::uint64_t i = 0; i < kLooks; ++i) {
    const std::uint64_t at = file.size() / kLooks * i;
    some.resize(static_cast<std::size_t>(std::min(kLookBytes, file.size() - at)));
    file.read(at, some);
    hash.add(some);
  }
  addText(hash.hex());
}

std::string CacheKey::hex() const {
  Fingerprint hash;
  hash.add({reinterpret_cast<const std::uint8_t*>(text_.data()), text_.size()});
  return hash.hex();
}

std::optional<CachedSamples> findCached(const CacheKey& key) {
  const fs::path path = entryPath(key);
  std::error_code fault;
  if (!fs::exists(path, fault)) return std::nullopt;
  try {
    auto file = std::make_shared<const FileBytes>(path);
    std::array<std::uint8_t, 32> head{};
    file->read(0, head);
    CachedSamples cached;
    std::uint64_t pageBytes = 0;
    std::memcpy(&cached.size, head.data() + 16, 8);
    std::memcpy(&pageBytes, head.data() + 24, 8);
    if (head != headOf(cached.size, pageBytes) || pageBytes > kMostPageBytes ||
        file->size() < kSamplesAt || cached.size > file->size() - kSamplesAt ||
        file->size() - kSamplesAt - cached.size != pageBytes)
      throw Error("not whole");
    std::vector<std::uint8_t> page(static_cast<std::size_t>(pageBytes));
    file->read(kSamplesAt + cached.size, page);
    cached.page = std::make_shared<const nlohmann::json>(nlohmann::json::parse(page));
    cached.offset = kSamplesAt;
    cached.bytes = std::move(file);
    // The date of the last use decides what goes first; the date of the last change must stay.
    const timespec dates[2]{{0, UTIME_NOW}, {0, UTIME_OMIT}};
    ::utimensat(AT_FDCWD, path.c_str(), dates, 0);
    return cached;
  } catch (const std::exception&) {
    fs::remove(path, fault);
    return std::nullopt;
  }
}

CacheWriter::CacheWriter(const CacheKey& key, std::uint64_t size) : final_(entryPath(key)) {
  std::error_code fault;
  fs::create_directories(cacheFolder(), fault);
  if (fault) refuseWrite(cacheFolder(), size, fault.value());
  makeRoom(size);
  std::string name = final_.string() + ".XXXXXX";
  file_ = ::mkostemp(name.data(), O_CLOEXEC);
  if (file_ < 0) refuseWrite(cacheFolder(), size, errno);
  partial_ = name;
  // Reserved at once, so that a full disk is known before hours of decoding.
  if (const int full = ::posix_fallocate(file_, 0, static_cast<off_t>(kSamplesAt + size))) {
    ::close(file_);
    fs::remove(partial_, fault);
    refuseWrite(cacheFolder(), size, full);
  }
}

CacheWriter::~CacheWriter() {
  if (file_ < 0) return;
  ::close(file_);
  std::error_code ignored;
  fs::remove(partial_, ignored);
}

void CacheWriter::write(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  offset += kSamplesAt;
  while (!bytes.empty()) {
    const ssize_t count = ::pwrite(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuseWrite(cacheFolder(), bytes.size(), errno);
    offset += static_cast<std::uint64_t>(count);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void CacheWriter::moveDown(std::uint64_t from, std::uint64_t to, std::size_t size) {
  std::vector<std::uint8_t> moved(size);
  for (std::size_t done = 0; done < size;) {
    const ssize_t count = ::pread(file_, moved.data() + done, size - done,
                                  static_cast<off_t>(kSamplesAt + from + done));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0)
      throw fileError(partial_, {"", "the samples that were written", std::strerror(errno),
                                 "Check the disk"});
    done += static_cast<std::size_t>(count);
  }
  write(to, moved);
}

CachedSamples CacheWriter::keep(const nlohmann::json& page, std::uint64_t size) {
  const std::string text = page.dump();
  const std::uint64_t end = kSamplesAt + size;
  if (::ftruncate(file_, static_cast<off_t>(end)) != 0) refuseWrite(cacheFolder(), size, errno);
  write(size, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
  const auto head = headOf(size, text.size());
  if (::pwrite(file_, head.data(), head.size(), 0) != std::ssize(head) || ::fsync(file_) != 0)
    refuseWrite(cacheFolder(), size, errno);
  ::close(std::exchange(file_, -1));
  fs::rename(partial_, final_);
  return {std::make_shared<const nlohmann::json>(page), std::make_shared<const FileBytes>(final_),
          kSamplesAt, size};
}

}  // namespace latlas::data
