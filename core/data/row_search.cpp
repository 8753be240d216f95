#include "core/data/row_search.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/error.h"

namespace latlas::data {
namespace {

constexpr std::string_view kSpaces = " \t";
constexpr std::string_view kSigns = "<>=!";
constexpr std::array<std::string_view, 6> kComparisons{"<", "<=", ">", ">=", "=", "!="};
// Names listed in a complaint; more would not be read.
constexpr std::size_t kListedNames = 8;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool sameText(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

bool contains(std::string_view text, std::string_view part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char x, char y) { return lower(x) == lower(y); }) != text.end();
}

std::optional<double> toNumber(std::string_view text) {
  double value = 0.0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

// "row 12" or "12".
std::optional<std::int64_t> toRow(std::string_view text) {
  constexpr std::string_view kRow = "row ";
  if (text.size() > kRow.size() && sameText(text.substr(0, kRow.size()), kRow))
    text = trimmed(text.substr(kRow.size()));
  std::int64_t row = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), row);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return row;
}

bool compares(double value, std::string_view sign, double wanted) {
  if (std::isnan(value)) return false;  // missing
  if (sign == "<") return value < wanted;
  if (sign == "<=") return value <= wanted;
  if (sign == ">") return value > wanted;
  if (sign == ">=") return value >= wanted;
  // As it is shown: 0.1 stands for the float nearest to it.
  const bool isEqual = std::abs(value - wanted) <= 1e-6 * std::max(1.0, std::abs(wanted));
  return (sign == "!=") != isEqual;
}

}  // namespace

bool RowFilter::isEmpty() const {
  return label < 0 && text.find_first_not_of(" \t,") == std::string::npos;
}

RowSearch::RowSearch(const Dataset& dataset, const RowFilter& filter)
    : dataset_(dataset), label_(filter.label) {
  std::string_view rest = filter.text;
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const std::string_view term = trimmed(rest.substr(0, comma));
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    if (term.empty()) continue;
    const auto begin = term.find_first_of(kSigns);
    if (begin == std::string_view::npos) {
      addText(term);
      continue;
    }
    const auto end = term.find_first_not_of(kSigns, begin);
    const std::string_view value =
        end == std::string_view::npos ? std::string_view() : trimmed(term.substr(end));
    // What is still being typed hides nothing yet.
    if (!value.empty())
      addComparison(trimmed(term.substr(0, begin)), term.substr(begin, end - begin), value);
  }
}

RowSearch::Sight RowSearch::sightOf(Of of, int index) const {
  Sight sight{of, index};
  const auto at = static_cast<std::size_t>(index);
  if (of == Of::label) sight.judged.resize(dataset_.info().classes.size());
  if (of == Of::factor) sight.judged.resize(dataset_.info().factors[at].values.size());
  if (of == Of::texts) sight.judged.resize(dataset_.columns()[at].texts.size());
  return sight;
}

void RowSearch::addText(std::string_view text) {
  const auto row = toRow(text);
  const bool isNumber = toNumber(text).has_value();
  Term term;
  if (row) term.anyOf.push_back(sightOf(Of::row, 0));
  if (!row || isNumber) {
    term.anyOf.push_back(sightOf(Of::label, 0));
    for (int i = 0; i < std::ssize(dataset_.columns()); ++i)
      if (dataset_.columns()[static_cast<std::size_t>(i)].isText())
        term.anyOf.push_back(sightOf(Of::texts, i));
  }
  term.holdsNumber = [wanted = static_cast<double>(row.value_or(-1))](double number) {
    return number == wanted;
  };
  // The class 1 and not 10, 11, ...
  term.holdsText = [wanted = std::string(text), isNumber](std::string_view known) {
    return isNumber && toNumber(known) ? sameText(known, wanted) : contains(known, wanted);
  };
  terms_.push_back(std::move(term));
}

// What is called `name`; throws Error when nothing is.
RowSearch::Sight RowSearch::sightNamed(std::string_view name) const {
  std::vector<std::string_view> all{"row"};
  if (sameText(all.back(), name)) return sightOf(Of::row, 0);
  if (!dataset_.info().classes.empty()) {
    all.push_back("class");
    if (sameText(all.back(), name)) return sightOf(Of::label, 0);
  }
  for (int i = 0; i < std::ssize(dataset_.info().factors); ++i) {
    all.push_back(dataset_.info().factors[static_cast<std::size_t>(i)].name);
    if (sameText(all.back(), name)) return sightOf(Of::factor, i);
  }
  for (int i = 0; i < std::ssize(dataset_.columns()); ++i) {
    const Column& column = dataset_.columns()[static_cast<std::size_t>(i)];
    all.push_back(column.name);
    if (sameText(all.back(), name)) return sightOf(column.isText() ? Of::texts : Of::numbers, i);
  }
  std::string known;
  for (std::size_t i = 0; i < std::min(all.size(), kListedNames); ++i)
    known += (i > 0 ? ", " : "") + std::string(all[i]);
  throw Error("Nothing is called \"" + std::string(name) + "\". There is " + known +
              (all.size() > kListedNames ? ", ..." : "."));
}

void RowSearch::addComparison(std::string_view name, std::string_view sign,
                              std::string_view value) {
  if (sign == "==") sign = "=";
  if (std::find(kComparisons.begin(), kComparisons.end(), sign) == kComparisons.end())
    throw Error("\"" + std::string(sign) + "\" compares nothing. Use < <= > >= = or !=.");
  Term term;
  term.anyOf.push_back(sightNamed(name));
  const Of of = term.anyOf.front().of;
  const bool takesTexts = of == Of::label || of == Of::texts;
  const bool isOrder = sign != "=" && sign != "!=";
  const auto number = toNumber(value);
  if (!number && (!takesTexts || isOrder))
    throw Error("\"" + std::string(value) + "\" is no number to compare " + std::string(name) +
                " with.");
  term.holdsNumber = [sign = std::string(sign), number](double known) {
    return number && compares(known, sign, *number);
  };
  term.holdsText = [sign = std::string(sign), number, isOrder,
                    wanted = std::string(value)](std::string_view known) {
    const auto asNumber = toNumber(known);
    if (number && asNumber) return compares(*asNumber, sign, *number);
    return !isOrder && (sign == "!=") != sameText(known, wanted);
  };
  terms_.push_back(std::move(term));
}

bool RowSearch::holds(const Term& term, Sight& sight, std::int64_t row) const {
  if (sight.of == Of::row) return term.holdsNumber(static_cast<double>(row));
  const DatasetInfo& info = dataset_.info();
  const auto at = static_cast<std::size_t>(sight.index);
  if (sight.of == Of::numbers)
    return term.holdsNumber(dataset_.columns()[at].numbers[static_cast<std::size_t>(row)]);
  int code = -1;
  if (sight.of == Of::label) code = dataset_.label(row);
  if (sight.of == Of::factor) code = dataset_.factorLevel(row, sight.index);
  if (sight.of == Of::texts) code = dataset_.columns()[at].codes[static_cast<std::size_t>(row)];
  if (code < 0 || code >= std::ssize(sight.judged)) return false;
  const auto which = static_cast<std::size_t>(code);
  signed char& judged = sight.judged[which];
  if (judged == 0) {
    bool does = false;
    if (sight.of == Of::label) does = term.holdsText(info.classes[which]);
    if (sight.of == Of::factor) does = term.holdsNumber(info.factors[at].values[which]);
    if (sight.of == Of::texts) does = term.holdsText(dataset_.columns()[at].texts[which]);
    judged = does ? 1 : -1;
  }
  return judged > 0;
}

bool RowSearch::matches(std::int64_t row) {
  if (label_ >= 0 && dataset_.label(row) != label_) return false;
  for (Term& term : terms_) {
    const bool isMet = std::any_of(term.anyOf.begin(), term.anyOf.end(),
                                   [&](Sight& sight) { return holds(term, sight, row); });
    if (!isMet) return false;
  }
  return true;
}

}  // namespace latlas::data
