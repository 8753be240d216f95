#include "core/data/metadata.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/delimited/column_values.h"
#include "core/data/delimited/read_table.h"
#include "core/data/metadata_file.h"
#include "core/data/metadata_keys.h"

namespace latlas::data {
namespace fs = std::filesystem;
namespace {

Column gathered(const TextTable& table, std::size_t index, const RowMatch& match) {
  const Column all = columnOf(table, index);
  Column result;
  result.name = all.name;
  result.texts = all.texts;
  for (const std::int64_t row : match.rows) {
    const auto at = static_cast<std::size_t>(row);
    if (all.isText())
      result.codes.push_back(row < 0 ? -1 : all.codes[at]);
    else
      result.numbers.push_back(row < 0 ? std::numeric_limits<double>::quiet_NaN()
                                       : all.numbers[at]);
  }
  return result;
}

bool isEmpty(const Column& column) {
  if (column.isText())
    return std::all_of(column.codes.begin(), column.codes.end(),
                       [](std::int32_t code) { return code < 0; });
  return std::all_of(column.numbers.begin(), column.numbers.end(),
                     [](double number) { return std::isnan(number); });
}

void makeUnique(std::string& name, const std::vector<Column>& columns) {
  const std::string plain = name;
  const auto isTaken = [&] {
    return std::any_of(columns.begin(), columns.end(),
                       [&](const Column& column) { return column.name == name; });
  };
  for (int copy = 2; isTaken(); ++copy) name = plain + " (" + std::to_string(copy) + ")";
}

std::optional<std::size_t> labelColumn(const TextTable& table, const RowMatch& match,
                                       const OpenOptions& options, const Found& found) {
  for (std::size_t i = 0; i < table.width(); ++i) {
    if (i == match.key) continue;
    const std::string& name = table.names()[i];
    if (!options.labels.empty() ? name == options.labels
                                : found.info.classes.empty() && isLabelName(name) &&
                                      table.head().hasHeader && classCount(table, i) > 0)
      return i;
  }
  return std::nullopt;
}

// The classes that occur, with the labels of `match`'s rows.
Labels labelsFor(const RowMatch& match, const Labels& all) {
  Labels result;
  std::vector<std::int32_t> classOf(all.classes.size(), -1);
  for (const std::int64_t row : match.rows)
    if (row >= 0 && all.labels[static_cast<std::size_t>(row)] >= 0)
      classOf[static_cast<std::size_t>(all.labels[static_cast<std::size_t>(row)])] = 0;
  for (std::size_t i = 0; i < classOf.size(); ++i) {
    if (classOf[i] < 0) continue;
    classOf[i] = static_cast<std::int32_t>(result.classes.size());
    result.classes.push_back(all.classes[i]);
  }
  for (const std::int64_t row : match.rows) {
    const std::int32_t label = row < 0 ? -1 : all.labels[static_cast<std::size_t>(row)];
    result.labels.push_back(label < 0 ? -1 : classOf[static_cast<std::size_t>(label)]);
  }
  return result;
}

// The labels that give way become a column.
void setLabels(Labels labels, Found& found) {
  if (labels.classes.empty()) return;
  if (!found.info.classes.empty()) {
    Column before;
    before.name = "class";
    makeUnique(before.name, found.annotations.columns);
    before.codes = std::move(found.annotations.labels);
    before.texts = std::move(found.info.classes);
    found.annotations.columns.push_back(std::move(before));
  }
  found.info.classes = std::move(labels.classes);
  found.annotations.labels = std::move(labels.labels);
}

std::string rowText(const TextTable& table, std::int64_t row) {
  return "row " + std::to_string(row + (table.head().hasHeader ? 2 : 1));
}

void sayWhatIsLeft(const fs::path& file, const TextTable& table, const RowMatch& match,
                   DatasetInfo& info) {
  if (!match.key) return;
  const Column keys = columnOf(table, *match.key);
  if (match.repeated > 0)
    info.skipped.push_back(
        {file,
         rowText(table, match.firstRepeated) + ": " + keys.text(match.firstRepeated) +
             " stands there before, and the first one counts" +
             (match.repeated == 1 ? "" : " (" + std::to_string(match.repeated) + " such rows)")});
  const std::int64_t unused = match.unused;
  if (unused > 0)
    info.skipped.push_back(
        {file, std::to_string(unused) + (unused == 1 ? " row belongs" : " rows belong") +
                   " to no sample, such as " + rowText(table, match.firstUnused) + ": " +
                   keys.text(match.firstUnused)});
}

void join(const fs::path& file, std::int64_t count, const OpenOptions& options, Found& found) {
  Progress progress;
  const TextTable table = readDelimited(textFile(file), file, options, progress);
  const auto match = matchRows(table, found.annotations.columns, count);
  if (!match)
    throw fileError(
        file, {"", std::to_string(count) + " rows, one a sample, or a column with their files",
               std::to_string(table.rows()) + " rows",
               "Give it a row for each sample, or a column called " + std::string(kFileColumn)});
  const auto labels = labelColumn(table, *match, options, found);
  // What may be refused comes before what changes `found`.
  Labels newLabels;
  if (labels) newLabels = labelsFor(*match, labelsOf(table, *labels, file));
  for (std::size_t i = 0; i < table.width(); ++i) {
    if (i == match->key || i == labels) continue;
    Column column = gathered(table, i, *match);
    if (isEmpty(column)) continue;
    makeUnique(column.name, found.annotations.columns);
    found.annotations.columns.push_back(std::move(column));
  }
  setLabels(std::move(newLabels), found);
  sayWhatIsLeft(file, table, *match, found.info);
}

// "PATH: expected ..." or "PATH, at row 3: expected ..." without the path, which stands beside it.
std::string whyOf(const Error& error, const fs::path& file) {
  std::string why = error.what();
  const std::string path = file.string();
  if (!why.starts_with(path)) return why;
  why.erase(0, path.size());
  const std::size_t text = why.find_first_not_of(":, ");
  return text == std::string::npos ? why : why.substr(text);
}

}  // namespace

std::vector<Choice> labelsBeside(const fs::path& dataset, const OpenOptions& options) {
  std::vector<Choice> choices;
  const auto file = metadataBeside(dataset, options);
  if (!file) return choices;
  try {
    const TextTable table = readBeginning(textFile(*file), *file);
    for (std::size_t i = 0; i < table.width(); ++i)
      if (const std::size_t different = classCount(table, i); different > 0)
        choices.push_back(labelChoice(table, i, different));
  } catch (const Error&) {
  }
  return choices;
}

void joinMetadata(const fs::path& file, std::int64_t count, const OpenOptions& options,
                  Found& found) {
  const bool isNamed = !options.metadata.empty();
  try {
    join(file, count, options, found);
    if (isNamed) found.info.options.metadata = file;
  } catch (const Error& error) {
    if (isNamed) throw;
    found.info.skipped.push_back({file, whyOf(error, file)});
  }
}

}  // namespace latlas::data
