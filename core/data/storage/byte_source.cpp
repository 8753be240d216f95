#include "core/data/storage/byte_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/base/error.h"
#include "core/data/storage/gzip_source.h"

namespace latlas::data {
namespace {

// Gives back the bytes that were read to find out what they are.
class Rejoined final : public ByteSource {
 public:
  Rejoined(std::span<const std::uint8_t> head, std::unique_ptr<ByteSource> rest)
      : head_(head.begin(), head.end()), rest_(std::move(rest)) {}

  std::size_t read(std::span<std::uint8_t> bytes) override {
    const std::size_t fromHead = std::min(bytes.size(), head_.size() - used_);
    std::copy_n(head_.begin() + static_cast<std::ptrdiff_t>(used_), fromHead, bytes.begin());
    used_ += fromHead;
    return fromHead + rest_->read(bytes.subspan(fromHead));
  }

  std::uint64_t mostBytesLeft() const override {
    return head_.size() - used_ + rest_->mostBytesLeft();
  }

 private:
  std::vector<std::uint8_t> head_;
  std::size_t used_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

}  // namespace

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

std::unique_ptr<ByteSource> decompressed(std::unique_ptr<ByteSource> source,
                                         const std::filesystem::path& path) {
  std::uint8_t head[2];
  const std::span<const std::uint8_t> found(head, source->read(head));
  auto whole = std::make_unique<Rejoined>(found, std::move(source));
  if (!startsGzip(found)) return whole;
  return std::make_unique<GzipSource>(std::move(whole), path);
}

}  // namespace latlas::data
