#include "core/data/arrays/array_values.h"

#include <bit>
#include <cstring>
#include <utility>

#include "core/base/error.h"

namespace latlas::data {
namespace {

constexpr std::uint32_t kReplacement = 0xfffd;

void appendUtf8(std::string& text, std::uint32_t code) {
  const bool isSurrogate = code >= 0xd800 && code <= 0xdfff;
  if (code > 0x10ffff || isSurrogate) code = kReplacement;
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xe0 | code >> 12);
    } else {
      put(0xf0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3f));
    }
    put(0x80 | (code >> 6 & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

std::string textAt(const ArrayDescription& array, const std::uint8_t* bytes) {
  std::string text;
  if (array.textUnit == 1) {
    text.assign(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(array.textLength));
    text.resize(text.find_last_not_of('\0') + 1);  // npos + 1 is 0
    return text;
  }
  std::int64_t length = 0;
  std::vector<std::uint32_t> codes;
  for (std::int64_t i = 0; i < array.textLength; ++i) {
    std::uint32_t code;
    std::memcpy(&code, bytes + i * array.textUnit, sizeof code);
    if (array.type.order != std::endian::native) code = __builtin_bswap32(code);
    codes.push_back(code);
    if (code != 0) length = i + 1;
  }
  codes.resize(static_cast<std::size_t>(length));
  for (const std::uint32_t code : codes) appendUtf8(text, code);
  return text;
}

// Calls element(k, offset) for the k-th value in C order.
template <class Element>
void forEachElement(const ArrayDescription& array, const Element& element) {
  const std::int64_t size = array.elementBytes(), count = array.count();
  if (!array.isFortran || array.dims.size() < 2) {
    for (std::int64_t k = 0; k < count; ++k) element(k, k * size);
    return;
  }
  std::vector<std::int64_t> index(array.dims.size());
  for (std::int64_t k = 0; k < count; ++k) {
    std::int64_t offset = 0;
    for (std::size_t axis = index.size(); axis-- > 0;)
      offset = offset * array.dims[axis] + index[axis];
    element(k, offset * size);
    for (std::size_t axis = index.size(); axis-- > 0 && ++index[axis] == array.dims[axis];)
      index[axis] = 0;
  }
}

}  // namespace

std::int64_t ArrayValues::columns() const {
  std::int64_t product = 1;
  for (std::size_t i = 1; i < dims.size(); ++i) product *= dims[i];
  return product;
}

ArrayValues toValues(const ArrayDescription& array, std::span<const std::uint8_t> bytes) {
  ArrayValues values;
  values.dims = array.dims;
  const auto count = static_cast<std::size_t>(array.count());
  if (array.isText()) {
    values.isText = true;
    values.texts.resize(count);
    forEachElement(array, [&](std::int64_t k, std::int64_t offset) {
      values.texts[static_cast<std::size_t>(k)] = textAt(array, bytes.data() + offset);
    });
    return values;
  }
  values.numbers.resize(count);
  if (!array.isFortran || array.dims.size() < 2) {
    toDoubles(bytes.data(), sizeOf(array.type.element), array.type, values.numbers);
    return values;
  }
  forEachElement(array, [&](std::int64_t k, std::int64_t offset) {
    toDoubles(bytes.data() + offset, 0, array.type,
              {&values.numbers[static_cast<std::size_t>(k)], 1});
  });
  return values;
}

void appendRows(ArrayValues& all, const ArrayValues& more, const std::filesystem::path& path) {
  if (all.dims.empty()) {
    all = more;
    return;
  }
  const bool sameRows = std::vector(all.dims.begin() + 1, all.dims.end()) ==
                        std::vector(more.dims.begin() + 1, more.dims.end());
  if (more.dims.empty() || !sameRows || all.isText != more.isText)
    throw fileError(path, {"", "rows like those of the part before: " + sizesText(all.dims),
                           sizesText(more.dims), "Choose other labels, or none"});
  all.dims.front() += more.dims.front();
  all.numbers.insert(all.numbers.end(), more.numbers.begin(), more.numbers.end());
  all.texts.insert(all.texts.end(), more.texts.begin(), more.texts.end());
}

}  // namespace latlas::data
