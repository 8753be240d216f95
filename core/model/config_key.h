// The forms that a configuration key may have: a number in a range, a list of numbers, a switch, a
// name out of several. Each knows how its value is read, printed and explained.
#pragma once

#include <array>
#include <charconv>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/model/config.h"

namespace latlas::model {

enum class KeyForm { number, list, toggle, name };

// One key: how it is called, what is allowed, its way in and out of a Config, and when it counts.
struct Key {
  KeyHelp help;
  KeyForm form = KeyForm::number;
  std::function<bool(Config&, std::string_view)> read;  // false: not allowed, nothing was changed
  std::function<std::string(const Config&)> print;
  bool isLive = false;                          // may change while a run goes on
  std::function<bool(const Config&)> usedBy{};  // whether it has an effect there; null: always
};

template <class T>
struct Range {
  T lowest, highest;
  bool lowestExcluded = false;

  bool contains(T value) const {
    return (lowestExcluded ? value > lowest : value >= lowest) && value <= highest;
  }
};

template <class T>
std::string printNumber(T value) {
  std::array<char, 32> text;  // no number's shortest exact form has more than 24 characters
  char* const last = text.data() + text.size();
  if constexpr (std::is_floating_point_v<T>)
    return {text.data(), std::to_chars(text.data(), last, value, std::chars_format::general).ptr};
  else
    return {text.data(), std::to_chars(text.data(), last, value).ptr};
}

template <class T>
std::optional<T> readNumber(std::string_view text, const Range<T>& range) {
  T value{};
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  // NaN is in no range, and infinities are outside those that end at a finite number.
  if (end.ec != std::errc{} || end.ptr != text.data() + text.size() || !range.contains(value))
    return std::nullopt;
  return value;
}

template <class T>
std::string describe(const Range<T>& range) {
  const std::string kind = std::is_floating_point_v<T> ? "a number" : "a whole number";
  const bool hasLowest = range.lowest != std::numeric_limits<T>::lowest();
  const bool hasHighest = range.highest != std::numeric_limits<T>::max();
  std::string from, to;
  if (hasLowest)
    from = (range.lowestExcluded ? " above " : " of at least ") + printNumber(range.lowest);
  if (hasHighest) to = (hasLowest ? " and at most " : " of at most ") + printNumber(range.highest);
  return kind + from + to;
}

template <class T, class Part>
Key numberKey(std::string name, std::string text, Part Config::*part, T Part::*member,
              Range<T> range) {
  return {{std::move(name), describe(range), std::move(text)},
          KeyForm::number,
          [=](Config& config, std::string_view written) {
            const auto value = readNumber(written, range);
            if (value) config.*part.*member = *value;
            return value.has_value();
          },
          [=](const Config& config) { return printNumber(config.*part.*member); }};
}

template <class Enum>
using Names = std::vector<std::pair<Enum, std::string>>;

template <class Enum, class Part>
Key nameKey(std::string name, std::string text, Part Config::*part, Enum Part::*member,
            Names<Enum> names) {
  KeyHelp help{std::move(name), {}, std::move(text)};
  for (const auto& [value, known] : names) {
    help.allowed += (help.allowed.empty() ? "one of " : ", ") + known;
    help.names.push_back(known);
  }
  return {std::move(help), KeyForm::name,
          [=](Config& config, std::string_view written) {
            for (const auto& [value, known] : names)
              if (known == written) {
                config.*part.*member = value;
                return true;
              }
            return false;
          },
          [=](const Config& config) {
            for (const auto& [value, known] : names)
              if (value == config.*part.*member) return known;
            return std::string();
          }};
}

template <class Part>
Key toggleKey(std::string name, std::string text, Part Config::*part, bool Part::*member) {
  return {{std::move(name), "on or off", std::move(text)},
          KeyForm::toggle,
          [=](Config& config, std::string_view written) {
            const bool on = written == "on" || written == "true";
            if (!on && written != "off" && written != "false") return false;
            config.*part.*member = on;
            return true;
          },
          [=](const Config& config) { return std::string(config.*part.*member ? "on" : "off"); }};
}

// The numbers with commas between; empty for none.
std::string joined(const std::vector<int>& values);

Key listKey(std::string name, std::string text, std::vector<int> ModelConfig::*member,
            Range<int> range);

// Every key, in the order of configKeys().
const std::vector<Key>& keyTable();
// "key ...: expected ..., found ...".
Error refusedValue(const Key& key, const std::string& found);

// Throws Error naming the nearest known key.
const Key& findKey(std::string_view name);

}  // namespace latlas::model
