// What is known of a dataset's rows besides the samples: parallel arrays over the rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace latlas::data {

struct Annotations {
  std::vector<std::int32_t> labels;        // [count] indices into classes, -1: none; or empty
  std::vector<std::int32_t> factorLevels;  // [count, factors]; or empty
  std::vector<Column> columns{};           // each [count]
};

// The column of texts that says where each row came from, such as "cats/001.jpg": metadata are
// joined by it and samples found by it.
inline constexpr const char* kFileColumn = "file";

// Equal texts share a code; an empty text is missing.
Column textColumn(std::string name, const std::vector<std::string>& texts);

// ImageNet has 1,000; values that differ more often are rather numbers than classes.
inline constexpr std::size_t kMostClasses = 4096;

// Labels from any text or number per row: classes are the values that occur, numbers ascending,
// texts in alphabetical order. An empty text is -1.
struct Labels {
  std::vector<std::string> classes;
  std::vector<std::int32_t> labels;
};
Labels labelsFromTexts(const std::vector<std::string>& texts);
// Whole numbers; any 64-bit values.
Labels labelsFromNumbers(const std::vector<std::int64_t>& numbers);

}  // namespace latlas::data
