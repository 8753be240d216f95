#include "core/data/formats/table.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/assemble.h"
#include "core/data/delimited/column_values.h"
#include "core/data/delimited/read_table.h"
#include "core/data/formats/idx_files.h"
#include "core/data/formats/table_columns.h"
#include "core/data/metadata.h"
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

std::string formatName(const Place& place, const Dialect& dialect) {
  return kindName(dialect) + (startsGzip(place.head) ? ", gzipped" : "");
}

// Tables of MNIST's kind hold what its IDX files hold: EMNIST's images turned, classes as numbers.
constexpr int kMnistSide = 28;

// Names for labels 0, 1, 2, ... where they are known.
void nameKnownClasses(Labels& labels, const std::filesystem::path& path) {
  const std::vector<std::string> names = idxClassNames(path);
  std::vector<std::string> named;
  for (const std::string& number : labels.classes) {
    std::size_t value = names.size();
    const auto [end, fault] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (fault != std::errc() || end != number.data() + number.size() || value >= names.size())
      return;
    named.push_back(names[value]);
  }
  labels.classes = std::move(named);
}

Element elementFor(const TextTable& table, const std::vector<std::size_t>& columns) {
  Element element = Element::u8;
  for (const std::size_t column : columns)
    if (sizeOf(table.element(column)) > sizeOf(element)) element = table.element(column);
  return element;
}

Shape shapeOf(const TableColumns& columns) {
  if (columns.imageSide > 0) return {1, columns.imageSide, columns.imageSide};
  return vectorShape(static_cast<int>(columns.samples.size()));
}

OpenOptions reopening(const TextTable& table, const TableColumns& columns,
                      const OpenOptions& options) {
  OpenOptions found = options;
  if (columns.labels) found.labels = table.names()[*columns.labels];
  return found;
}

Found describe(const Place& place, const TextTable& table, const TableColumns& columns,
               const OpenOptions& options) {
  Found found;
  found.path = place.path;
  found.info.name = place.path.filename().string();
  found.info.source = place.path.string();
  found.info.format = formatName(place, table.head().dialect);
  found.info.options = reopening(table, columns, options);
  if (columns.labels) {
    Labels labels = labelsOf(table, *columns.labels, place.path);
    if (columns.imageSide == kMnistSide) nameKnownClasses(labels, place.path);
    // A column whose cells are all missing tells nothing.
    if (!labels.classes.empty()) {
      found.info.classes = std::move(labels.classes);
      found.annotations.labels = std::move(labels.labels);
    }
  }
  for (const std::size_t column : columns.metadata)
    found.annotations.columns.push_back(columnOf(table, column));
  for (const std::size_t column : columns.empty)
    found.info.skipped.push_back({place.path,
                                  "column " + table.names()[column] + " has no values"});
  return found;
}

}  // namespace

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
  std::string what = formatName(place, head.dialect);
  if (hasWholeRow && canOpen)
    what += ", " + std::to_string(head.names.size()) +
            (head.names.size() == 1 ? " column" : " columns");
  return Peek{what, canOpen};
}

DatasetPtr openTable(const Place& place, const OpenOptions& options, Progress& progress) {
  TextTable table = readDelimited(textFile(place.path), place.path, options, progress);
  const bool isLabelElsewhere = metadataBeside(place.path, options).has_value();
  const TableColumns columns = judgeTable(table, options, isLabelElsewhere, place.path);
  Found found = describe(place, table, columns, options);
  std::vector<std::string> names;
  for (const std::size_t column : columns.samples) names.push_back(table.names()[column]);
  const Shape shape = shapeOf(columns);
  const Element element = elementFor(table, columns.samples);
  ArrayLayout layout = planarLayout({element}, shape);
  if (columns.imageSide == kMnistSide && isIdxTransposed(place.path))
    std::swap(layout.strides[1], layout.strides[2]);
  const std::int64_t rows = table.rows();
  auto bytes = std::make_shared<MemoryBytes>(table.takeNumbers(columns.samples, element));
  DatasetPtr dataset = assemble(std::move(found), {shape, layout, {{std::move(bytes), 0, rows}}},
                                options, progress, std::move(names));
  if (!options.labels.empty() && options.labels != "none" && dataset->info().classes.empty())
    throw fileError(place.path, {"", "labels called " + options.labels, "none, nor beside it",
                                 "Choose another column, or none"});
  return dataset;
}

Survey surveyTable(const Place& place, const OpenOptions& options, Progress& progress) {
  const TableSurvey seen = surveyDelimited(textFile(place.path), place.path, progress);
  const TableColumns columns =
      judgeTable(seen.begin, options, metadataBeside(place.path, options).has_value(), place.path);
  Survey survey;
  survey.what = formatName(place, seen.begin.head().dialect);
  survey.count = seen.rows;
  survey.shape = shapeOf(columns);
  survey.bytes = static_cast<std::uint64_t>(seen.rows * survey.shape.size() *
                                            sizeOf(elementFor(seen.begin, columns.samples)));
  survey.hasMeaning = columns.hasMeaning;
  survey.isGuess = columns.isGuess;
  survey.labels = labelChoices(seen.begin, columns);
  survey.options = reopening(seen.begin, columns, options);
  return survey;
}

}  // namespace latlas::data
