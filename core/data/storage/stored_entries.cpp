#include "core/data/storage/stored_entries.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace latlas::data {
namespace {

// Sizes and places of PKWARE's APPNOTE 6.3.
constexpr std::size_t kEndBytes = 22, kEnd64Bytes = 56, kLocatorBytes = 20;
constexpr std::size_t kCentralBytes = 46, kLocalBytes = 30;
constexpr std::uint64_t kMostComment = 0xffff;
constexpr std::uint64_t kMostDirectoryBytes = std::uint64_t{64} << 20;
constexpr std::uint64_t kIn64 = 0xffffffff;  // the number stands in the extra field

class Fields {
 public:
  explicit Fields(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  std::size_t size() const { return bytes_.size(); }
  std::uint64_t at(std::size_t offset, std::size_t size) const {
    std::uint64_t number = 0;
    for (std::size_t i = size; i-- > 0;) number = number << 8 | bytes_[offset + i];
    return number;
  }
  bool starts(std::string_view signature) const {
    return bytes_.size() >= signature.size() &&
           std::equal(signature.begin(), signature.end(), bytes_.begin(),
                      [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
  }
  Fields part(std::size_t offset, std::size_t size) const {
    return Fields(bytes_.subspan(offset, size));
  }
  std::string text(std::size_t offset, std::size_t size) const {
    const auto some = bytes_.subspan(offset, size);
    return {some.begin(), some.end()};
  }

 private:
  std::span<const std::uint8_t> bytes_;
};

// Fewer bytes where the archive ends.
std::vector<std::uint8_t> readAt(const Bytes& archive, std::uint64_t offset, std::uint64_t size) {
  const std::uint64_t left = archive.size() - std::min(archive.size(), offset);
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(std::min(size, left)));
  if (!bytes.empty()) archive.read(offset, bytes);
  return bytes;
}

struct Directory {
  std::uint64_t offset = 0, size = 0;
};

std::optional<Directory> findDirectory(const Bytes& archive) {
  const std::uint64_t tailBytes =
      std::min<std::uint64_t>(archive.size(), kEndBytes + kMostComment + kLocatorBytes);
  const std::uint64_t tailAt = archive.size() - tailBytes;
  const auto tail = readAt(archive, tailAt, tailBytes);
  if (tail.size() < kEndBytes) return std::nullopt;
  for (std::size_t at = tail.size() - kEndBytes + 1; at-- > 0;) {
    const Fields end = Fields(tail).part(at, tail.size() - at);
    if (!end.starts("PK\5\6") || end.at(20, 2) != end.size() - kEndBytes) continue;
    Directory found{end.at(16, 4), end.at(12, 4)};
    if (at < kLocatorBytes) return found;
    const Fields locator = Fields(tail).part(at - kLocatorBytes, kLocatorBytes);
    if (!locator.starts("PK\6\7")) return found;
    const auto wide = readAt(archive, locator.at(8, 8), kEnd64Bytes);
    const Fields end64(wide);
    if (wide.size() < kEnd64Bytes || !end64.starts("PK\6\6")) return std::nullopt;
    return Directory{end64.at(48, 8), end64.at(40, 8)};
  }
  return std::nullopt;
}

struct Central {
  std::uint64_t packed = 0, size = 0, local = 0;
};

// Numbers beyond 32 bits stand in the extra field, in this order, those that do not fit only.
bool widen(const Fields& extra, Central& entry) {
  for (std::size_t at = 0; at + 4 <= extra.size();) {
    const std::size_t length = static_cast<std::size_t>(extra.at(at + 2, 2));
    if (at + 4 + length > extra.size()) return false;
    if (extra.at(at, 2) == 1) {
      std::size_t next = at + 4;
      for (std::uint64_t* number : {&entry.size, &entry.packed, &entry.local}) {
        if (*number != kIn64) continue;
        if (next + 8 > at + 4 + length) return false;
        *number = extra.at(next, 8);
        next += 8;
      }
      return true;
    }
    at += 4 + length;
  }
  return entry.size != kIn64 && entry.packed != kIn64 && entry.local != kIn64;
}

// Behind the local header, whose extra field may have another length than the directory's.
std::optional<StoredEntry> locate(const Bytes& archive, const Central& entry) {
  const auto bytes = readAt(archive, entry.local, kLocalBytes);
  const Fields local(bytes);
  if (bytes.size() < kLocalBytes || !local.starts("PK\3\4") || local.at(8, 2) != 0)
    return std::nullopt;
  const std::uint64_t begin = entry.local + kLocalBytes + local.at(26, 2) + local.at(28, 2);
  if (begin > archive.size() || entry.size > archive.size() - begin) return std::nullopt;
  return StoredEntry{begin, entry.size};
}

}  // namespace

std::map<std::string, StoredEntry> storedEntries(const Bytes& archive) {
  std::map<std::string, StoredEntry> found;
  const auto directory = findDirectory(archive);
  if (!directory || directory->size > kMostDirectoryBytes) return found;
  const auto bytes = readAt(archive, directory->offset, directory->size);
  const Fields fields(bytes);
  for (std::size_t at = 0; at + kCentralBytes <= bytes.size();) {
    const Fields entry = fields.part(at, bytes.size() - at);
    if (!entry.starts("PK\1\2")) return {};
    const auto name = static_cast<std::size_t>(entry.at(28, 2));
    const auto extra = static_cast<std::size_t>(entry.at(30, 2));
    const auto comment = static_cast<std::size_t>(entry.at(32, 2));
    if (kCentralBytes + name + extra + comment > entry.size()) return {};
    at += kCentralBytes + name + extra + comment;
    Central central{entry.at(20, 4), entry.at(24, 4), entry.at(42, 4)};
    const bool isPlain = entry.at(10, 2) == 0 && (entry.at(8, 2) & 1) == 0;
    if (!isPlain || !widen(entry.part(kCentralBytes + name, extra), central)) continue;
    if (central.packed != central.size) continue;
    if (const auto place = locate(archive, central))
      found.emplace(entry.text(kCentralBytes, name), *place);
  }
  return found;
}

}  // namespace latlas::data
