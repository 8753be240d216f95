#include "core/data/pictures/pnm.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"

namespace latlas::data {
namespace {

using ByteSpan = std::span<const std::uint8_t>;

constexpr int kMostSide = 1 << 24, kMostValue = 65535;

bool isSpace(int byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }
bool isDigit(int byte) { return byte >= '0' && byte <= '9'; }

// Numbers as text, between white space and comments.
class Text {
 public:
  Text(ByteSpan file, std::size_t at) : file_(file), at_(at) {}

  std::size_t at() const { return at_; }
  bool isAtEnd() const { return at_ >= file_.size(); }

  // Nothing when the next thing is no number, or one above `most`.
  std::optional<int> number(int most) {
    skipSpace();
    if (isAtEnd() || !isDigit(file_[at_])) return std::nullopt;
    int value = 0;
    for (; !isAtEnd() && isDigit(file_[at_]); ++at_) {
      value = value * 10 + (file_[at_] - '0');
      if (value > most) return std::nullopt;
    }
    return value;
  }

  // One digit: the samples of a P1 need no space between them.
  std::optional<int> bit() {
    skipSpace();
    if (isAtEnd() || (file_[at_] != '0' && file_[at_] != '1')) return std::nullopt;
    return file_[at_++] - '0';
  }

 private:
  void skipSpace() {
    for (; !isAtEnd(); ++at_) {
      if (file_[at_] == '#')
        while (at_ + 1 < file_.size() && file_[at_] != '\n') ++at_;
      else if (!isSpace(file_[at_]))
        return;
    }
  }

  ByteSpan file_;
  std::size_t at_;
};

bool isBitmap(const PnmHeader& header) { return header.variant == 1 || header.variant == 4; }
bool isText(const PnmHeader& header) { return header.variant <= 3; }

// Bytes of a line of packed samples.
std::uint64_t lineBytes(const PnmHeader& header) {
  const auto width = static_cast<std::uint64_t>(header.width);
  if (isBitmap(header)) return (width + 7) / 8;
  return width * static_cast<std::uint64_t>(header.channels) * (header.greatest > 255 ? 2 : 1);
}

std::uint8_t scaled(int value, int greatest) {
  return static_cast<std::uint8_t>((value * 255LL + greatest / 2) / greatest);
}

[[noreturn]] void refuse(std::size_t at, const std::string& expected) {
  throw Error("damaged: no " + expected + " at offset " + std::to_string(at));
}

void readText(const PnmHeader& header, ByteSpan file, std::span<std::uint8_t> pixels) {
  Text text(file, header.end);
  for (std::uint8_t& pixel : pixels) {
    const auto value = isBitmap(header) ? text.bit() : text.number(header.greatest);
    if (!value) {
      if (text.isAtEnd())
        throw Error("truncated: fewer than " + std::to_string(pixels.size()) + " values");
      refuse(text.at(),
             isBitmap(header) ? "0 or 1" : "value up to " + std::to_string(header.greatest));
    }
    pixel = isBitmap(header) ? static_cast<std::uint8_t>(*value ? 0 : 255)
                             : scaled(*value, header.greatest);
  }
}

void readPacked(const PnmHeader& header, ByteSpan file, std::span<std::uint8_t> pixels) {
  const ByteSpan samples = file.subspan(header.end);
  if (isBitmap(header)) {
    const auto width = static_cast<std::size_t>(header.width);
    const auto line = static_cast<std::size_t>(lineBytes(header));
    for (std::size_t i = 0; i < pixels.size(); ++i) {
      const std::size_t x = i % width;
      const bool isBlack = samples[i / width * line + x / 8] >> (7 - x % 8) & 1;
      pixels[i] = isBlack ? 0 : 255;
    }
    return;
  }
  const bool isWide = header.greatest > 255;
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    const int value = isWide ? samples[2 * i] << 8 | samples[2 * i + 1] : samples[i];
    if (value > header.greatest)
      refuse(header.end + (isWide ? 2 * i : i), "value up to " + std::to_string(header.greatest));
    pixels[i] = scaled(value, header.greatest);
  }
}

}  // namespace

PnmHeader readPnmHeader(ByteSpan head) {
  PnmHeader header;
  if (head.size() < 2) {
    header.fault = kPnmHeaderCut;
    return header;
  }
  header.variant = head[1] - '0';
  header.channels = header.variant % 3 == 0 ? 3 : 1;
  Text text(head, 2);
  const auto read = [&](int most) {
    const auto value = text.number(most);
    // A number that ends where the bytes end may go on.
    if (text.isAtEnd()) header.fault = kPnmHeaderCut;
    if (!value && header.fault.empty())
      header.fault = "damaged: no number from 1 to " + std::to_string(most) + " at offset " +
                     std::to_string(text.at());
    return value.value_or(0);
  };
  header.width = read(kMostSide);
  if (header.fault.empty()) header.height = read(kMostSide);
  if (header.fault.empty() && !isBitmap(header)) header.greatest = read(kMostValue);
  if (header.fault.empty() && header.greatest == 0) header.fault = "damaged: no greatest value";
  // One byte of space, then the samples.
  header.end = text.at() + 1;
  return header;
}

std::string findPnmFault(ByteSpan file) {
  const PnmHeader header = readPnmHeader(file);
  if (!header.fault.empty()) return header.fault;
  const auto height = static_cast<std::uint64_t>(header.height);
  // As text each sample is a digit at least, and each but those of a bitmap has a space before it.
  const auto values = static_cast<std::uint64_t>(header.width) * height *
                      static_cast<std::uint64_t>(header.channels);
  const std::uint64_t bytes = !isText(header)    ? lineBytes(header) * height
                              : isBitmap(header) ? values
                                                 : values * 2 - std::min<std::uint64_t>(values, 1);
  if (bytes <= file.size() - header.end) return {};
  return "truncated: " + std::to_string(file.size()) + " of " +
         (isText(header) ? "at least " : "") + std::to_string(header.end + bytes) + " bytes";
}

Images decodePnm(ByteSpan file) {
  if (const std::string fault = findPnmFault(file); !fault.empty()) throw Error(fault);
  const PnmHeader header = readPnmHeader(file);
  Images image{{header.channels, header.height, header.width}, 1, {}};
  image.pixels.resize(static_cast<std::size_t>(image.shape.size()));
  if (isText(header))
    readText(header, file, image.pixels);
  else
    readPacked(header, file, image.pixels);
  return image;
}

}  // namespace latlas::data
