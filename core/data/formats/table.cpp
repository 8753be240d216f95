#include "core/data/formats/table.h"

#include <algorithm>
#include <charconv>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/assemble.h"
#include "core/data/delimited/column_values.h"
#include "core/data/delimited/read_table.h"
#include "core/data/delimited/table_peek.h"
#include "core/data/formats/idx_files.h"
#include "core/data/formats/table_columns.h"
#include "core/data/metadata_file.h"
#include "core/data/storage/decode_cache.h"

namespace latlas::data {
namespace {

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

// A table as a survey read it, and the file that it was read from.
struct ReadTable final : Reading {
  ReadTable(std::string ofFile, TextTable read) : file(std::move(ofFile)), table(std::move(read)) {}

  std::string file;  // see identityOf()
  TextTable table;
};

// Another one when the file has changed.
std::string identityOf(const std::filesystem::path& path) {
  CacheKey key("table");
  key.addFile(path);
  return key.hex();
}

// Null when it is no table, or not of the file as it is now.
const ReadTable* readOf(const Place& place, const ReadingPtr& reading) {
  const auto* read = dynamic_cast<const ReadTable*>(reading.get());
  return read && read->file == identityOf(place.path) ? read : nullptr;
}

// Shares nothing with `reading` that nobody else holds.
TextTable tableOf(const Place& place, ReadingPtr reading, const OpenOptions& options,
                  Progress& progress) {
  const ReadTable* read = readOf(place, reading);
  if (!read) return readDelimited(textFile(place.path), place.path, options, progress);
  requireTableMemory(place.path, read->table.memoryBytes(), options);
  return read->table;
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
  found.info.format = tableKind(place, table.head().dialect);
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

DatasetPtr openTable(const Place& place, ReadingPtr reading, const OpenOptions& options,
                     Progress& progress) {
  TextTable table = tableOf(place, std::move(reading), options, progress);
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

Survey surveyTable(const Place& place, const ReadingPtr& reading, const OpenOptions& options,
                   Progress& progress) {
  Survey survey;
  std::optional<TextTable> begin;
  if (const ReadTable* read = readOf(place, reading)) {
    begin = read->table.beginning();
    survey.count = read->table.rows();
    survey.reading = reading;
  } else {
    const std::string file = identityOf(place.path);
    TableSurvey seen = surveyDelimited(textFile(place.path), place.path, options, progress);
    begin = std::move(seen.begin);
    survey.count = seen.rows;
    if (seen.whole) survey.reading = std::make_shared<ReadTable>(file, *std::move(seen.whole));
  }
  const TableColumns columns =
      judgeTable(*begin, options, metadataBeside(place.path, options).has_value(), place.path);
  survey.what = tableKind(place, begin->head().dialect);
  survey.shape = shapeOf(columns);
  survey.bytes = static_cast<std::uint64_t>(survey.count * survey.shape.size() *
                                            sizeOf(elementFor(*begin, columns.samples)));
  survey.hasMeaning = columns.hasMeaning;
  survey.isGuess = columns.isGuess;
  survey.labels = labelChoices(*begin, columns);
  survey.options = reopening(*begin, columns, options);
  return survey;
}

}  // namespace latlas::data
