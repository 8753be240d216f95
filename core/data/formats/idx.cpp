#include "core/data/formats/idx.h"

#include <array>
#include <string>

#include "core/base/error.h"

namespace latlas::data {
namespace {

constexpr const char* kRemedy = "Download or export the file again";
constexpr std::uint8_t kUnsignedBytes = 0x08;

std::string typeName(std::uint8_t type) {
  switch (type) {
    case kUnsignedBytes: return "unsigned bytes";
    case 0x09: return "signed bytes";
    case 0x0b: return "16-bit integers";
    case 0x0c: return "32-bit integers";
    case 0x0d: return "32-bit floats";
    case 0x0e: return "64-bit floats";
    default: return {};
  }
}

std::string hexText(std::span<const std::uint8_t> bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    if (!text.empty()) text += ' ';
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

std::string productText(const std::vector<std::int64_t>& dimensions) {
  std::string text;
  for (const std::int64_t dimension : dimensions)
    text += (text.empty() ? "" : " x ") + std::to_string(dimension);
  return text;
}

bool isMagic(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == 0 && !typeName(bytes[2]).empty() &&
         bytes[3] > 0;
}

}  // namespace

IdxReader::IdxReader(std::unique_ptr<ByteSource> source, std::filesystem::path path)
    : source_(std::move(source)), path_(std::move(path)) {
  std::array<std::uint8_t, 4> word;
  const std::size_t found = source_->read(word);
  if (found == 0)
    throw fileError(path_, {"", "an IDX file", "an empty file", kRemedy});
  if (found < word.size())
    throw fileError(path_, {offset(found), "an IDX magic number of 4 bytes",
                            "the end after " + std::to_string(found), kRemedy});
  if (!isMagic(word))
    throw fileError(path_, {offset(0), "an IDX magic number (00 00 08 03 for images)",
                            hexText(word), "Check that this is an IDX file"});
  if (word[2] != kUnsignedBytes)
    throw fileError(path_, {offset(2), "type 08 (unsigned bytes)",
                            hexText({&word[2], 1}) + " (" + typeName(word[2]) + ")",
                            "Convert the values to bytes from 0 to 255"});
  const int rank = word[3];
  constexpr std::uint64_t kMost = std::uint64_t{1} << 62;
  for (int i = 0; i < rank; ++i) {
    const std::uint64_t at = 4 + 4 * static_cast<std::uint64_t>(i);
    if (const std::size_t got = source_->read(word); got < word.size())
      throw fileError(path_, {offset(at + got), "the size of dimension " + std::to_string(i + 1) +
                                  " of " + std::to_string(rank),
                              "the end of the file", kRemedy});
    const std::uint64_t size = std::uint64_t{word[0]} << 24 | std::uint64_t{word[1]} << 16 |
                               std::uint64_t{word[2]} << 8 | word[3];
    if (size == 0)
      throw fileError(path_, {offset(at), "a size of at least 1", "0", kRemedy});
    if (valueCount_ > kMost / size)
      throw fileError(path_, {offset(at), "sizes that a file can hold",
                              productText(dimensions_) + " x " + std::to_string(size), kRemedy});
    dimensions_.push_back(static_cast<std::int64_t>(size));
    valueCount_ *= size;
  }
  if (const std::uint64_t most = source_->mostBytesLeft(); valueCount_ > most)
    throw fileError(path_, {offset(4), productText(dimensions_) + " = " +
                                           std::to_string(valueCount_) + " bytes to follow",
                            (isCompressed() ? "at most " : "") + std::to_string(most), kRemedy});
}

void IdxReader::read(std::span<std::uint8_t> values) {
  const std::size_t found = source_->read(values);
  valuesRead_ += found;
  if (found < values.size())
    throw fileError(path_, {offset(4 + 4 * dimensions_.size() + valuesRead_),
                            productText(dimensions_) + " = " + std::to_string(valueCount_) +
                                " values",
                            "the end after " + std::to_string(valuesRead_), kRemedy});
}

void IdxReader::finish() {
  std::uint8_t more;
  if (source_->read({&more, 1}) != 0)
    throw fileError(path_, {offset(4 + 4 * dimensions_.size() + valueCount_),
                            "the end after " + productText(dimensions_) + " values", "more bytes",
                            kRemedy});
}

std::string IdxReader::offset(std::uint64_t offset) const {
  return (isCompressed() ? "decompressed offset " : "offset ") + std::to_string(offset);
}

Idx parseIdx(std::span<const std::uint8_t> file, const std::filesystem::path& path) {
  IdxReader reader(decompressed(std::make_unique<SpanSource>(file), path), path);
  Idx idx{reader.dimensions(), {}};
  idx.values.resize(reader.valueCount());
  reader.read(idx.values);
  reader.finish();
  return idx;
}

std::optional<int> idxRank(std::span<const std::uint8_t> head) {
  std::array<std::uint8_t, 4> magic{};
  try {
    if (decompressed(std::make_unique<SpanSource>(head), {})->read(magic) < magic.size())
      return std::nullopt;
  } catch (const Error&) {
    return std::nullopt;  // not gzip after all, or too damaged to say
  }
  return isMagic(magic) ? std::optional<int>(magic[3]) : std::nullopt;
}

}  // namespace latlas::data
