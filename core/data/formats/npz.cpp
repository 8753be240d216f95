#include "core/data/formats/npz.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/formats/npy.h"
#include "core/data/storage/archive_reader.h"
#include "core/data/storage/decode_cache.h"
#include "core/data/storage/decoded_samples.h"
#include "core/data/storage/memory_limit.h"
#include "core/data/storage/stored_entries.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kEnding = ".npy";
constexpr std::size_t kMostArrays = 4096;
constexpr std::size_t kChunkBytes = 1 << 20;  // between two looks at cancel: some milliseconds
constexpr const char* kRemedy = "Save or download the archive again";

std::string arrayName(const std::string& entry) {
  return entry.substr(0, entry.size() - kEnding.size());
}

bool isArray(const ArchiveEntry& entry) {
  return !entry.isFolder && !entry.isLink && entry.name.ends_with(kEnding);
}

// For messages. An absolute name must not take the archive's place.
fs::path pathOf(const fs::path& archive, const std::string& entry) {
  return archive.string() + "/" + entry;
}

// The .npy file that next() gave last.
class EntrySource final : public ByteSource {
 public:
  EntrySource(ArchiveReader& reader, const ArchiveEntry& entry, fs::path path)
      : reader_(reader), path_(std::move(path)) {
    if (entry.size < 0)
      throw fileError(path_,
                      {"", "an entry of known length", "none in the table of contents", kRemedy});
    left_ = static_cast<std::uint64_t>(entry.size);
  }
  std::size_t read(std::span<std::uint8_t> bytes) override {
    try {
      const std::size_t count = reader_.read(bytes);
      left_ -= std::min<std::uint64_t>(left_, count);
      return count;
    } catch (const EntryFault& fault) {
      throw fileError(path_, {"", "a whole .npy file", fault.what(), kRemedy});
    }
  }
  std::uint64_t mostBytesLeft() const override { return left_; }

 private:
  ArchiveReader& reader_;
  fs::path path_;
  std::uint64_t left_ = 0;
};

// Gives the array behind its header in chunks, `take(offset, chunk)`, then its end with the
// checksum.
template <class Take>
void readArray(EntrySource source, const ArchiveArray& array, const fs::path& path,
               const Take& take) {
  const NpyHeader header = readNpyHeader(source, path);
  if (header.array != array.array)
    throw fileError(path, {"", toString(array.array) + ", as when it was looked at",
                           toString(header.array), "Open it again: another program changed it"});
  const std::uint64_t total = array.array.bytes();
  std::vector<std::uint8_t> chunk;
  for (std::uint64_t at = 0; at < total; at += chunk.size()) {
    chunk.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kChunkBytes, total - at)));
    if (const std::size_t found = source.read(chunk); found < chunk.size())
      throw fileError(path, {"offset " + std::to_string(header.dataOffset + at + found),
                             toString(array.array) + " = " + std::to_string(total) + " bytes",
                             "the end after " + std::to_string(at + found), kRemedy});
    take(at, std::span<const std::uint8_t>(chunk));
  }
  std::uint8_t more;
  if (source.read({&more, 1}) != 0)
    throw fileError(path, {"", "the end after " + std::to_string(total) + " bytes", "more bytes",
                           kRemedy});
}

NpzArchive openArchive(const Place& place, const OpenOptions& options) {
  return NpzArchive(std::make_shared<const FileBytes>(place.path), place.path, options);
}

}  // namespace

NpzArchive::NpzArchive(BytesPtr bytes, fs::path path, const OpenOptions& options)
    : bytes_(std::move(bytes)),
      path_(std::move(path)),
      settings_{options.unpackLimit, options.unpackRatio} {
  ArchiveReader reader(bytes_, path_, settings_);
  std::set<std::string> names;
  while (const auto entry = reader.next()) {
    if (!isArray(*entry)) continue;
    const fs::path where = pathOf(path_, entry->name);
    if (!names.insert(entry->name).second)
      throw fileError(where, {"", "each array once", "it twice", kRemedy});
    if (names.size() > kMostArrays)
      throw fileError(path_, {"", "at most " + std::to_string(kMostArrays) + " arrays", "more",
                              "Save fewer of them together"});
    EntrySource source(reader, *entry, where);
    const NpyHeader header = readNpyHeader(source, where);
    // What the two say must agree before anything is allocated.
    if (header.unusable.empty())
      requireValues(header, static_cast<std::uint64_t>(entry->size), where);
    arrays_.push_back({arrayName(entry->name), header.array, header.unusable});
  }
}

ArrayValues NpzArchive::values(const ArchiveArray& array) {
  ArchiveReader reader(bytes_, path_, settings_);
  while (const auto entry = reader.next()) {
    if (!isArray(*entry) || arrayName(entry->name) != array.name) continue;
    const fs::path where = pathOf(path_, entry->name);
    std::vector<std::uint8_t> all;  // grows with what is there, not with what is promised
    readArray({reader, *entry, where}, array, where,
              [&](std::uint64_t, std::span<const std::uint8_t> chunk) {
                all.insert(all.end(), chunk.begin(), chunk.end());
              });
    return toValues(array.array, all);
  }
  throw fileError(path_, {"", "an array called " + array.name, "none",
                          "Open it again: another program changed it"});
}

void NpzArchive::decode(std::span<const ArchiveArray* const> arrays, Progress& progress,
                        const Write& write) const {
  std::map<std::string, std::pair<const ArchiveArray*, std::uint64_t>> wanted;  // with offsets
  std::uint64_t total = 0;
  for (const ArchiveArray* array : arrays) {
    wanted[array->name] = {array, total};
    total += array->array.bytes();
  }
  ArchiveSettings settings = settings_;
  settings.onBlock = [&](double fraction) { progress.report(fraction, "unpacking the arrays"); };
  ArchiveReader reader(bytes_, path_, settings);
  std::size_t found = 0;
  while (const auto entry = reader.next()) {
    if (!isArray(*entry)) continue;
    const auto one = wanted.find(arrayName(entry->name));
    if (one == wanted.end()) continue;
    const auto [array, offset] = one->second;
    const fs::path where = pathOf(path_, entry->name);
    readArray({reader, *entry, where}, *array, where,
              [&, begin = offset](std::uint64_t at, std::span<const std::uint8_t> chunk) {
                write(begin + at, chunk);
              });
    ++found;
  }
  if (found != arrays.size())
    throw fileError(path_, {"", "the arrays that were listed", "fewer", kRemedy});
}

std::optional<std::vector<ArrayPart>> NpzArchive::inPlace(
    std::span<const ArchiveArray* const> arrays) const {
  const auto stored = storedEntries(*bytes_);
  std::vector<ArrayPart> parts;
  for (const ArchiveArray* array : arrays) {
    const auto entry = stored.find(array->name + std::string(kEnding));
    if (entry == stored.end()) return std::nullopt;
    BytesSource source(*bytes_, entry->second.offset);
    const NpyHeader header = readNpyHeader(source, pathOf(path_, entry->first));
    if (header.array != array->array ||
        entry->second.size != header.dataOffset + header.array.bytes())
      return std::nullopt;
    parts.push_back({bytes_, entry->second.offset + header.dataOffset, array->array.rows()});
  }
  return parts;
}

std::vector<ArrayPart> NpzArchive::bytesOf(std::span<const ArchiveArray* const> arrays,
                                           const OpenOptions& options, Progress& progress) {
  std::uint64_t total = 0;
  for (const ArchiveArray* array : arrays) total += array->array.bytes();
  BytesPtr decoded;
  std::uint64_t at = 0;
  if (auto parts = inPlace(arrays)) {
    // What fits in memory goes there through its checksum; a copy on disk would save nothing.
    if (total > memoryAllowed(options)) return *parts;
    std::vector<std::uint8_t> all(static_cast<std::size_t>(total));
    decode(arrays, progress, [&](std::uint64_t offset, std::span<const std::uint8_t> some) {
      std::copy(some.begin(), some.end(), all.begin() + static_cast<std::ptrdiff_t>(offset));
    });
    decoded = std::make_shared<const MemoryBytes>(std::move(all));
  } else {
    CacheKey key("npz 1");
    key.addFile(path_);
    for (const ArchiveArray* array : arrays) key.addText(array->name);
    auto samples = findCached(key);
    if (!samples || samples->size != total) {
      ArchiveReader(bytes_, path_, settings_).requireAllowed(total);
      DecodedSamples fresh(key, total, options);
      decode(arrays, progress, [&](std::uint64_t offset, std::span<const std::uint8_t> some) {
        fresh.write(offset, some);
      });
      samples = fresh.finish(nlohmann::json::object(), total);
    }
    decoded = samples->bytes;
    at = samples->offset;
  }
  std::vector<ArrayPart> parts;
  for (const ArchiveArray* array : arrays) {
    parts.push_back({decoded, at, array->array.rows()});
    at += array->array.bytes();
  }
  return parts;
}

std::optional<Peek> peekNpz(const Place& place) {
  constexpr std::string_view kLocalHeader("PK\x03\x04", 4);
  constexpr std::size_t kNameLengthAt = 26, kNameAt = 30;
  const auto& head = place.head;
  if (place.isFolder || head.size() < kNameAt) return std::nullopt;
  const std::string_view text(reinterpret_cast<const char*>(head.data()), head.size());
  if (!text.starts_with(kLocalHeader)) return std::nullopt;
  const std::size_t length = head[kNameLengthAt] | head[kNameLengthAt + 1] << 8;
  if (!text.substr(kNameAt, length).ends_with(kEnding)) return std::nullopt;
  return Peek{"NumPy archive", true};
}

DatasetPtr openNpz(const Place& place, const OpenOptions& options, Progress& progress) {
  NpzArchive archive = openArchive(place, options);
  return openArrays(archive, place, "NumPy archive", options, progress);
}

Survey surveyNpz(const Place& place, const OpenOptions& options, Progress&) {
  const NpzArchive archive = openArchive(place, options);
  return surveyArrays(archive, place, "NumPy archive", options);
}

}  // namespace latlas::data
