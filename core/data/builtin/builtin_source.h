// "builtin:NAME?key=value&key=value", taken apart and put together.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latlas::data {

struct BuiltinSource {
  std::string name;                           // "sprites"
  std::map<std::string, std::string> values;  // by key
};

// Throws Error for a key without a value or given twice. Which names and keys exist is not judged.
BuiltinSource parseBuiltin(std::string_view source);

// Throws Error that names the nearest known key, and all of them, when the source has one that is
// not `known`.
void requireKnownKeys(const BuiltinSource& source, std::span<const std::string> known);

// The whole number under `key`, or `fallback`. Throws Error when it is none or outside
// [least, most].
std::int64_t wholeNumber(const BuiltinSource& source, const std::string& key, std::int64_t fallback,
                         std::int64_t least, std::int64_t most);
// The same of any number.
double realNumber(const BuiltinSource& source, const std::string& key, double fallback,
                  double least, double most);
// Under `seed`, 0 unless it is given.
std::uint64_t seedOf(const BuiltinSource& source);

// "builtin:NAME?key=value&..." with the keys in the order given: the one way to write a dataset.
std::string canonicalSource(const std::string& name,
                            const std::vector<std::pair<std::string, std::string>>& values);
// As short as it can be read back.
std::string valueText(double number);

}  // namespace latlas::data
