// Sources that need no file: "builtin:NAME?key=value&key=value".
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "core/base/job.h"
#include "core/data/dataset.h"
#include "core/data/open.h"

namespace latlas::data {

struct BuiltinSource {
  std::string name;                           // "sprites"
  std::map<std::string, std::string> values;  // by key
};

bool isBuiltin(std::string_view source);

// Throws Error for a key without a value or given twice. Which names and keys exist is not judged.
BuiltinSource parseBuiltin(std::string_view source);

// Throws Error that names the nearest known key when the source has one that is not `known`.
void requireKnownKeys(const BuiltinSource& source, std::span<const std::string> known);

// The whole number under `key`, or `fallback`. Throws Error when it is none or outside
// [least, most].
std::int64_t wholeNumber(const BuiltinSource& source, const std::string& key,
                         std::int64_t fallback, std::int64_t least, std::int64_t most);

// Generates the dataset that `source` names; an unknown name is an Error with the nearest one.
DatasetPtr openBuiltin(std::string_view source, const OpenOptions& options, Progress& progress);

}  // namespace latlas::data
