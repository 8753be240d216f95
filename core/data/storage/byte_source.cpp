#include "core/data/storage/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.h"

namespace latlas::data {

std::size_t SpanSource::read(std::span<std::uint8_t> bytes) {
  const std::size_t count = std::min(bytes.size(), bytes_.size());
  std::copy_n(bytes_.begin(), count, bytes.begin());
  bytes_ = bytes_.subspan(count);
  return count;
}

std::size_t BytesSource::read(std::span<std::uint8_t> bytes) {
  const auto count =
      static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), mostBytesLeft()));
  bytes_.read(at_, bytes.first(count));
  at_ += count;
  return count;
}

std::uint64_t BytesSource::mostBytesLeft() const {
  return bytes_.size() - std::min(at_, bytes_.size());
}

FileSource::FileSource(const std::filesystem::path& path) : path_(path) {
  std::error_code fault;
  const auto status = std::filesystem::status(path, fault);
  // Opening a pipe would wait for a writer, and a device may never end.
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    throw fileError(path, {"", "a regular file", "another kind", "Choose a file"});
  file_.reset(std::fopen(path.c_str(), "rbe"));
  if (!file_)
    throw fileError(path, {"", "a readable file", std::strerror(errno),
                           "Check the path and its permissions"});
  left_ = std::filesystem::file_size(path, fault);
  if (fault) throw fileError(path, {"", "a file with a size", fault.message(), ""});
}

std::size_t FileSource::read(std::span<std::uint8_t> bytes) {
  const std::size_t count = std::fread(bytes.data(), 1, bytes.size(), file_.get());
  if (count < bytes.size() && std::ferror(file_.get()))
    throw fileError(path_, {"offset " + std::to_string(offset_ + count), "more bytes",
                            std::strerror(errno), "Check the disk"});
  offset_ += count;
  left_ -= std::min<std::uint64_t>(left_, count);
  return count;
}

}  // namespace latlas::data
