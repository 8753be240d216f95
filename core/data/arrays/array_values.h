// Small arrays read whole: labels, factors, names. Numbers or texts, in C order.
// Threading: any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/data/arrays/array_description.h"

namespace latlas::data {

struct ArrayValues {
  std::vector<std::int64_t> dims;
  std::vector<double> numbers;  // integers beyond 2^53 are rounded
  bool isText = false;
  std::vector<std::string> texts;  // UTF-8; instead of numbers

  std::int64_t rows() const { return dims.empty() ? 1 : dims.front(); }
  // Values in a row.
  std::int64_t columns() const;
};

// `bytes` are array.bytes() of them. Texts end before their last NULs; what is no character
// becomes U+FFFD.
ArrayValues toValues(const ArrayDescription& array, std::span<const std::uint8_t> bytes);

// The rows of `more` behind those of `all`, which may be empty. Throws Error naming `path` when
// their columns or kinds differ.
void appendRows(ArrayValues& all, const ArrayValues& more, const std::filesystem::path& path);

}  // namespace latlas::data
