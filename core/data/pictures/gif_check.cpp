#include "core/data/pictures/gif_check.h"

#include <array>
#include <vector>

namespace latlas::data {
namespace {

using ByteSpan = std::span<const std::uint8_t>;

constexpr std::uint8_t kExtension = 0x21, kFrame = 0x2c, kEnd = 0x3b;
constexpr int kMostCodeBits = 12;

// How many pixels LZW codes stand for; only their lengths matter. Stops at `wanted`.
// -1: a code that is not defined yet.
std::int64_t countPixels(ByteSpan data, int leastBits, std::int64_t wanted) {
  std::array<std::uint16_t, 1 << kMostCodeBits> lengths{};
  const unsigned clear = 1u << leastBits, end = clear + 1;
  for (unsigned code = 0; code < clear; ++code) lengths[code] = 1;
  unsigned next = clear + 2, last = clear, bits = 0;
  int width = leastBits + 1, held = 0;
  std::int64_t pixels = 0;
  for (const std::uint8_t byte : data) {
    bits |= unsigned{byte} << held;
    for (held += 8; held >= width;) {
      const unsigned code = bits & ((1u << width) - 1);
      bits >>= width;
      held -= width;
      if (code == end) return pixels;
      if (code == clear) {
        next = clear + 2;
        width = leastBits + 1;
      } else {
        if (code > next || (code == next && last == clear)) return -1;
        if (last != clear && next < lengths.size())
          lengths[next++] = static_cast<std::uint16_t>(lengths[last] + 1);
        if (next == 1u << width && width < kMostCodeBits) ++width;
        if (code >= next) return -1;
        pixels += lengths[code];
        if (pixels >= wanted) return wanted;
      }
      last = code;
    }
  }
  return pixels;
}

class GifWalk {
 public:
  explicit GifWalk(ByteSpan file) : file_(file) {}

  std::string findFault() {
    constexpr std::size_t kHeader = 13;
    if (file_.size() < kHeader) return truncated();
    at_ = kHeader + tableBytes(file_[10]);
    for (bool hasFrame = false;;) {
      if (at_ >= file_.size()) return truncated();
      const std::uint8_t kind = file_[at_++];
      if (kind == kEnd) return hasFrame ? std::string() : damaged("no picture");
      if (kind == 0 && hasFrame) continue;  // some programs end a frame twice
      if (kind != kExtension && kind != kFrame) return damaged("no block");
      std::string fault;
      if (kind == kExtension) {
        ++at_;  // its label
        if (!skipData()) fault = truncated();
      } else {
        fault = findFrameFault(!hasFrame);
        hasFrame = true;
      }
      if (!fault.empty()) return fault;
    }
  }

 private:
  static std::size_t tableBytes(std::uint8_t flags) {
    return flags & 0x80 ? std::size_t{3} << ((flags & 7) + 1) : 0;
  }

  // Place, width, height and flags, then a table of colours, then the codes.
  std::string findFrameFault(bool isFirst) {
    constexpr std::size_t kDescriptor = 9;
    if (file_.size() - at_ < kDescriptor) return truncated();
    const std::int64_t width = file_[at_ + 4] | file_[at_ + 5] << 8;
    const std::int64_t height = file_[at_ + 6] | file_[at_ + 7] << 8;
    at_ += kDescriptor + tableBytes(file_[at_ + 8]);
    if (at_ >= file_.size()) return truncated();
    const int leastBits = file_[at_++];
    if (!isFirst) return skipData() ? std::string() : truncated();
    if (leastBits < 1 || leastBits >= kMostCodeBits) return damaged("a wrong code size");
    std::vector<std::uint8_t> codes;
    if (!skipData(&codes)) return truncated();
    const std::int64_t pixels = countPixels(codes, leastBits, width * height);
    if (pixels < 0) return damaged("a wrong code");
    if (pixels == width * height) return {};
    return "truncated: " + std::to_string(pixels) + " of " + std::to_string(width * height) +
           " pixels";
  }

  // Blocks of a length and so many bytes, up to an empty one.
  bool skipData(std::vector<std::uint8_t>* data = nullptr) {
    while (at_ < file_.size()) {
      const std::size_t length = file_[at_++];
      if (length == 0) return true;
      if (length > file_.size() - at_) return false;
      const ByteSpan block = file_.subspan(at_, length);
      if (data) data->insert(data->end(), block.begin(), block.end());
      at_ += length;
    }
    return false;
  }

  std::string damaged(const std::string& what) const {
    return "damaged: " + what + " at offset " + std::to_string(at_ - 1);
  }
  std::string truncated() const {
    return "truncated: no end mark in " + std::to_string(file_.size()) + " bytes";
  }

  ByteSpan file_;
  std::size_t at_ = 0;
};

}  // namespace

std::string findGifFault(std::span<const std::uint8_t> file) { return GifWalk(file).findFault(); }

}  // namespace latlas::data
