#include "core/data/delimited/column_values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "core/base/error.h"

namespace latlas::data {
namespace {

[[noreturn]] void refuseManyClasses(const TextTable& table, std::size_t column, std::size_t count,
                                    const std::filesystem::path& path) {
  throw fileError(path, {"column " + table.names()[column],
                         "at most " + std::to_string(kMostClasses) + " different labels",
                         std::to_string(count) + " or more",
                         "Choose another column for the labels, or none"});
}

std::int32_t indexOf(const std::vector<double>& known, double number) {
  return static_cast<std::int32_t>(std::lower_bound(known.begin(), known.end(), number) -
                                   known.begin());
}

}  // namespace

std::vector<double> distinct(const std::vector<double>& numbers, std::size_t most) {
  std::vector<double> known;
  double last = std::nan("");
  for (const double number : numbers) {
    if (number == last || std::isnan(number)) continue;
    last = number;
    const auto at = std::lower_bound(known.begin(), known.end(), number);
    if (at != known.end() && *at == number) continue;
    known.insert(at, number);
    if (known.size() > most) break;
  }
  return known;
}

bool areWhole(const std::vector<double>& numbers) {
  return std::all_of(numbers.begin(), numbers.end(),
                     [](double n) { return std::isnan(n) || n == std::trunc(n); });
}

Labels labelsOf(const TextTable& table, std::size_t column, const std::filesystem::path& path) {
  Labels result;
  if (!table.isText(column)) {
    const std::vector<double> numbers = table.numbers(column);
    const std::vector<double> known = distinct(numbers, kMostClasses);
    if (known.size() > kMostClasses) refuseManyClasses(table, column, known.size(), path);
    for (const double value : known) result.classes.push_back(numberText(value));
    for (const double number : numbers)
      result.labels.push_back(std::isnan(number) ? -1 : indexOf(known, number));
    return result;
  }
  const Column texts = table.texts(column);
  if (texts.texts.size() > kMostClasses) refuseManyClasses(table, column, texts.texts.size(), path);
  std::vector<std::int32_t> order(texts.texts.size()), classOf(texts.texts.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::int32_t a, std::int32_t b) {
    return texts.texts[static_cast<std::size_t>(a)] < texts.texts[static_cast<std::size_t>(b)];
  });
  for (const std::int32_t code : order) {
    classOf[static_cast<std::size_t>(code)] = static_cast<std::int32_t>(result.classes.size());
    result.classes.push_back(texts.texts[static_cast<std::size_t>(code)]);
  }
  for (const std::int32_t code : texts.codes)
    result.labels.push_back(code < 0 ? -1 : classOf[static_cast<std::size_t>(code)]);
  return result;
}

std::size_t classCount(const TextTable& table, std::size_t column) {
  std::size_t different = 0;
  if (table.isText(column)) {
    different = table.texts(column).texts.size();
  } else {
    const std::vector<double> numbers = table.numbers(column);
    if (!areWhole(numbers)) return 0;
    different = distinct(numbers, kMostFoundClasses).size();
  }
  return different <= kMostFoundClasses ? different : 0;
}

Choice labelChoice(const TextTable& table, std::size_t column, std::size_t different) {
  const std::string& name = table.names()[column];
  return {name, name + " (" + std::to_string(different) + " different)"};
}

bool isLabelName(std::string_view name) {
  static constexpr std::array<std::string_view, 14> kNames{
      "label", "labels", "class",   "classes",  "target",      "targets",    "species",
      "y",     "digit",  "variety", "category", "class_label", "class_name", "diagnosis"};
  return std::find(kNames.begin(), kNames.end(), lowerCase(name)) != kNames.end();
}

Column columnOf(const TextTable& table, std::size_t column) {
  if (table.isText(column)) return table.texts(column);
  Column result;
  result.name = table.names()[column];
  result.numbers = table.numbers(column);
  return result;
}

std::string numberText(double number) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, number);
  return {text, result.ptr};
}

std::string lowerCase(std::string_view text) {
  std::string result(text);
  for (char& letter : result)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter + 'a' - 'A');
  return result;
}

}  // namespace latlas::data
