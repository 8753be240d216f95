#include "core/data/open_options.h"

#include <charconv>
#include <functional>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/data/delimited/table_kinds.h"

namespace latlas::data {
namespace {

struct Key {
  std::string name;
  std::string allowed;
  std::function<bool(OpenOptions&, std::string_view)> read;  // false: not allowed
  std::function<std::string(const OpenOptions&)> print;      // empty: the default
};

std::optional<std::int64_t> wholeNumber(std::string_view text, std::int64_t least,
                                        std::int64_t most) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < least || value > most)
    return std::nullopt;
  return value;
}

// The first name is the default, which is printed as nothing.
template <class Enum>
Key choice(std::string name, Enum OpenOptions::*member,
           std::vector<std::pair<std::string, Enum>> names) {
  std::string allowed = "one of";
  for (std::size_t i = 0; i < names.size(); ++i) allowed += (i == 0 ? " " : ", ") + names[i].first;
  const auto print = [member, names](const OpenOptions& options) {
    for (std::size_t i = 1; i < names.size(); ++i)
      if (options.*member == names[i].second) return names[i].first;
    return std::string();
  };
  const auto read = [member, names = std::move(names)](OpenOptions& options,
                                                       std::string_view text) {
    for (const auto& [known, value] : names)
      if (known == text) return options.*member = value, true;
    return false;
  };
  return {std::move(name), std::move(allowed), read, print};
}

template <class Number>
Key number(std::string name, Number OpenOptions::*member, std::int64_t least, std::int64_t most) {
  return {std::move(name),
          "0, or a whole number from " + std::to_string(least) + " to " + std::to_string(most),
          [=](OpenOptions& options, std::string_view text) {
            const auto value = wholeNumber(text, 0, most);
            if (!value || (*value != 0 && *value < least)) return false;
            options.*member = static_cast<Number>(*value);
            return true;
          },
          [=](const OpenOptions& options) {
            return options.*member == 0 ? "" : std::to_string(options.*member);
          }};
}

template <class Text>
Key text(std::string name, std::string allowed, Text OpenOptions::*member) {
  return {std::move(name), std::move(allowed),
          [=](OpenOptions& options, std::string_view value) {
            options.*member = Text(value);
            return true;
          },
          [=](const OpenOptions& options) {
            if constexpr (std::is_same_v<Text, std::string>)
              return options.*member;
            else
              return (options.*member).string();
          }};
}

const std::vector<Key>& keys() {
  constexpr std::int64_t kMostRows = std::int64_t{1} << 40;
  static const std::vector<Key> all{
      number("image_size", &OpenOptions::imageSize, kLeastImageSide, kMostImageSide),
      choice<Colour>("colour", &OpenOptions::colour,
                     {{"stored", Colour::asStored}, {"grey", Colour::grey}, {"rgb", Colour::rgb}}),
      choice<Fit>("fit", &OpenOptions::fit,
                  {{"crop", Fit::crop}, {"pad", Fit::pad}, {"stretch", Fit::stretch}}),
      choice<Background>(
          "background", &OpenOptions::background,
          {{"white", Background::white}, {"black", Background::black}, {"grey", Background::grey}}),
      choice<Meaning>("as", &OpenOptions::meaning,
                      {{"found", Meaning::byContent},
                       {"images", Meaning::images},
                       {"vectors", Meaning::vectors}}),
      text("array", "the path of an array", &OpenOptions::array),
      text("labels", "the name of an array or a column, or none", &OpenOptions::labels),
      choice<Part>("part", &OpenOptions::part,
                   {{"all", Part::all}, {"train", Part::train}, {"held_out", Part::heldOut}}),
      number("subset", &OpenOptions::subset, 1, kMostRows),
      text("metadata", "a " + std::string(kTableKinds) + " file", &OpenOptions::metadata)};
  return all;
}

}  // namespace

std::map<std::string, std::string> toValues(const OpenOptions& options) {
  std::map<std::string, std::string> values;
  for (const Key& key : keys())
    if (std::string value = key.print(options); !value.empty()) values[key.name] = value;
  return values;
}

void setOption(OpenOptions& options, std::string_view name, std::string_view value) {
  for (const Key& key : keys()) {
    if (key.name != name) continue;
    if (key.read(options, value)) return;
    throw Error(key.name + ": expected " + key.allowed + ", found \"" + std::string(value) + "\".");
  }
  throw Error("There is no way of opening called \"" + std::string(name) + "\". Did you mean \"" +
              nearestName(std::string(name), openOptionKeys()) + "\"?");
}

const std::vector<std::string>& openOptionKeys() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const Key& key : keys()) all.push_back(key.name);
    return all;
  }();
  return names;
}

std::string toString(const OpenOptions& options) {
  std::string text;
  for (const auto& [key, value] : toValues(options))
    text += (text.empty() ? "" : " ") + key + "=" + value;
  return text;
}

}  // namespace latlas::data
