#include "core/io/file_set.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/base/error.h"
#include "core/base/files.h"

namespace latlas::io {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSaving = ".saving";
constexpr const char* kSaved = ".saved";

int openFolder(const fs::path& folder) {
  return ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

// A failure is not an error: some network file systems have no locks.
void lock(int descriptor, int kind) {
  while (::flock(descriptor, kind) != 0 && errno == EINTR) {
  }
}

// The folder that a save writes to, locked against other writers and readers.
class WriteLock {
 public:
  explicit WriteLock(const fs::path& folder) : descriptor_(openFolder(folder)) {
    if (descriptor_ < 0)
      throw fileError(folder, {"", "a folder to save into", std::strerror(errno),
                               "Choose another folder"});
    lock(descriptor_, LOCK_EX);
  }
  ~WriteLock() { ::close(descriptor_); }
  WriteLock(const WriteLock&) = delete;
  WriteLock& operator=(const WriteLock&) = delete;

 private:
  int descriptor_;
};

// Makes the names in a folder durable, as fsync on a file does for its bytes.
void syncFolder(const fs::path& folder) {
  const int descriptor = openFolder(folder);
  if (descriptor < 0) return;
  // Where folders cannot be synced the order of a journal has to do.
  ::fsync(descriptor);
  ::close(descriptor);
}

// Finishes a committed save, be it ours or one that was killed.
void installSaved(const fs::path& folder) {
  const fs::path saved = folder / kSaved;
  if (!fs::exists(saved)) return;
  std::vector<fs::path> names;
  for (const auto& entry : fs::directory_iterator(saved)) names.push_back(entry.path().filename());
  for (const fs::path& name : names) fs::rename(saved / name, folder / name);
  syncFolder(folder);
  fs::remove(saved);
}

void writeAndCommit(const fs::path& folder, std::span<const NamedFile> files) {
  const fs::path saving = folder / kSaving;
  fs::remove_all(saving);
  try {
    fs::create_directory(saving);
    for (const NamedFile& file : files) writeFileAtomically(saving / file.name, file.bytes);
    syncFolder(saving);
    fs::rename(saving, folder / kSaved);
  } catch (...) {
    std::error_code ignored;
    fs::remove_all(saving, ignored);
    throw;
  }
  syncFolder(folder);
}

}  // namespace

void replaceFiles(const fs::path& folder, std::span<const NamedFile> files) {
  try {
    fs::create_directories(folder);
    const WriteLock exclusive(folder);
    installSaved(folder);
    writeAndCommit(folder, files);
    installSaved(folder);
  } catch (const fs::filesystem_error& error) {
    throw fileError(error.path1().empty() ? folder : error.path1(),
                    {"", "to save a file there", error.code().message(),
                     "Check that the folder exists, is writable and has room"});
  }
}

fs::path currentPath(const fs::path& folder, const std::string& name) {
  std::error_code ignored;
  fs::path saved = folder / kSaved / name;
  return fs::exists(saved, ignored) ? saved : folder / name;
}

ReadLock::ReadLock(const fs::path& folder) : descriptor_(openFolder(folder)) {
  if (descriptor_ >= 0) lock(descriptor_, LOCK_SH);
}

ReadLock::~ReadLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace latlas::io
