#include "core/data/delimited/table_peek.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/delimited/column_values.h"
#include "core/data/storage/byte_source.h"
#include "core/data/storage/gzip_source.h"

namespace latlas::data {
namespace {

std::string kindName(const Dialect& dialect) {
  switch (dialect.delimiter) {
    case '\t': return "TSV";
    case ';': return "CSV with semicolons";
    case ' ': return "table with blanks";
    default: return "CSV";
  }
}

// Bytes that begin a file, decompressed as far as they reach.
std::string headText(const Place& place) {
  std::string text(place.head.begin(), place.head.end());
  if (!startsGzip(place.head)) return text;
  text.resize(kHeadBytes);
  std::size_t count = 0;
  try {
    GzipSource source(std::make_unique<SpanSource>(place.head), place.path);
    // The end of the compressed bytes is an error, so one at a time.
    while (count < text.size() &&
           source.read({reinterpret_cast<std::uint8_t*>(text.data()) + count, 1}) == 1)
      ++count;
  } catch (const Error&) {
  }
  text.resize(count);
  return text;
}

bool isPlainText(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return (code < 0x20 && letter != '\t' && letter != '\n' && letter != '\r') || code == 0x7f;
  });
}

bool hasTableName(const std::filesystem::path& path) {
  std::string name = lowerCase(path.filename().string());
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  return name.ends_with(".csv") || name.ends_with(".tsv") || name.ends_with(".tab");
}

// Most names of columns are single words.
bool areWords(const std::vector<std::string>& names) {
  const auto words = std::count_if(names.begin(), names.end(), [](const std::string& name) {
    return name.size() <= 40 && name.find(' ') == std::string::npos;
  });
  return 4 * static_cast<std::size_t>(words) >= 3 * names.size();
}

// Whether the beginning of a text is that of a table with numbers.
bool isTable(const TextHead& head, bool hasWholeRow) {
  constexpr std::size_t kManyColumns = 8;
  if (!head.isEven) return false;
  const std::size_t width = head.names.size();
  if (!hasWholeRow)
    return width >= kManyColumns &&
           (head.hasHeader ? areWords(head.names) : head.numberShare >= 0.5);
  if (width == 1) return head.rows >= 2 && head.numberShare == 1.0;
  if (head.dialect.isSpaced()) return head.rows >= 1 && head.numberShare >= 0.6;
  return head.rows >= 1 ? head.numberShare > 0.0 : width >= 3 && areWords(head.names);
}

}  // namespace

std::string tableKind(const Place& place, const Dialect& dialect) {
  return kindName(dialect) + (startsGzip(place.head) ? ", gzipped" : "");
}

std::optional<Peek> peekTable(const Place& place) {
  if (place.isFolder || place.head.empty()) return std::nullopt;
  const std::string whole = headText(place);
  // Excel's "Unicode text", which the reader asks to be saved anew.
  if ((whole.starts_with("\xff\xfe") || whole.starts_with("\xfe\xff")) && hasTableName(place.path))
    return Peek{"table in UTF-16", false};
  if (whole.empty() || !isPlainText(whole)) return std::nullopt;
  std::string text = whole.substr(markLength(whole));
  if (text.find('\n') == std::string::npos) std::replace(text.begin(), text.end(), '\r', '\n');
  const bool isNamed = hasTableName(place.path);
  // What begins so is JSON, XML or the like.
  if (!isNamed && (text.empty() || std::string("{[<").find(text[0]) != std::string::npos))
    return std::nullopt;
  const bool isAll = place.head.size() < kHeadBytes && !startsGzip(place.head);
  const TextHead head = judgeText(isAll ? text + "\n" : text);
  const bool hasWholeRow = isAll || text.find('\n') != std::string::npos;
  const bool canOpen = isTable(head, hasWholeRow);
  if (!canOpen && !isNamed) return std::nullopt;
  std::string what = tableKind(place, head.dialect);
  if (hasWholeRow && canOpen)
    what += ", " + std::to_string(head.names.size()) +
            (head.names.size() == 1 ? " column" : " columns");
  return Peek{what, canOpen};
}

}  // namespace latlas::data
