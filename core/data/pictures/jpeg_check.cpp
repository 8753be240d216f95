#include "core/data/pictures/jpeg_check.h"

#include <array>
#include <bitset>

namespace latlas::data {
namespace {

using ByteSpan = std::span<const std::uint8_t>;

constexpr std::uint8_t kMarker = 0xff;
constexpr std::uint8_t kBaseline = 0xc0, kExtended = 0xc1, kProgressive = 0xc2;
constexpr std::uint8_t kHuffman = 0xc4, kQuantization = 0xdb;
constexpr std::uint8_t kStartOfScan = 0xda, kEnd = 0xd9;
constexpr std::uint8_t kFirstRestart = 0xd0, kLastRestart = 0xd7;
constexpr std::size_t kTables = 4;  // of a kind

class JpegWalk {
 public:
  explicit JpegWalk(ByteSpan file) : file_(file) {}

  std::string findFault() {
    for (;;) {
      while (at_ + 1 < file_.size() && file_[at_] == kMarker && file_[at_ + 1] == kMarker) ++at_;
      if (at_ + 2 > file_.size()) return truncated();
      if (file_[at_] != kMarker) return damaged("no marker");
      const std::uint8_t marker = file_[at_ + 1];
      at_ += 2;
      if (marker == kEnd) return findMissing();
      if (at_ + 2 > file_.size()) return truncated();
      const std::size_t length = std::size_t{file_[at_]} << 8 | file_[at_ + 1];
      if (length < 2) return damaged("a segment without length");
      if (length > file_.size() - at_) return truncated();
      if (!readSegment(marker, file_.subspan(at_ + 2, length - 2)))
        return damaged("a wrong segment");
      at_ += length;
      if (marker == kStartOfScan) skipEntropyCoded();
    }
  }

 private:
  struct Component {
    std::uint8_t id = 0;
    std::size_t quantization = 0;
    bool isDrawn = false;
  };

  bool readSegment(std::uint8_t marker, ByteSpan segment) {
    switch (marker) {
      case kHuffman: return readHuffman(segment);
      case kQuantization: return readQuantization(segment);
      case kBaseline:
      case kExtended:
      case kProgressive: isProgressive_ = marker == kProgressive; return readFrame(segment);
      case kStartOfScan: return readScan(segment);
      default: return true;
    }
  }

  // Class and number in one byte, 16 counts of codes by length, then a value for each code.
  bool readHuffman(ByteSpan rest) {
    constexpr std::size_t kHeader = 17, kMostCodes = 256;
    while (!rest.empty()) {
      if (rest.size() < kHeader) return false;
      const std::size_t kind = rest[0] >> 4, number = rest[0] & 15;
      std::size_t codes = 0;
      for (const std::uint8_t count : rest.subspan(1, 16)) codes += count;
      if (kind > 1 || number >= kTables || codes > kMostCodes || rest.size() < kHeader + codes)
        return false;
      huffman_[kind].set(number);
      rest = rest.subspan(kHeader + codes);
    }
    return true;
  }

  bool readQuantization(ByteSpan rest) {
    while (!rest.empty()) {
      const std::size_t size = 1 + (rest[0] >> 4 ? 128 : 64), number = rest[0] & 15;
      if (number >= kTables || rest.size() < size) return false;
      quantization_.set(number);
      rest = rest.subspan(size);
    }
    return true;
  }

  // Precision, height, width, then id, sampling and quantization table of each component.
  bool readFrame(ByteSpan segment) {
    constexpr std::size_t kHeader = 6;
    if (componentCount_ != 0 || segment.size() < kHeader) return false;
    componentCount_ = segment[5];
    if (componentCount_ > components_.size() || segment.size() != kHeader + 3 * componentCount_)
      return false;
    for (std::size_t i = 0; i < componentCount_; ++i) {
      const ByteSpan entry = segment.subspan(kHeader + 3 * i, 3);
      components_[i] = {entry[0], entry[2], false};
      if (components_[i].quantization >= kTables) return false;
    }
    return true;
  }

  // The components with their tables, then the range of coefficients and their bits.
  bool readScan(ByteSpan segment) {
    if (segment.empty() || segment.size() != 4u + 2u * segment[0]) return false;
    const ByteSpan range = segment.last(3);
    const bool firstCoefficient = range[0] == 0, firstBits = range[2] >> 4 == 0;
    const bool usesDc = firstCoefficient && firstBits;
    const bool usesAc = !isProgressive_ || !firstCoefficient;
    for (std::size_t i = 0; i < segment[0]; ++i) {
      const std::uint8_t tables = segment[2 + 2 * i];
      if (usesDc && !isDefined(0, tables >> 4)) return false;
      if (usesAc && !isDefined(1, tables & 15)) return false;
      Component* component = find(segment[1 + 2 * i]);
      if (!component) return false;
      component->isDrawn = component->isDrawn || usesDc;
    }
    return true;
  }

  bool isDefined(std::size_t kind, std::size_t number) const {
    return number < kTables && huffman_[kind].test(number);
  }

  Component* find(std::uint8_t id) {
    for (std::size_t i = 0; i < componentCount_; ++i)
      if (components_[i].id == id) return &components_[i];
    return nullptr;
  }

  // To the next marker that is neither a stuffed zero nor a restart.
  void skipEntropyCoded() {
    for (; at_ + 1 < file_.size(); ++at_) {
      const std::uint8_t next = file_[at_ + 1];
      if (file_[at_] == kMarker && next != 0 && next != kMarker &&
          !(next >= kFirstRestart && next <= kLastRestart))
        return;
    }
  }

  std::string findMissing() const {
    if (componentCount_ == 0) return damaged("no frame");
    for (std::size_t i = 0; i < componentCount_; ++i) {
      if (!components_[i].isDrawn) return damaged("a component without a scan");
      if (!quantization_.test(components_[i].quantization))
        return damaged("a missing quantization table");
    }
    return {};
  }

  std::string damaged(const std::string& what) const {
    return "damaged: " + what + " at offset " + std::to_string(at_);
  }
  std::string truncated() const {
    return "truncated: no end marker in " + std::to_string(file_.size()) + " bytes";
  }

  ByteSpan file_;
  std::size_t at_ = 2;  // after the start marker
  bool isProgressive_ = false;
  std::array<std::bitset<kTables>, 2> huffman_;  // DC, AC
  std::bitset<kTables> quantization_;
  std::array<Component, 4> components_;
  std::size_t componentCount_ = 0;
};

}  // namespace

std::string findJpegFault(std::span<const std::uint8_t> file) { return JpegWalk(file).findFault(); }

}  // namespace latlas::data
