// Whether the numbers that a model is handed are whole samples.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/base/error.h"

namespace latlas::model {

// How many rows of `width` numbers there are; throws Error when they do not come out even.
inline std::int64_t countRows(std::size_t numbers, std::int64_t width, const std::string& what) {
  const auto count = static_cast<std::int64_t>(numbers);
  if (count % width != 0)
    throw Error(what + ": expected a multiple of " + std::to_string(width) + " numbers, found " +
                std::to_string(count));
  return count / width;
}

inline void checkSize(std::size_t found, std::int64_t expected, const std::string& what) {
  if (static_cast<std::int64_t>(found) != expected)
    throw Error(what + ": expected " + std::to_string(expected) + " numbers, found " +
                std::to_string(found));
}

// Rows [begin, begin + count) of `width` numbers each; none of none.
template <class Number>
std::span<Number> rows(std::span<Number> values, std::int64_t begin, std::int64_t count,
                       std::int64_t width) {
  if (values.empty()) return values;
  return values.subspan(static_cast<std::size_t>(begin * width),
                        static_cast<std::size_t>(count * width));
}

}  // namespace latlas::model
