#include "core/data/storage/bytes.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "core/base/error.h"

namespace latlas::data {
namespace {

Error endedError(const std::filesystem::path& path, std::uint64_t offset) {
  return fileError(path, {"offset " + std::to_string(offset), "more bytes, as when it was opened",
                          "the end of the file", "Open it again: it was changed"});
}

}  // namespace

void MemoryBytes::read(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
  if (offset > bytes_.size() || bytes.size() > bytes_.size() - offset)
    throw Error("Expected " + std::to_string(bytes.size()) + " bytes at offset " +
                std::to_string(offset) + ", found the end at " + std::to_string(bytes_.size()));
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(offset), bytes.size(), bytes.begin());
}

FileBytes::FileBytes(std::filesystem::path path) : path_(std::move(path)) {
  // O_NONBLOCK: opening a pipe would wait for a writer.
  file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file_ < 0)
    throw fileError(path_, {"", "a readable file", std::strerror(errno),
                            "Check the path and its permissions"});
  struct stat status {};
  if (fstat(file_, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(file_);
    throw fileError(path_, {"", "a regular file", "another kind", "Choose a file"});
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
  changed_ = status.st_mtim;
}

FileBytes::~FileBytes() { ::close(file_); }

void FileBytes::read(std::uint64_t offset, std::span<std::uint8_t> bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0)
      throw fileError(path_, {"offset " + std::to_string(offset), "bytes that can be read",
                              std::strerror(errno), "Check the disk"});
    if (count == 0) throw endedError(path_, offset);
    offset += static_cast<std::uint64_t>(count);
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
}

void FileBytes::requireUnchanged() const {
  struct stat status {};
  if (fstat(file_, &status) != 0) return;
  if (static_cast<std::uint64_t>(status.st_size) != size_)
    throw fileError(path_,
                    {"", std::to_string(size_) + " bytes, as when it was opened",
                     std::to_string(status.st_size), "Open it again: another program changed it"});
  if (status.st_mtim.tv_sec != changed_.tv_sec || status.st_mtim.tv_nsec != changed_.tv_nsec)
    throw fileError(path_, {"", "the content that was opened", "a later change",
                            "Open it again: another program changed it"});
}

}  // namespace latlas::data
