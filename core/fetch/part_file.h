// A file that is still coming, under the name NAME.part: it grows only at its end and takes its
// final name once it is whole. NAME.part.from remembers which version of which address it is of.
// Threading: one thread; a lock keeps other processes away.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>

namespace latlas::fetch {

// Which version of which file a server sent.
struct Origin {
  std::string url;
  std::string version;  // a strong ETag, else the date of Last-Modified; empty: not told
};

class PartFile {
 public:
  // Goes on with what is there, or begins. Creates missing folders. Throws Error when it cannot be
  // written, or when another process is at it.
  explicit PartFile(std::filesystem::path target);
  ~PartFile();
  PartFile(const PartFile&) = delete;
  PartFile& operator=(const PartFile&) = delete;

  const std::filesystem::path& target() const { return target_; }
  const std::filesystem::path& path() const { return part_; }
  std::int64_t size() const { return size_; }
  // Of the bytes that are there; empty when nothing is known.
  Origin origin() const;

  // All of these throw Error when the disk is full or refuses.
  void append(std::span<const std::uint8_t> bytes);
  // Throws away what came.
  void restart();
  // To be called on an empty file.
  void setOrigin(const Origin& origin);
  // To the final name, behind a sync; what had this name is replaced.
  void finish();

 private:
  [[noreturn]] void fail(const std::string& doing, int reason) const;

  std::filesystem::path target_, part_, from_;
  int descriptor_ = -1;
  std::int64_t size_ = 0;
};

// Where the file of this name is while it is coming.
std::filesystem::path partOf(const std::filesystem::path& target);

}  // namespace latlas::fetch
