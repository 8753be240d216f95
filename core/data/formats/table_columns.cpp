#include "core/data/formats/table_columns.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/data/delimited/column_values.h"

namespace latlas::data {
namespace {

constexpr std::size_t kLeastPixels = 16;
// So many columns of bytes are no chance.
constexpr std::size_t kManyPixels = 64;

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

bool isAscending(const std::vector<double>& numbers) {
  return std::is_sorted(numbers.begin(), numbers.end(), std::less_equal<>()) &&
         std::none_of(numbers.begin(), numbers.end(), [](double n) { return std::isnan(n); });
}

// Few enough that most occur twice.
bool areFew(std::size_t different, std::int64_t rows) {
  return static_cast<std::int64_t>(2 * different) <= rows;
}

std::size_t sideOf(std::size_t pixels) {
  const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(pixels))));
  return side * side == pixels ? side : 0;
}

// "customer_id", "PassengerId", "ID", but not "acid".
bool endsInId(std::string_view name) {
  if (name.size() < 2) return false;
  const std::string_view end = name.substr(name.size() - 2);
  if (name.size() == 2) return lowerCase(end) == "id";
  const char before = name[name.size() - 3];
  return end == "ID" || end == "Id" || (end == "id" && (before == '_' || before == ' '));
}

// "pixel12" -> "pixel", "3x4" -> "", "px_3_4" -> "px_"; nothing when it does not count.
std::optional<std::string> countedPrefix(std::string_view name) {
  const std::size_t digits = name.find_first_of("0123456789");
  if (digits == std::string_view::npos) return std::nullopt;
  std::string_view rest = name.substr(digits);
  const auto passNumber = [&] {
    const std::size_t length = rest.find_first_not_of("0123456789");
    rest = length == std::string_view::npos ? "" : rest.substr(length);
  };
  passNumber();
  if (rest.size() >= 2 && !isDigit(rest[0]) && isDigit(rest[1])) {
    rest.remove_prefix(1);
    passNumber();
  }
  return rest.empty() ? std::optional(std::string(name.substr(0, digits))) : std::nullopt;
}

class Judge {
 public:
  Judge(const TextTable& table, const OpenOptions& options, bool isLabelElsewhere,
        const std::filesystem::path& path)
      : table_(table), options_(options), isLabelElsewhere_(isLabelElsewhere), path_(path) {}

  TableColumns run() {
    sortOut();
    if (options_.labels.empty())
      findLabels();
    else if (options_.labels != "none")
      takeChosenLabels();
    judgePixels();
    if (found_.samples.empty())
      throw fileError(path_, {"", "columns of numbers", "columns of texts only",
                              "Open the data that it describes: a table beside them, or chosen "
                              "with them, adds its columns"});
    return std::move(found_);
  }

 private:
  const std::string& name(std::size_t column) const { return table_.names()[column]; }

  // Numbers are samples until they turn out to be something else.
  void sortOut() {
    for (std::size_t i = 0; i < table_.width(); ++i) {
      if (table_.isText(i)) {
        found_.metadata.push_back(i);
        continue;
      }
      const bool isChosen = name(i) == options_.labels;
      if (!isChosen && table_.element(i) != Element::u8 && isEmpty(i))
        found_.empty.push_back(i);
      else if (!isChosen && isId(i))
        found_.metadata.push_back(i);
      else
        found_.samples.push_back(i);
    }
  }

  bool isEmpty(std::size_t column) const {
    const std::vector<double> numbers = table_.numbers(column);
    return std::all_of(numbers.begin(), numbers.end(), [](double n) { return std::isnan(n); });
  }

  bool isId(std::size_t column) const {
    if (!table_.head().hasHeader) return false;
    const std::string text = lowerCase(name(column));
    const bool isNamedSo = text == "id" || text == "index" || text == "unnamed: 0";
    if (!isNamedSo && !endsInId(name(column))) return false;
    const std::vector<double> numbers = table_.numbers(column);
    return areWhole(numbers) && (isNamedSo || isAscending(numbers));
  }

  void takeLabels(std::size_t column) {
    found_.labels = column;
    std::erase(found_.samples, column);
    std::erase(found_.metadata, column);
  }

  void takeChosenLabels() {
    const auto& names = table_.names();
    const auto at = std::find(names.begin(), names.end(), options_.labels);
    if (at != names.end()) return takeLabels(static_cast<std::size_t>(at - names.begin()));
    if (isLabelElsewhere_) return;
    throw fileError(path_,
                    {"", "a column called " + options_.labels + " for the labels", "none",
                     "Did you mean " + nearestName(options_.labels, names) + "? Or choose none"});
  }

  void findLabels() {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < table_.width(); ++i)
      if (table_.head().hasHeader && isLabelName(name(i)) && canBeLabels(i) &&
          (!best || labelRank(i) < labelRank(*best)))
        best = i;
    if (best) return takeLabels(*best);
    std::vector<std::size_t> few;
    for (const std::size_t column : found_.metadata)
      if (table_.isText(column)) {
        const std::size_t different = classCount(table_, column);
        if (different >= 2 && areFew(different, table_.rows())) few.push_back(column);
      }
    if (few.size() == 1) takeLabels(few[0]);
  }

  // "y" stands for labels, but beside "x" for a place.
  int labelRank(std::size_t column) const { return lowerCase(name(column)) == "y" ? 1 : 0; }

  bool canBeLabels(std::size_t column) const {
    if (lowerCase(name(column)) == "y" &&
        std::any_of(table_.names().begin(), table_.names().end(),
                    [](const std::string& other) { return lowerCase(other) == "x"; }))
      return false;
    // A column called so with many values is what a regression predicts.
    return classCount(table_, column) > 0;
  }

  void judgePixels() {
    if (!found_.labels && options_.labels.empty() && sideOf(found_.samples.size()) == 0)
      findLabelsBesidePixels();
    const std::size_t count = found_.samples.size();
    const std::size_t side = sideOf(count);
    const bool looksSo = arePixels(found_.samples);
    found_.hasMeaning = side >= 2 && (looksSo || options_.meaning == Meaning::images);
    if (options_.meaning == Meaning::images && side < 2)
      throw fileError(path_, {"", "a square number of columns with pixels, 4 or more",
                              std::to_string(count),
                              "Choose which column holds the labels, or open it as vectors"});
    const bool areImages =
        options_.meaning == Meaning::images || (options_.meaning == Meaning::byContent && looksSo);
    if (areImages) found_.imageSide = static_cast<int>(side);
    found_.isGuess = found_.hasMeaning && options_.meaning == Meaning::byContent &&
                     !saysPixels(countedPrefix(name(found_.samples[0])).value_or("-"));
  }

  // One column more than pixels.
  void findLabelsBesidePixels() {
    const std::vector<std::size_t>& all = found_.samples;
    if (all.size() < 2 || sideOf(all.size() - 1) == 0) return;
    const std::vector<std::size_t> behind(all.begin() + 1, all.end());
    const std::vector<std::size_t> before(all.begin(), all.end() - 1);
    const bool isTold = options_.meaning == Meaning::images;
    const int first = isTold || arePixels(behind) ? labelWorth(all.front()) : 0;
    const int last = isTold || arePixels(before) ? labelWorth(all.back()) : 0;
    if (first > 0 || last > 0) takeLabels(last > first ? all.back() : all.front());
  }

  // Classes are counted, without great gaps.
  int labelWorth(std::size_t column) const {
    if (table_.element(column) != Element::u8) return 0;
    const std::vector<double> known = distinct(table_.numbers(column), kMostFoundClasses);
    if (known.size() == 1) return 1;
    const double range = known.back() - known.front() + 1.0;
    return range > 2.0 * static_cast<double>(known.size()) ? 2 : 3;
  }

  bool arePixels(const std::vector<std::size_t>& columns) const {
    if (columns.size() < kLeastPixels || sideOf(columns.size()) == 0) return false;
    std::map<std::string, std::size_t> prefixes;
    std::vector<std::size_t> odd;
    for (const std::size_t column : columns) {
      if (table_.element(column) != Element::u8) odd.push_back(column);
      if (const auto prefix = countedPrefix(name(column))) ++prefixes[*prefix];
    }
    const auto most =
        std::max_element(prefixes.begin(), prefixes.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    // A name or two may be misspelt.
    if (most == prefixes.end() || most->second * 8 < columns.size() * 7) return false;
    if (odd.empty() || saysPixels(most->first)) return true;
    if (columns.size() >= kManyPixels && odd.size() * 32 <= columns.size() &&
        options_.meaning == Meaning::byContent)
      refuseOddPixel(odd);
    return false;
  }

  bool saysPixels(const std::string& prefix) const {
    const std::string text = lowerCase(prefix);
    if (text.starts_with("pix") || text.starts_with("px")) return true;
    return text.empty() && table_.head().hasHeader &&
           table_.names().back().find('x') != std::string::npos;  // "28x28"
  }

  // So many columns of bytes are pixels, and what is none is a mistake.
  [[noreturn]] void refuseOddPixel(const std::vector<std::size_t>& columns) const {
    std::size_t row = static_cast<std::size_t>(table_.rows()), column = columns[0];
    double value = 0.0;
    for (const std::size_t candidate : columns) {
      const std::vector<double> numbers = table_.numbers(candidate);
      for (std::size_t i = 0; i < row; ++i) {
        const double number = numbers[i];
        if (number >= 0.0 && number <= 255.0 && number == std::trunc(number)) continue;
        row = i;
        column = candidate;
        value = number;
      }
    }
    throw fileError(path_, {"row " + std::to_string(row + (table_.head().hasHeader ? 2 : 1)) +
                                ", column " + name(column),
                            "a pixel from 0 to 255 as in nearly all columns",
                            std::isnan(value) ? "nothing" : numberText(value),
                            "Correct the cell, or open the table as vectors"});
  }

  const TextTable& table_;
  const OpenOptions& options_;
  bool isLabelElsewhere_;
  const std::filesystem::path& path_;
  TableColumns found_;
};

}  // namespace

TableColumns judgeTable(const TextTable& table, const OpenOptions& options, bool isLabelElsewhere,
                        const std::filesystem::path& path) {
  return Judge(table, options, isLabelElsewhere, path).run();
}

std::vector<Choice> labelChoices(const TextTable& table, const TableColumns& columns) {
  std::vector<std::size_t> candidates = columns.metadata;
  if (columns.labels) candidates.insert(candidates.begin(), *columns.labels);
  if (columns.imageSide == 0)
    candidates.insert(candidates.end(), columns.samples.begin(), columns.samples.end());
  std::vector<Choice> choices;
  for (const std::size_t column : candidates) {
    const std::size_t different = classCount(table, column);
    if (different > 0 && (areFew(different, table.rows()) || column == columns.labels))
      choices.push_back(labelChoice(table, column, different));
  }
  return choices;
}

}  // namespace latlas::data
