#include "core/data/arrays/array_labels.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/error.h"

namespace latlas::data {
namespace {

// Beyond, doubles are no longer every whole number.
constexpr double kMostWhole = 9007199254740992.0;

constexpr const char* kRemedy = "Choose other labels, or none (labels=none)";

void requireRows(const ArrayValues& values, std::int64_t count, const std::string& name,
                 const std::filesystem::path& path) {
  ArrayDescription array;
  array.dims = values.dims;
  requireFittingRows(array, count, path);
  if (values.isText && values.columns() > 1)
    throw fileError(path,
                    {name, "one text for each sample", std::to_string(values.columns()), kRemedy});
}

// The values that occur, ascending; nothing when there are more than `most`.
std::optional<std::vector<double>> distinct(const std::vector<double>& numbers, std::size_t first,
                                            std::size_t step, std::size_t most) {
  std::vector<double> known;
  double last = std::nan("");
  for (std::size_t i = first; i < numbers.size(); i += step) {
    const double number = numbers[i];
    if (number == last || std::isnan(number)) continue;
    last = number;
    const auto at = std::lower_bound(known.begin(), known.end(), number);
    if (at != known.end() && *at == number) continue;
    if (known.size() == most) return std::nullopt;
    known.insert(at, number);
  }
  return known;
}

std::int32_t indexOf(const std::vector<double>& known, double number) {
  return static_cast<std::int32_t>(std::lower_bound(known.begin(), known.end(), number) -
                                   known.begin());
}

bool areWhole(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(), [](double number) {
    return std::isnan(number) || (std::trunc(number) == number && std::abs(number) <= kMostWhole);
  });
}

std::optional<Labels> classesOfNumbers(const std::vector<double>& numbers,
                                       const std::vector<std::string>& classNames) {
  if (!areWhole(numbers)) return std::nullopt;
  const auto known = distinct(numbers, 0, 1, kMostClasses);
  if (!known || known->empty()) return std::nullopt;
  Labels result;
  const bool areNamed =
      known->front() >= 0.0 && known->back() < static_cast<double>(classNames.size());
  for (const double value : *known)
    result.classes.push_back(areNamed ? classNames[static_cast<std::size_t>(value)]
                                      : std::to_string(static_cast<std::int64_t>(value)));
  result.labels.reserve(numbers.size());
  for (const double number : numbers)
    result.labels.push_back(std::isnan(number) ? -1 : indexOf(*known, number));
  return result;
}

// The place of the only 1 in each row; nothing when a row is not so.
std::optional<std::vector<double>> oneHot(const ArrayValues& values) {
  const auto width = static_cast<std::size_t>(values.columns());
  std::vector<double> places;
  for (std::size_t row = 0; row + width <= values.numbers.size(); row += width) {
    double place = -1.0;
    for (std::size_t i = 0; i < width; ++i) {
      const double number = values.numbers[row + i];
      const bool isFirst = number == 1.0 && place < 0.0;
      if (number != 0.0 && !isFirst) return std::nullopt;
      if (isFirst) place = static_cast<double>(i);
    }
    if (place < 0.0) return std::nullopt;
    places.push_back(place);
  }
  return places;
}

std::optional<Labels> classesOf(const ArrayValues& values,
                                const std::vector<std::string>& classNames) {
  if (values.isText) {
    Labels labels = labelsFromTexts(values.texts);
    if (labels.classes.empty() || labels.classes.size() > kMostClasses) return std::nullopt;
    return labels;
  }
  if (values.columns() == 1) return classesOfNumbers(values.numbers, classNames);
  const auto places = oneHot(values);
  return places ? classesOfNumbers(*places, classNames) : std::nullopt;
}

std::string columnName(const std::string& name, std::int64_t index, std::int64_t columns) {
  return columns == 1 ? name : name + " " + std::to_string(index);
}

double finiteOrMissing(double number) { return std::isfinite(number) ? number : std::nan(""); }

void appendColumns(const std::string& name, const ArrayValues& values, Annotations& annotations) {
  if (values.isText) {
    annotations.columns.push_back(textColumn(name, values.texts));
    return;
  }
  const std::int64_t width = values.columns();
  for (std::int64_t i = 0; i < width; ++i) {
    Column column;
    column.name = columnName(name, i, width);
    column.numbers.reserve(static_cast<std::size_t>(values.rows()));
    for (auto at = static_cast<std::size_t>(i); at < values.numbers.size();
         at += static_cast<std::size_t>(width))
      column.numbers.push_back(finiteOrMissing(values.numbers[at]));
    annotations.columns.push_back(std::move(column));
  }
}

}  // namespace

void requireFittingRows(const ArrayDescription& array, std::int64_t count,
                        const std::filesystem::path& path) {
  if (array.dims.empty() || array.rows() != count)
    throw fileError(
        path, {"", std::to_string(count) + " rows, one for each sample",
               array.dims.empty() ? sizesText(array.dims) : std::to_string(array.rows()), kRemedy});
  const std::int64_t columns = array.rows() == 0 ? 0 : array.count() / array.rows();
  if (columns > kMostColumns || columns < 1)
    throw fileError(path, {"", "1 to " + std::to_string(kMostColumns) + " values for each sample",
                           std::to_string(columns), kRemedy});
}

void addLabels(const std::string& name, const ArrayValues& values, std::int64_t count,
               const std::vector<std::string>& classNames, const std::filesystem::path& path,
               DatasetInfo& info, Annotations& annotations) {
  requireRows(values, count, name, path);
  auto labels = info.classes.empty() ? classesOf(values, classNames) : std::nullopt;
  if (!labels) return appendColumns(name, values, annotations);
  info.classes = std::move(labels->classes);
  annotations.labels = std::move(labels->labels);
}

void addColumns(const std::string& name, const ArrayValues& values, std::int64_t count,
                const std::filesystem::path& path, Annotations& annotations) {
  requireRows(values, count, name, path);
  appendColumns(name, values, annotations);
}

void addFactors(const ArrayValues& values, const std::vector<std::string>& names,
                std::int64_t count, const std::filesystem::path& path, DatasetInfo& info,
                Annotations& annotations) {
  requireRows(values, count, "the factors", path);
  if (values.isText) return appendColumns("factor", values, annotations);
  const auto width = static_cast<std::size_t>(values.columns());
  std::vector<std::size_t> columns;  // those that became factors
  for (std::size_t i = 0; i < width; ++i) {
    std::string name = i < names.size() ? names[i] : "factor " + std::to_string(i);
    auto levels = distinct(values.numbers, i, width, kMostLevels);
    bool isFactor = levels.has_value();
    for (std::size_t at = i; isFactor && at < values.numbers.size(); at += width)
      isFactor = std::isfinite(values.numbers[at]);
    if (isFactor) {
      info.factors.push_back({std::move(name), std::move(*levels), ""});
      columns.push_back(i);
      continue;
    }
    Column column;
    column.name = std::move(name);
    for (std::size_t at = i; at < values.numbers.size(); at += width)
      column.numbers.push_back(finiteOrMissing(values.numbers[at]));
    annotations.columns.push_back(std::move(column));
  }
  annotations.factorLevels.reserve(static_cast<std::size_t>(count) * columns.size());
  const std::size_t first = info.factors.size() - columns.size();
  for (std::size_t row = 0; row < values.numbers.size(); row += width)
    for (std::size_t i = 0; i < columns.size(); ++i)
      annotations.factorLevels.push_back(indexOf(info.factors[first + i].values,
                                                 values.numbers[row + columns[i]]));
}

void classesFromFactor(const std::string& name, const std::vector<std::string>& classNames,
                       DatasetInfo& info, Annotations& annotations) {
  const auto found = std::find_if(info.factors.begin(), info.factors.end(),
                                  [&](const Factor& factor) { return factor.name == name; });
  if (found == info.factors.end()) return;
  if (classNames.size() == found->values.size()) {
    info.classes = classNames;
  } else {
    for (const double value : found->values) {
      std::string text = std::to_string(value);
      text.erase(text.find_last_not_of('0') + 1);
      if (text.ends_with('.')) text.pop_back();
      info.classes.push_back(std::move(text));
    }
  }
  const std::size_t factors = info.factors.size();
  annotations.labels.clear();
  for (auto at = static_cast<std::size_t>(found - info.factors.begin());
       at < annotations.factorLevels.size(); at += factors)
    annotations.labels.push_back(annotations.factorLevels[at]);
}

}  // namespace latlas::data
