// Files of one folder that change as a whole: killed or out of power at any moment, a reader finds
// all of the old ones or all of the new ones, never a mixture, and what else lies in the folder is
// not touched.
//
// A writer puts the new files into FOLDER/.saving, then renames that folder to FOLDER/.saved: this
// one rename is the commit. Then each file moves from .saved to FOLDER, and .saved is removed.
// Until it is, a file in .saved counts and its namesake in FOLDER does not; readers look there
// first, and the next writer finishes the move. A .saving that was left over counts for nothing.
//
// A file that only grows need not be written anew each time: bytes are appended to it before the
// commit of the files that say how much of it counts.
//
// Threading: any threads and processes; an advisory lock on the folder keeps a reader from looking
// between two moves. Where the file system has no locks, only one may write or read at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace latlas::io {

struct NamedFile {
  std::string name;  // a plain name, without folders
  std::vector<std::uint8_t> bytes;
};

// Tells whether a file is still the one that we left behind.
struct FileStamp {
  std::uint64_t size = 0, inode = 0;
  std::int64_t modified = 0;  // nanoseconds

  bool operator==(const FileStamp&) const = default;
};

// While it lives, nobody else reads or writes the folder.
class FolderWriter {
 public:
  // Creates the folder, and finishes a save that was killed in its last moves. Throws Error.
  explicit FolderWriter(const std::filesystem::path& folder);
  ~FolderWriter();
  FolderWriter(const FolderWriter&) = delete;
  FolderWriter& operator=(const FolderWriter&) = delete;

  // Nothing where there is no such file.
  std::optional<FileStamp> stamp(const std::string& name) const;
  // Durable when it returns. Throws Error; the file is then cut back to what it was.
  void append(const std::string& name, std::string_view bytes);
  // A file that counts no more. That it stays where it cannot be removed is no failure.
  void remove(const std::string& name);
  // Throws Error; unless it was thrown by the last moves, nothing has changed.
  void replace(std::span<const NamedFile> files);

 private:
  std::filesystem::path folder_;
  int lock_ = -1;
};

// The same in one call.
void replaceFiles(const std::filesystem::path& folder, std::span<const NamedFile> files);

// Where the file of that name is now, whether it exists or not.
std::filesystem::path currentPath(const std::filesystem::path& folder, const std::string& name);

// While it lives, no writer changes the folder. Waits for one that does.
class ReadLock {
 public:
  explicit ReadLock(const std::filesystem::path& folder);
  ~ReadLock();
  ReadLock(const ReadLock&) = delete;
  ReadLock& operator=(const ReadLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace latlas::io
