#include "core/data/annotations.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <unordered_map>
#include <utility>

namespace latlas::data {

std::string Column::text(std::int64_t row) const {
  const auto at = static_cast<std::size_t>(row);
  if (isText()) return codes[at] < 0 ? std::string() : texts[static_cast<std::size_t>(codes[at])];
  if (std::isnan(numbers[at])) return {};
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", numbers[at]);
  return text;
}

const std::vector<Column>& Dataset::columns() const {
  static const std::vector<Column> none;
  return none;
}

Column textColumn(std::string name, const std::vector<std::string>& texts) {
  Column column;
  column.name = std::move(name);
  column.codes.reserve(texts.size());
  std::unordered_map<std::string, std::int32_t> codes;
  for (const std::string& text : texts) {
    if (text.empty()) {
      column.codes.push_back(-1);
      continue;
    }
    const auto [known, isNew] =
        codes.try_emplace(text, static_cast<std::int32_t>(column.texts.size()));
    if (isNew) column.texts.push_back(text);
    column.codes.push_back(known->second);
  }
  return column;
}

Labels labelsFromTexts(const std::vector<std::string>& texts) {
  Labels result;
  result.classes = texts;
  std::sort(result.classes.begin(), result.classes.end());
  result.classes.erase(std::unique(result.classes.begin(), result.classes.end()),
                       result.classes.end());
  if (!result.classes.empty() && result.classes.front().empty())
    result.classes.erase(result.classes.begin());
  result.labels.reserve(texts.size());
  for (const std::string& text : texts) {
    const auto found = std::lower_bound(result.classes.begin(), result.classes.end(), text);
    result.labels.push_back(
        text.empty() ? -1 : static_cast<std::int32_t>(found - result.classes.begin()));
  }
  return result;
}

Labels labelsFromNumbers(const std::vector<std::int64_t>& numbers) {
  std::vector<std::int64_t> values = numbers;
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  Labels result;
  for (const std::int64_t value : values) result.classes.push_back(std::to_string(value));
  result.labels.reserve(numbers.size());
  for (const std::int64_t number : numbers)
    result.labels.push_back(static_cast<std::int32_t>(
        std::lower_bound(values.begin(), values.end(), number) - values.begin()));
  return result;
}

}  // namespace latlas::data
