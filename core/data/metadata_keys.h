// Which row of a metadata table belongs to which sample.
// Threading: any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/data/annotations.h"
#include "core/data/delimited/text_table.h"

namespace latlas::data {

struct RowMatch {
  std::vector<std::int64_t> rows;  // of the table, for each sample; -1: none
  std::optional<std::size_t> key;  // the table's column that decided; none: row by row
  std::int64_t unused = 0;         // rows of the table that belong to no sample
  std::int64_t firstUnused = -1;
  std::int64_t repeated = 0;  // rows whose key an earlier one has
  std::int64_t firstRepeated = -1;
};

// By the columns that `count` samples have already, as metadata.h says; nothing when neither a key
// nor the count fits.
std::optional<RowMatch> matchRows(const TextTable& table, const std::vector<Column>& columns,
                                  std::int64_t count);

}  // namespace latlas::data
