// What a table's columns hold: their different values, and their use as labels or columns of a
// dataset.
// Threading: any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/annotations.h"
#include "core/data/delimited/text_table.h"
#include "core/data/survey.h"

namespace latlas::data {

// The different numbers that are not missing, ascending; `most` + 1 of them when there are more.
std::vector<double> distinct(const std::vector<double>& numbers, std::size_t most);
// But for what is missing.
bool areWhole(const std::vector<double>& numbers);

// Classes are texts in alphabetical order or numbers ascending. Throws Error when more than
// kMostClasses differ. `path` is for messages.
Labels labelsOf(const TextTable& table, std::size_t column, const std::filesystem::path& path);

// Of labels that are taken or proposed without being asked for.
inline constexpr std::size_t kMostFoundClasses = 1000;
// How many different texts or whole numbers a column holds, 0 when it cannot be labels: other
// numbers, more than kMostFoundClasses, or none at all.
std::size_t classCount(const TextTable& table, std::size_t column);
// "species (3 different)"
Choice labelChoice(const TextTable& table, std::size_t column, std::size_t different);

// "label", "Class", "species", ...
bool isLabelName(std::string_view name);

// A column of texts or numbers as a dataset has it.
Column columnOf(const TextTable& table, std::size_t column);

// As short as it can be read back.
std::string numberText(double number);

std::string lowerCase(std::string_view text);  // of ASCII's letters

}  // namespace latlas::data
