#include "core/data/storage/gzip_source.h"

#include <algorithm>
#include <limits>

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

constexpr std::size_t kInputBytes = 1 << 16;
// The most that deflate expands to, by zlib's documentation.
constexpr std::uint64_t kLargestRatio = 1032;
// Output that zlib may still owe from input it has taken: one match and a block's start.
constexpr std::uint64_t kPendingInput = 512;
constexpr int kGzipWindow = 15 + 16;  // 32 KiB; 16 more asks zlib for gzip's frame

}  // namespace

bool startsGzip(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b;
}

void requireWholeGzip(const std::filesystem::path& path, const std::function<void()>& pause) {
  const auto source = decompressed(std::make_unique<FileSource>(path), path);
  if (!source->isCompressed()) return;
  std::vector<std::uint8_t> some(std::size_t{1} << 20);
  do {
    pause();
  } while (source->read(some) == some.size());
}

GzipSource::GzipSource(std::unique_ptr<ByteSource> compressed, std::filesystem::path path)
    : compressed_(std::move(compressed)), path_(std::move(path)), input_(kInputBytes) {
  if (inflateInit2(&stream_, kGzipWindow) != Z_OK)
    throw Error(path_.string() + ": not enough memory to decompress it.");
}

GzipSource::~GzipSource() { inflateEnd(&stream_); }

std::uint64_t GzipSource::mostBytesLeft() const {
  if (ended_) return 0;
  const std::uint64_t input = compressed_->mostBytesLeft() + stream_.avail_in + kPendingInput;
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  return input > most / kLargestRatio ? most : input * kLargestRatio;
}

std::size_t GzipSource::read(std::span<std::uint8_t> bytes) {
  // zlib counts in 32 bits.
  constexpr std::size_t kMostAtOnce = std::numeric_limits<uInt>::max();
  std::size_t done = 0;
  while (done < bytes.size() && !ended_) {
    if (stream_.avail_in == 0 && !refill())
      throw faultHere("more gzip data", "the end of the file");
    const auto room = static_cast<uInt>(std::min(bytes.size() - done, kMostAtOnce));
    stream_.next_out = bytes.data() + done;
    stream_.avail_out = room;
    const int result = inflate(&stream_, Z_NO_FLUSH);
    done += room - stream_.avail_out;
    if (result == Z_STREAM_END)
      startNextMember();
    else if (result != Z_OK)
      throw faultHere("valid gzip data", stream_.msg ? stream_.msg : "corrupt data");
  }
  return done;
}

bool GzipSource::refill() {
  const std::size_t count = compressed_->read(input_);
  taken_ += count;
  stream_.next_in = input_.data();
  stream_.avail_in = static_cast<uInt>(count);
  return count > 0;
}

void GzipSource::startNextMember() {
  if (stream_.avail_in == 0 && !refill()) {
    ended_ = true;
    return;
  }
  // Only a whole magic would prove a member; its first byte already refuses padding and text.
  if (stream_.next_in[0] != 0x1f) throw faultHere("the end of the file", "more bytes");
  inflateReset(&stream_);
}

Error GzipSource::faultHere(const std::string& expected, const std::string& found) const {
  return fileError(path_, {"offset " + std::to_string(taken_ - stream_.avail_in), expected, found,
                           "The file is damaged or incomplete: download or copy it again"});
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
