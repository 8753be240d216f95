// Files of one folder that change as a whole: killed or out of power at any moment, a reader finds
// all of the old ones or all of the new ones, never a mixture, and what else lies in the folder is
// not touched.
//
// A writer puts the new files into FOLDER/.saving, then renames that folder to FOLDER/.saved: this
// one rename is the commit. Then each file moves from .saved to FOLDER, and .saved is removed.
// Until it is, a file in .saved counts and its namesake in FOLDER does not; readers look there
// first, and the next writer finishes the move. A .saving that was left over counts for nothing.
//
// Threading: any threads and processes; an advisory lock on the folder keeps a reader from looking
// between two moves. Where the file system has no locks, only one may write or read at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace latlas::io {

struct NamedFile {
  std::string name;  // a plain name, without folders
  std::vector<std::uint8_t> bytes;
};

// Creates the folder. Throws Error; unless it was thrown by the last moves, nothing has changed.
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
