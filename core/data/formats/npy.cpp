#include "core/data/formats/npy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/data/formats/npy_dictionary.h"

namespace latlas::data {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr const char* kRemedy = "Save the array again with numpy.save";
// NumPy itself refuses headers beyond 10,000 characters unless told otherwise.
constexpr std::uint64_t kMostHeaderBytes = 1 << 20;
constexpr std::size_t kMostAxes = 32;  // as NumPy 1 has it

std::string at(std::uint64_t offset) { return "offset " + std::to_string(offset); }

std::size_t littleEndian(std::span<const std::uint8_t> bytes) {
  std::size_t number = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) number = number << 8 | bytes[i];
  return number;
}

void readAll(ByteSource& source, std::span<std::uint8_t> bytes, std::uint64_t offset,
             const std::string& what, const std::filesystem::path& path) {
  const std::size_t found = source.read(bytes);
  if (found < bytes.size())
    throw fileError(path, {at(offset + found), what, "the end of the file", kRemedy});
}

struct Descr {
  char order = '=';
  char kind = 0;
  std::int64_t size = 0;
};

std::optional<Descr> splitDescr(std::string_view text) {
  Descr descr;
  if (!text.empty() && std::string_view("<>|=").find(text.front()) != std::string_view::npos) {
    descr.order = text.front();
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  descr.kind = text.front();
  text.remove_prefix(1);
  if (text.empty()) return descr;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), descr.size);
  constexpr std::int64_t kMostSize = std::int64_t{1} << 32;
  if (fault != std::errc() || end != text.data() + text.size() || descr.size < 0 ||
      descr.size > kMostSize)
    return std::nullopt;
  return descr;
}

std::endian orderOf(char order) {
  if (order == '<') return std::endian::little;
  return order == '>' ? std::endian::big : std::endian::native;
}

// What the values are, for people, when they are no numbers.
std::string otherKind(const Descr& descr) {
  switch (descr.kind) {
    case 'O': return "Python objects";
    case 'c': return "complex numbers";
    case 'M':
    case 'm': return "dates or times";
    case 'V': return "structures";
    // Any number of empty texts would take no bytes of the file, but memory.
    case 'S':
    case 'U': return descr.size == 0 ? "empty texts" : "very long texts";
    case 'f': return descr.size > 8 ? std::to_string(descr.size * 8) + "-bit floats" : "";
    default: return {};
  }
}

void setType(NpyHeader& header, const std::string& text, const std::filesystem::path& path) {
  const auto descr = splitDescr(text);
  if (const auto type = elementTypeOf(text)) {
    header.array.type = *type;
    return;
  }
  constexpr std::int64_t kMostText = 1 << 20;
  const bool isText = descr && (descr->kind == 'S' || descr->kind == 'U');
  if (isText && descr->size >= 1 && descr->size <= kMostText) {
    header.array.type.order = orderOf(descr->order);
    header.array.textUnit = descr->kind == 'U' ? 4 : 1;
    header.array.textLength = descr->size;
    return;
  }
  header.unusable = descr ? otherKind(*descr) : "";
  if (header.unusable.empty())
    throw fileError(path, {at(kMagic.size()), "a NumPy type such as '<f4' or '|u1'",
                           "'" + text + "'", kRemedy});
}

}  // namespace

std::optional<ElementType> elementTypeOf(std::string_view descr) {
  struct Known {
    char kind;
    int size;
    Element element;
  };
  static constexpr std::array kKnown{
      Known{'b', 1, Element::boolean}, Known{'u', 1, Element::u8},  Known{'i', 1, Element::i8},
      Known{'u', 2, Element::u16},     Known{'i', 2, Element::i16}, Known{'u', 4, Element::u32},
      Known{'i', 4, Element::i32},     Known{'u', 8, Element::u64}, Known{'i', 8, Element::i64},
      Known{'f', 2, Element::f16},     Known{'f', 4, Element::f32}, Known{'f', 8, Element::f64}};
  const auto parts = splitDescr(descr);
  if (!parts) return std::nullopt;
  for (const Known& known : kKnown)
    if (known.kind == parts->kind && known.size == parts->size) {
      // "|" says that there is no order, which only single bytes can do without.
      if (parts->order == '|' && known.size > 1) return std::nullopt;
      return ElementType{known.element,
                         known.size == 1 ? std::endian::native : orderOf(parts->order)};
    }
  return std::nullopt;
}

NpyHeader readNpyHeader(ByteSource& source, const std::filesystem::path& path) {
  std::array<std::uint8_t, 8> start{};
  const std::size_t found = source.read(start);
  if (found == 0) throw fileError(path, {"", "a NumPy array", "an empty file", kRemedy});
  const auto right = npyMagicBytes({start.data(), found});
  const bool isMagic = right == std::min(std::ssize(kMagic), static_cast<std::ptrdiff_t>(found));
  if (found < start.size() || !isMagic)
    throw fileError(path, {at(isMagic ? found : 0), "NumPy's magic number and version",
                           isMagic ? "the end of the file" : "other bytes",
                           "Check that this is a .npy file"});
  const int version = start[6];
  if (version < 1 || version > 3 || start[7] != 0)
    throw fileError(path, {at(6), "version 1.0, 2.0 or 3.0",
                           std::to_string(version) + "." + std::to_string(start[7]), kRemedy});
  std::array<std::uint8_t, 4> length{};
  const std::span<std::uint8_t> lengthBytes(length.data(), version == 1 ? 2 : 4);
  readAll(source, lengthBytes, start.size(), "the header's length", path);
  const std::uint64_t textAt = start.size() + lengthBytes.size();
  const std::uint64_t textBytes = littleEndian(lengthBytes);
  if (textBytes > std::min(kMostHeaderBytes, source.mostBytesLeft()))
    throw fileError(path, {at(start.size()),
                           "a header that fits in the file, of at most " +
                               std::to_string(kMostHeaderBytes) + " bytes",
                           std::to_string(textBytes) + " bytes", kRemedy});
  std::string text(static_cast<std::size_t>(textBytes), ' ');
  readAll(source, {reinterpret_cast<std::uint8_t*>(text.data()), text.size()}, textAt,
          "a header of " + std::to_string(textBytes) + " bytes", path);

  const NpyDictionary dictionary = parseNpyDictionary(text, textAt, path);
  NpyHeader header;
  header.dataOffset = textAt + textBytes;
  header.array.dims = dictionary.shape;
  header.array.isFortran = dictionary.isFortran;
  if (header.array.dims.size() > kMostAxes)
    throw fileError(path, {at(textAt), "at most " + std::to_string(kMostAxes) + " axes",
                           std::to_string(header.array.dims.size()), kRemedy});
  if (dictionary.isStructured)
    header.unusable = "structures";
  else
    setType(header, dictionary.descr, path);
  if (!checkedBytes(header.array))
    throw fileError(path, {at(textAt), "sizes that a file can hold", sizesText(header.array.dims),
                           kRemedy});
  return header;
}

NpyHeader parseNpyHeader(std::span<const std::uint8_t> file, const std::filesystem::path& path) {
  SpanSource source(file);
  return readNpyHeader(source, path);
}

bool startsNpy(std::span<const std::uint8_t> head) {
  return npyMagicBytes(head) == std::ssize(kMagic);
}

std::ptrdiff_t npyMagicBytes(std::span<const std::uint8_t> head) {
  std::ptrdiff_t right = 0;
  for (std::size_t i = 0; i < std::min(kMagic.size(), head.size()); ++i)
    if (head[i] == static_cast<std::uint8_t>(kMagic[i])) ++right;
  return right;
}

void requireReadable(const NpyHeader& header, const std::filesystem::path& path) {
  if (!header.unusable.empty())
    throw fileError(path, {"", "an array of booleans, integers or floats of up to 64 bits",
                           header.unusable,
                           header.unusable == "Python objects"
                               ? "Save numbers: objects are Python code, which is never run"
                               : "Convert it, for example with astype('float32')"});
}

void requireValues(const NpyHeader& header, std::uint64_t size, const std::filesystem::path& path) {
  const std::uint64_t needed = header.array.bytes();
  const std::uint64_t found = size - std::min(size, header.dataOffset);
  if (found == needed) return;
  throw fileError(path,
                  {at(header.dataOffset),
                   toString(header.array) + " = " + std::to_string(needed) + " bytes to the end",
                   std::to_string(found), kRemedy});
}

}  // namespace latlas::data
