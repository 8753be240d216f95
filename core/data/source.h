// How a source of data is written: a path, or "builtin:NAME?key=value&key=value".
#pragma once

#include <string_view>

namespace latlas::data {

inline constexpr std::string_view kBuiltinPrefix = "builtin:";

inline bool isBuiltin(std::string_view source) { return source.starts_with(kBuiltinPrefix); }

}  // namespace latlas::data
