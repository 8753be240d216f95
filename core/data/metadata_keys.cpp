#include "core/data/metadata_keys.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "core/data/delimited/column_values.h"

namespace latlas::data {
namespace {

using Keys = std::vector<std::string>;  // one a row; empty: none

// "cats\1.png" and "./cats/1.png" are "cats/1.png".
std::string path(std::string_view text) {
  std::string result(text);
  std::replace(result.begin(), result.end(), '\\', '/');
  while (result.starts_with("./")) result.erase(0, 2);
  return result;
}

std::string fileName(std::string_view text) {
  const std::string whole = path(text);
  return whole.substr(whole.rfind('/') + 1);
}

std::string stem(std::string_view text) {
  const std::string name = fileName(text);
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

std::string wholeNumberKey(double number) {
  if (std::isnan(number) || number != std::trunc(number) || std::abs(number) > 1e15) return {};
  return std::to_string(static_cast<std::int64_t>(number));
}

// "0012.png" -> "12"; empty: not a number.
std::string numberKey(std::string_view text) {
  const std::string name = stem(text);
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(name.data(), name.data() + name.size(), number);
  return fault == std::errc() && end == name.data() + name.size() ? std::to_string(number)
                                                                  : std::string();
}

// How a file is named, the surest way first.
using KeyOf = std::string (*)(std::string_view);
constexpr KeyOf kFileKeys[] = {path, fileName, stem};

Keys keysOf(const Column& column, KeyOf keyOf) {
  Keys keys;
  if (!column.isText()) {
    for (const double number : column.numbers) keys.push_back(wholeNumberKey(number));
    return keys;
  }
  std::vector<std::string> known;
  for (const std::string& text : column.texts) known.push_back(keyOf(text));
  for (const std::int32_t code : column.codes)
    keys.push_back(code < 0 ? std::string() : known[static_cast<std::size_t>(code)]);
  return keys;
}

bool areUnique(const Keys& keys) {
  std::unordered_set<std::string_view> seen;
  return std::all_of(keys.begin(), keys.end(), [&](const std::string& key) {
    return key.empty() || seen.insert(key).second;
  });
}

RowMatch matchByKeys(const Keys& theirs, const Keys& ours, std::size_t column) {
  RowMatch match;
  match.key = column;
  std::unordered_map<std::string_view, std::int64_t> rowOf;
  for (std::size_t i = 0; i < theirs.size(); ++i) {
    if (theirs[i].empty() || rowOf.try_emplace(theirs[i], static_cast<std::int64_t>(i)).second)
      continue;
    if (match.repeated++ == 0) match.firstRepeated = static_cast<std::int64_t>(i);
  }
  std::unordered_set<std::string_view> used;
  for (const std::string& key : ours) {
    const auto found = key.empty() ? rowOf.end() : rowOf.find(key);
    match.rows.push_back(found == rowOf.end() ? -1 : found->second);
    if (found != rowOf.end()) used.insert(found->first);
  }
  for (std::size_t i = 0; i < theirs.size(); ++i)
    if (!used.contains(theirs[i]) && match.unused++ == 0)
      match.firstUnused = static_cast<std::int64_t>(i);
  return match;
}

// Of a column that counts rows.
bool numbersRows(const std::string& name) {
  const std::string text = lowerCase(name);
  return text == "id" || text == "index" || text == "row" || text == "unnamed: 0";
}

class Matcher {
 public:
  explicit Matcher(const TextTable& table) : table_(table) {}

  void tryFiles(const Column& files) {
    for (std::size_t i = 0; i < table_.width(); ++i) {
      const Column column = columnOf(table_, i);
      if (!column.isText()) {
        tryNumbers(files, column, i);
        continue;
      }
      for (const KeyOf keyOf : kFileKeys) {
        const Keys theirs = keysOf(column, keyOf), ours = keysOf(files, keyOf);
        // Names alone must not stand for files of several folders.
        if (keyOf == path || (areUnique(ours) && areUnique(theirs))) consider(theirs, ours, i);
      }
    }
  }

  void trySameName(const Column& mine) {
    for (std::size_t i = 0; i < table_.width(); ++i)
      if (lowerCase(table_.names()[i]) == lowerCase(mine.name) &&
          table_.isText(i) == mine.isText()) {
        const KeyOf asItIs = [](std::string_view text) { return std::string(text); };
        consider(keysOf(columnOf(table_, i), asItIs), keysOf(mine, asItIs), i);
      }
  }

  // By a column that numbers the samples, from 0 or, when it reaches their count, from 1.
  void tryRowNumbers(std::int64_t count) {
    for (std::size_t i = 0; i < table_.width(); ++i) {
      if (table_.isText(i) || !table_.head().hasHeader || !numbersRows(table_.names()[i])) continue;
      const std::vector<double> numbers = table_.numbers(i);
      const auto last = std::max_element(numbers.begin(), numbers.end());
      const bool isInside = std::all_of(numbers.begin(), numbers.end(), [&](double number) {
        return number >= 0.0 && number <= static_cast<double>(count);
      });
      if (!isInside || !areWhole(numbers)) continue;
      const bool isFromOne = *last == static_cast<double>(count);
      if (isFromOne && std::count(numbers.begin(), numbers.end(), 0.0) > 0) continue;
      Keys ours;
      for (std::int64_t row = 0; row < count; ++row)
        ours.push_back(std::to_string(row + (isFromOne ? 1 : 0)));
      consider(keysOf(columnOf(table_, i), numberKey), ours, i);
    }
  }

  // Without a key when none was found.
  RowMatch take() { return std::move(best_); }

 private:
  void tryNumbers(const Column& files, const Column& column, std::size_t index) {
    if (!areWhole(column.numbers)) return;
    const Keys theirs = keysOf(column, numberKey), ours = keysOf(files, numberKey);
    // Any column of small numbers would fit some files called 1, 2, 3: it must tell rows apart.
    if (areUnique(theirs) && areUnique(ours)) consider(theirs, ours, index);
  }

  // The key that finds most samples, of equals the surest.
  void consider(const Keys& theirs, const Keys& ours, std::size_t column) {
    RowMatch match = matchByKeys(theirs, ours, column);
    const auto matched = std::count_if(match.rows.begin(), match.rows.end(),
                                       [](std::int64_t row) { return row >= 0; });
    if (matched <= bestMatched_) return;
    bestMatched_ = matched;
    best_ = std::move(match);
  }

  const TextTable& table_;
  RowMatch best_;
  std::ptrdiff_t bestMatched_ = 0;
};

}  // namespace

std::optional<RowMatch> matchRows(const TextTable& table, const std::vector<Column>& columns,
                                  std::int64_t count) {
  Matcher matcher(table);
  for (const Column& column : columns)
    if (column.isText() && column.name == kFileColumn) matcher.tryFiles(column);
  for (const Column& column : columns) matcher.trySameName(column);
  if (RowMatch match = matcher.take(); match.key) return match;
  matcher.tryRowNumbers(count);
  if (RowMatch match = matcher.take(); match.key) return match;
  if (table.rows() != count) return std::nullopt;
  RowMatch inOrder;
  inOrder.rows.resize(static_cast<std::size_t>(count));
  std::iota(inOrder.rows.begin(), inOrder.rows.end(), std::int64_t{0});
  return inOrder;
}

}  // namespace latlas::data
