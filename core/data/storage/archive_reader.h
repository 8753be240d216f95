// The files inside a ZIP or a TAR (plain, or compressed once by gzip, bzip2, xz or zstd), one after
// the other, by libarchive. They are unpacked as they are read and never written to a disk, so that
// no name in an archive can lead anywhere; links and devices are told apart from files.
// What comes out is limited, in all and for each byte that went in: a few kilobytes can be made to
// unpack to more than any disk holds.
// Threading: one thread. Owns: its place in the archive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/open_options.h"
#include "core/data/storage/bytes.h"

struct archive;

namespace latlas::data {

// "ZIP", "TAR", "TAR, gzipped" by a file's first bytes (kHeadBytes of them); empty: neither. What is
// compressed may hold something else than a TAR.
std::string archiveKind(std::span<const std::uint8_t> head);
inline bool maybeArchive(std::span<const std::uint8_t> head) { return !archiveKind(head).empty(); }

struct ArchiveEntry {
  std::string name;        // as it is stored; never to be used as a path on this machine
  std::int64_t size = -1;  // as the archive declares it; -1: it does not
  bool isFolder = false;
  bool isLink = false;  // of either kind, or a device: without content of its own
  bool isEncrypted = false;
};

// One file in the archive is damaged; those after it can still be read. what() says how, without
// the archive's path.
class EntryFault : public Error {
 public:
  using Error::Error;
};

struct ArchiveSettings {
  std::uint64_t unpackLimit = OpenOptions().unpackLimit;
  double unpackRatio = OpenOptions().unpackRatio;
  // For a look at the first entries: reads from the front and at most so many bytes, at which the
  // archive seems to end. 0: all, a ZIP by its directory.
  std::uint64_t mostBytes = 0;
  // Called before each block is read, with the part of the archive that was read, 0 to 1; what it
  // throws (Cancelled) passes through.
  std::function<void(double)> onBlock{};
};

class ArchiveReader {
 public:
  // `path` is for messages. Throws Error when it is no such archive.
  ArchiveReader(BytesPtr bytes, std::filesystem::path path, ArchiveSettings settings);
  ~ArchiveReader();
  ArchiveReader(const ArchiveReader&) = delete;
  ArchiveReader& operator=(const ArchiveReader&) = delete;

  // Throws Error when the archive is damaged, cut short, was changed, or unpacks to too much.
  std::optional<ArchiveEntry> next();

  // Fills `bytes` with the next ones of the entry; returns fewer only at its end. Throws
  // EntryFault, and Error as next() does.
  std::size_t read(std::span<std::uint8_t> bytes);

  // Throws Error when files of `bytes` in all may not be unpacked: for what entries declare.
  void requireAllowed(std::uint64_t bytes) const;

 private:
  struct Callbacks;
  struct Free {
    void operator()(archive* reader) const;
  };

  void begin();
  std::optional<ArchiveEntry> step();
  [[noreturn]] void fail(const std::string& expected);
  [[noreturn]] void failEntry(int code);
  std::string reason() const;
  void passOn();
  std::uint64_t unpacked() const;
  bool isZip() const;

  BytesPtr bytes_;
  std::filesystem::path path_;
  ArchiveSettings settings_;
  std::unique_ptr<archive, Free> reader_;
  std::vector<std::uint8_t> block_;
  std::uint64_t at_ = 0;        // in the archive
  std::uint64_t taken_ = 0;     // bytes read from it, again and again when it is read so
  std::uint64_t given_ = 0;     // bytes of entries
  std::uint64_t declared_ = 0;  // bytes of this entry that are still to come, as it is declared
  std::int64_t entries_ = 0;    // that next() gave
  int restarts_ = 0;
  bool isLost_ = false;        // libarchive gave up: begin anew before the next entry
  std::exception_ptr thrown_;  // by a callback
};

}  // namespace latlas::data
