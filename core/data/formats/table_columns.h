// What the columns of a table are: variables or pixels, labels, or more that is known of a row.
// Threading: any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/data/delimited/text_table.h"
#include "core/data/open_options.h"
#include "core/data/survey.h"

namespace latlas::data {

struct TableColumns {
  std::vector<std::size_t> samples;  // numbers of a sample, in the table's order
  std::optional<std::size_t> labels;
  std::vector<std::size_t> metadata;
  std::vector<std::size_t> empty;  // without a single value
  int imageSide = 0;               // pixels; 0: the samples are vectors
  bool hasMeaning = false;         // could be seen as images and as vectors
  bool isGuess = false;            // which of them was judged without a word about pixels
};

// - Labels: the column that options.labels names ("none": none); else one called label, class,
//   target, species, y, ...; else the only column of texts with few different ones; else, beside
//   pixels, the first or last column if its small whole numbers leave few gaps.
// - Metadata: other texts, and whole numbers called id, index or "unnamed: 0" (pandas' name for
//   a first column without one), or ascending ones whose name ends in "id".
// - Images: whole numbers from 0 to 255 in a square number of columns, 16 or more, that have no
//   names or names that count ("pixel0", "1x1"); or as options.meaning says.
// `isLabelElsewhere`: options.labels may name what is not in this table. Throws Error when the
// column for the labels is not there, or the samples cannot be what options.meaning says, or there
// are none. `path` is for messages.
TableColumns judgeTable(const TextTable& table, const OpenOptions& options, bool isLabelElsewhere,
                        const std::filesystem::path& path);

// Columns that could be the labels, for the user to choose.
std::vector<Choice> labelChoices(const TextTable& table, const TableColumns& columns);

}  // namespace latlas::data
