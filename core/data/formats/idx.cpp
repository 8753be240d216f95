#include "core/data/formats/idx.h"

#include <array>
#include <string>

#include "core/base/error.h"
#include "core/data/storage/gzip_source.h"

namespace latlas::data {
namespace {

constexpr const char* kRemedy = "Download or export the file again";

// The types by the magic number's third byte.
std::optional<Element> elementOf(std::uint8_t type) {
  switch (type) {
    case 0x08: return Element::u8;
    case 0x09: return Element::i8;
    case 0x0b: return Element::i16;
    case 0x0c: return Element::i32;
    case 0x0d: return Element::f32;
    case 0x0e: return Element::f64;
    default: return std::nullopt;
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

bool isMagic(std::span<const std::uint8_t> bytes) {
  return bytes.size() >= 4 && bytes[0] == 0 && bytes[1] == 0 && elementOf(bytes[2]) && bytes[3] > 0;
}

}  // namespace

IdxReader::IdxReader(std::unique_ptr<ByteSource> source, std::filesystem::path path)
    : source_(std::move(source)), path_(std::move(path)) {
  std::array<std::uint8_t, 4> word;
  const std::size_t found = source_->read(word);
  if (found == 0) throw fileError(path_, {"", "an IDX file", "an empty file", kRemedy});
  if (found < word.size())
    throw fileError(path_, {offset(found), "an IDX magic number of 4 bytes",
                            "the end after " + std::to_string(found), kRemedy});
  if (!isMagic(word))
    throw fileError(path_, {offset(0), "an IDX magic number (00 00 08 03 for images)",
                            hexText(word), "Check that this is an IDX file"});
  array_.type.element = *elementOf(word[2]);
  if (array_.elementBytes() > 1) array_.type.order = std::endian::big;
  const int rank = word[3];
  constexpr std::uint64_t kMost = std::uint64_t{1} << 62;
  auto bytes = static_cast<std::uint64_t>(sizeOf(array_.type.element));
  for (int i = 0; i < rank; ++i) {
    const std::uint64_t at = 4 + 4 * static_cast<std::uint64_t>(i);
    if (const std::size_t got = source_->read(word); got < word.size())
      throw fileError(
          path_, {offset(at + got),
                  "the size of dimension " + std::to_string(i + 1) + " of " + std::to_string(rank),
                  "the end of the file", kRemedy});
    const std::uint64_t size = std::uint64_t{word[0]} << 24 | std::uint64_t{word[1]} << 16 |
                               std::uint64_t{word[2]} << 8 | word[3];
    if (size == 0) throw fileError(path_, {offset(at), "a size of at least 1", "0", kRemedy});
    if (bytes > kMost / size)
      throw fileError(path_, {offset(at), "sizes that a file can hold",
                              sizesText(array_.dims) + " x " + std::to_string(size), kRemedy});
    array_.dims.push_back(static_cast<std::int64_t>(size));
    bytes *= size;
  }
  if (const std::uint64_t most = source_->mostBytesLeft(); bytes > most)
    throw fileError(path_, {offset(4), sizeText() + " to follow",
                            (isCompressed() ? "at most " : "") + std::to_string(most), kRemedy});
}

void IdxReader::read(std::span<std::uint8_t> bytes) {
  const std::size_t found = source_->read(bytes);
  bytesRead_ += found;
  if (found < bytes.size())
    throw fileError(path_, {offset(headerBytes() + bytesRead_), sizeText(),
                            "the end after " + std::to_string(bytesRead_), kRemedy});
}

void IdxReader::finish() {
  std::uint8_t more;
  if (source_->read({&more, 1}) != 0)
    throw fileError(path_, {offset(headerBytes() + array_.bytes()), "the end after " + sizeText(),
                            "more bytes", kRemedy});
}

std::string IdxReader::sizeText() const {
  const std::int64_t size = array_.elementBytes();
  return sizesText(array_.dims) + (size > 1 ? " x " + std::to_string(size) : "") + " = " +
         std::to_string(array_.bytes()) + " bytes";
}

std::string IdxReader::offset(std::uint64_t offset) const {
  return (isCompressed() ? "decompressed offset " : "offset ") + std::to_string(offset);
}

Idx parseIdx(std::span<const std::uint8_t> file, const std::filesystem::path& path) {
  IdxReader reader(decompressed(std::make_unique<SpanSource>(file), path), path);
  Idx idx{reader.array(), {}};
  idx.values.resize(static_cast<std::size_t>(idx.array.bytes()));
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
