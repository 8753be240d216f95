#include "core/data/builtin/builtin_source.h"

#include <charconv>
#include <optional>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/data/source.h"

namespace latlas::data {
namespace {

template <class Number>
Number numberUnder(const BuiltinSource& source, const std::string& key, const char* kind,
                   Number fallback, Number least, Number most, const auto& show) {
  const auto found = source.values.find(key);
  if (found == source.values.end()) return fallback;
  const std::string& text = found->second;
  Number number{};
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  // Written so that NaN is refused too.
  const bool isInRange = number >= least && number <= most;
  if (fault != std::errc() || end != text.data() + text.size() || !isInRange)
    throw Error("builtin:" + source.name + ": expected " + key + " to be " + kind + " from " +
                show(least) + " to " + show(most) + ", found \"" + text + "\". Leave it out for " +
                show(fallback) + ".");
  return number;
}

}  // namespace

BuiltinSource parseBuiltin(std::string_view source) {
  const std::string_view all = source.substr(kBuiltinPrefix.size());
  const std::size_t query = all.find('?');
  BuiltinSource parsed{std::string(all.substr(0, query)), {}};
  std::string_view rest = query == std::string_view::npos ? "" : all.substr(query + 1);
  while (!rest.empty()) {
    const std::size_t end = rest.find('&');
    const std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? "" : rest.substr(end + 1);
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == pair.size())
      throw Error(std::string(source) + ": expected key=value, found \"" + std::string(pair) +
                  "\". Write it as in builtin:sprites?size=64&count=all.");
    if (!parsed.values.try_emplace(std::string(pair.substr(0, equals)), pair.substr(equals + 1))
             .second)
      throw Error(std::string(source) + ": the key \"" + std::string(pair.substr(0, equals)) +
                  "\" is given twice. Keep one.");
  }
  return parsed;
}

void requireKnownKeys(const BuiltinSource& source, std::span<const std::string> known) {
  for (const auto& [key, value] : source.values) {
    bool isKnown = false;
    std::string all;
    for (const std::string& name : known) {
      isKnown = isKnown || name == key;
      all += (all.empty() ? "" : ", ") + name;
    }
    if (!isKnown)
      throw Error("builtin:" + source.name + " has no key \"" + key + "\". Did you mean \"" +
                  nearestName(key, known) + "\"? It has " + all + ".");
  }
}

std::int64_t wholeNumber(const BuiltinSource& source, const std::string& key, std::int64_t fallback,
                         std::int64_t least, std::int64_t most) {
  return numberUnder(source, key, "a whole number", fallback, least, most,
                     [](std::int64_t number) { return std::to_string(number); });
}

double realNumber(const BuiltinSource& source, const std::string& key, double fallback,
                  double least, double most) {
  return numberUnder(source, key, "a number", fallback, least, most, valueText);
}

std::uint64_t seedOf(const BuiltinSource& source) {
  return static_cast<std::uint64_t>(wholeNumber(source, "seed", 0, 0, std::int64_t{1} << 53));
}

std::string canonicalSource(const std::string& name,
                            const std::vector<std::pair<std::string, std::string>>& values) {
  std::string source = std::string(kBuiltinPrefix) + name;
  for (std::size_t i = 0; i < values.size(); ++i)
    source += (i == 0 ? "?" : "&") + values[i].first + "=" + values[i].second;
  return source;
}

std::string valueText(double number) {
  char text[32];
  const auto result = std::to_chars(text, text + sizeof text, number);
  return {text, result.ptr};
}

}  // namespace latlas::data
