#include "core/io/file_set.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
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

// What the file system complains about, as our own error.
Error complaint(const fs::path& folder, const fs::filesystem_error& error) {
  return fileError(error.path1().empty() ? folder : error.path1(),
                   {"", "to save a file there", error.code().message(),
                    "Check that the folder exists, is writable and has room"});
}

// An open file that is closed whatever happens.
class Descriptor {
 public:
  explicit Descriptor(const fs::path& path) : value_(::open(path.c_str(), O_WRONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int operator*() const { return value_; }

 private:
  int value_;
};

bool writeAll(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(descriptor) == 0;
}

}  // namespace

FolderWriter::FolderWriter(const fs::path& folder) : folder_(folder) {
  try {
    fs::create_directories(folder);
    lock_ = openFolder(folder);
    if (lock_ < 0)
      throw fileError(folder,
                      {"", "a folder to save into", std::strerror(errno), "Choose another folder"});
    lock(lock_, LOCK_EX);
    installSaved(folder);
  } catch (const fs::filesystem_error& error) {
    if (lock_ >= 0) ::close(lock_);
    throw complaint(folder, error);
  }
}

FolderWriter::~FolderWriter() { ::close(lock_); }

std::optional<FileStamp> FolderWriter::stamp(const std::string& name) const {
  struct stat found {};
  if (::stat((folder_ / name).c_str(), &found) != 0) return std::nullopt;
  return FileStamp{static_cast<std::uint64_t>(found.st_size), found.st_ino,
                   found.st_mtim.tv_sec * std::int64_t{1'000'000'000} + found.st_mtim.tv_nsec};
}

void FolderWriter::append(const std::string& name, std::string_view bytes) {
  if (bytes.empty()) return;
  const fs::path path = folder_ / name;
  const Descriptor file(path);
  const auto end = *file < 0 ? off_t{-1} : ::lseek(*file, 0, SEEK_END);
  if (end >= 0 && writeAll(*file, bytes)) return;
  const int why = errno;
  // What does not count already would only take room.
  if (end >= 0 && ::ftruncate(*file, end) != 0) errno = why;
  throw fileError(path, {"", "to append to it", std::strerror(why),
                         "Check that the folder is writable and has room"});
}

void FolderWriter::remove(const std::string& name) {
  std::error_code ignored;
  fs::remove(folder_ / name, ignored);
}

void FolderWriter::replace(std::span<const NamedFile> files) {
  try {
    writeAndCommit(folder_, files);
    installSaved(folder_);
  } catch (const fs::filesystem_error& error) {
    throw complaint(folder_, error);
  }
}

void replaceFiles(const fs::path& folder, std::span<const NamedFile> files) {
  FolderWriter(folder).replace(files);
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
