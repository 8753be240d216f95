#include "core/data/delimited/cell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>

namespace latlas::data {
namespace {

const char* find(const char* from, const char* end, char wanted) {
  if (from >= end) return nullptr;
  return static_cast<const char*>(std::memchr(from, wanted, static_cast<std::size_t>(end - from)));
}

bool isLineEnd(const char* at) { return *at == '\n' || (*at == '\r' && at[1] == '\n'); }

bool equalsIgnoringCase(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool isMissing(std::string_view text) {
  static constexpr std::array<std::string_view, 5> kMarks{"na", "n/a", "nan", "null", "?"};
  if (text.size() > 4) return false;
  return text.empty() || std::any_of(kMarks.begin(), kMarks.end(), [&](std::string_view mark) {
           return equalsIgnoringCase(text, mark);
         });
}

RawCell quotedCell(const char* at, const char* textEnd, const Dialect& dialect) {
  RawCell cell;
  const char* close = at;
  while (true) {
    close = find(close + 1, textEnd, '"');
    if (!close) return cell;
    if (close + 1 == textEnd || close[1] != '"') break;
    cell.hasDoubledQuotes = true;
    ++close;
  }
  const char* behind = close + 1;
  if (!dialect.isSpaced())
    while (behind < textEnd && *behind == ' ') ++behind;
  if (behind == textEnd || (!dialect.separates(*behind) && !isLineEnd(behind))) {
    cell.content = {close, 1};
    return cell;
  }
  cell.content = {at + 1, static_cast<std::size_t>(close - at - 1)};
  cell.end = behind;
  return cell;
}

// Length of the UTF-8 sequence that begins at `at`; 0: none does.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xc0) != 0x80) return 0;
  const unsigned char second = byte(at + 1);
  // Overlong forms, surrogates and what lies beyond U+10FFFF.
  if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
      (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
    return 0;
  return length;
}

bool isUtf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequenceLength(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

std::string fromLatin1(std::string_view text) {
  std::string result;
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    if (code < 0x80) {
      result += letter;
    } else {
      result += static_cast<char>(0xc0 | (code >> 6));
      result += static_cast<char>(0x80 | (code & 0x3f));
    }
  }
  return result;
}

// The whole of `text` as a number.
CellValue wholeNumber(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  double number = 0.0;
  const char* end = text.data() + text.size();
  const auto [behind, fault] = std::from_chars(text.data(), end, number);
  if (fault == std::errc::invalid_argument || behind != end) return {};
  if (fault == std::errc::result_out_of_range) {
    // Too large or too small for a double: a negative exponent, or none behind "0.", is small.
    const std::size_t exponent = text.find_first_of("eE");
    const bool isSmall = exponent == std::string_view::npos
                             ? text.find_first_of("123456789") > text.find('.')
                             : exponent + 1 < text.size() && text[exponent + 1] == '-';
    return {isSmall ? CellType::number : CellType::infinite, 0.0};
  }
  if (std::isnan(number)) return {CellType::missing, 0.0};
  return {std::isinf(number) ? CellType::infinite : CellType::number, number};
}

}  // namespace

RawCell rawCell(const char* at, const char* textEnd, const Dialect& dialect) {
  if (!dialect.isSpaced())
    while (*at == ' ') ++at;
  if (dialect.hasQuotes && *at == '"') return quotedCell(at, textEnd, dialect);
  const char* end = at;
  while (!dialect.separates(*end) && *end != '\n') ++end;
  RawCell cell;
  cell.end = end;
  if (*end == '\n' && end > at && end[-1] == '\r') cell.end = --end;
  while (end > at && end[-1] == ' ') --end;
  cell.content = {at, static_cast<std::size_t>(end - at)};
  return cell;
}

std::string cellText(const RawCell& cell) {
  std::string text(cell.content);
  if (cell.hasDoubledQuotes) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
      text[kept++] = text[i];
      if (text[i] == '"') ++i;
    }
    text.resize(kept);
  }
  return isUtf8(text) ? text : fromLatin1(text);
}

CellValue cellValue(std::string_view content, const Dialect& dialect) {
  if (isMissing(content)) return {CellType::missing, 0.0};
  // What a number may begin with, "inf" among it, so that most texts end here.
  if (!std::strchr("+-.0123456789iInN", content.front())) return {};
  if (dialect.hasDecimalComma && std::count(content.begin(), content.end(), ',') == 1 &&
      content.find('.') == std::string_view::npos) {
    std::string pointed(content);
    pointed[pointed.find(',')] = '.';
    return wholeNumber(pointed);
  }
  return wholeNumber(content);
}

bool opensCell(const char* textBegin, const char* at, const Dialect& dialect) {
  if (!dialect.hasQuotes) return false;
  if (!dialect.isSpaced())
    while (at > textBegin && at[-1] == ' ') --at;
  return at == textBegin || dialect.separates(at[-1]) || at[-1] == '\n';
}

RowEnds::RowEnds(const char* begin, const char* end, const Dialect& dialect)
    : begin_(begin), end_(end), at_(begin), quote_(end), dialect_(dialect) {
  findQuote(begin);
}

void RowEnds::findQuote(const char* from) {
  const char* quote = dialect_.hasQuotes ? find(from, end_, '"') : nullptr;
  while (quote && !opensCell(begin_, quote, dialect_)) quote = find(quote + 1, end_, '"');
  quote_ = quote ? quote : end_;
}

const char* RowEnds::next(const char* from) {
  while (true) {
    if (const char* line = find(std::max(at_, from), quote_, '\n')) return at_ = line + 1;
    if (quote_ == end_) return nullptr;
    const char* close = find(quote_ + 1, end_, '"');
    while (close && close + 1 < end_ && close[1] == '"') close = find(close + 2, end_, '"');
    if (!close) return nullptr;
    at_ = close + 1;
    findQuote(at_);
  }
}

}  // namespace latlas::data
