// What an array beside the samples says of their rows: classes, columns or factors.
// Threading: any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/data/annotations.h"
#include "core/data/arrays/array_values.h"
#include "core/data/dataset.h"

namespace latlas::data {

// One row of `values` for each of `count` samples. Becomes
// - classes: texts, or whole numbers, one a row, of which at most kMostClasses differ; and rows of
//   which exactly one number is 1 and the others 0 (one-hot). NaN and "" are rows without a class;
// - else columns: "NAME", or "NAME 0", "NAME 1", ... of rows of several (at most kMostColumns).
// `classNames` name the classes 0, 1, ...; used when they reach that far. Classes that are known
// already are kept and a column is added. Throws Error naming `path` when the rows are not as many
// as the samples, or hold texts in several columns, or too many.
void addLabels(const std::string& name, const ArrayValues& values, std::int64_t count,
               const std::vector<std::string>& classNames, const std::filesystem::path& path,
               DatasetInfo& info, Annotations& annotations);

// Whether an array can be labels at all, before it is read: `count` rows of at most kMostColumns
// values. Throws Error naming `path`.
void requireFittingRows(const ArrayDescription& array, std::int64_t count,
                        const std::filesystem::path& path);

// As above, but never the dataset's classes.
void addColumns(const std::string& name, const ArrayValues& values, std::int64_t count,
                const std::filesystem::path& path, Annotations& annotations);

// [count, factors] of numbers, called once at most for a dataset: each column becomes a factor
// whose levels are the numbers that occur; one with missing numbers or more than kMostLevels
// becomes a column instead. `names`: missing ones are "factor 0", ... Throws Error naming `path` as
// addLabels() does.
void addFactors(const ArrayValues& values, const std::vector<std::string>& names,
                std::int64_t count, const std::filesystem::path& path, DatasetInfo& info,
                Annotations& annotations);

// The levels of factor `name` as the classes; `classNames` when there are as many as levels, else
// the levels' values. Nothing happens when there is no such factor.
void classesFromFactor(const std::string& name, const std::vector<std::string>& classNames,
                       DatasetInfo& info, Annotations& annotations);

inline constexpr std::int64_t kMostColumns = 256;
inline constexpr std::size_t kMostLevels = 4096;

}  // namespace latlas::data
