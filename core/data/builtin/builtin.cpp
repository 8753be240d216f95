#include "core/data/builtin/builtin.h"

#include <charconv>
#include <vector>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/data/builtin/sprites.h"

namespace latlas::data {
namespace {

constexpr std::string_view kPrefix = "builtin:";

struct Generator {
  std::string name;
  DatasetPtr (*open)(const BuiltinSource&, const OpenOptions&, Progress&);
};

const std::vector<Generator>& generators() {
  static const std::vector<Generator> all{{"sprites", openSprites}};
  return all;
}

}  // namespace

bool isBuiltin(std::string_view source) { return source.starts_with(kPrefix); }

BuiltinSource parseBuiltin(std::string_view source) {
  const std::string_view all = source.substr(kPrefix.size());
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
    for (const std::string& name : known) isKnown = isKnown || name == key;
    if (!isKnown)
      throw Error("builtin:" + source.name + " has no key \"" + key + "\". Did you mean \"" +
                  nearestName(key, known) + "\"?");
  }
}

std::int64_t wholeNumber(const BuiltinSource& source, const std::string& key,
                         std::int64_t fallback, std::int64_t least, std::int64_t most) {
  const auto found = source.values.find(key);
  if (found == source.values.end()) return fallback;
  const std::string& text = found->second;
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < least || number > most)
    throw Error("builtin:" + source.name + ": expected " + key + " to be a whole number from " +
                std::to_string(least) + " to " + std::to_string(most) + ", found \"" + text +
                "\". Leave it out for " + std::to_string(fallback) + ".");
  return number;
}

DatasetPtr openBuiltin(std::string_view source, const OpenOptions& options, Progress& progress) {
  const BuiltinSource parsed = parseBuiltin(source);
  std::vector<std::string> names;
  for (const Generator& generator : generators()) {
    if (generator.name == parsed.name) return generator.open(parsed, options, progress);
    names.push_back(generator.name);
  }
  throw Error("There is no built-in dataset \"" + parsed.name + "\". Did you mean builtin:" +
              nearestName(parsed.name, names) + "?");
}

}  // namespace latlas::data
