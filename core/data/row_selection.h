// Some rows of a dataset as a dataset of their own: one of its parts, or a subset.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

// The rows, ascending, that `options.part` and `options.subset` keep of a dataset with this source,
// count and split; nothing when they keep all. Throws Error when the wanted part does not exist.
std::optional<std::vector<std::int64_t>> chosenRows(const DatasetInfo& info,
                                                    const OpenOptions& options);

// `options.part` and `options.subset` applied; the dataset itself when they ask for all of it. A
// subset takes one row, drawn with a fixed seed, from each of as many equal stretches, so that data
// sorted by class stay balanced. Throws Error when the wanted part does not exist.
DatasetPtr selectRows(DatasetPtr dataset, const OpenOptions& options);

}  // namespace latlas::data
