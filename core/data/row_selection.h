// Some rows of a dataset as a dataset of their own: one of its parts, or a subset.
#pragma once

#include "core/data/dataset.h"
#include "core/data/open_options.h"

namespace latlas::data {

// `options.part` and `options.subset` applied; the dataset itself when they ask for all of it. A
// subset takes one row, drawn with a fixed seed, from each of as many equal stretches, so that data
// sorted by class stay balanced. Throws Error when the wanted part does not exist.
DatasetPtr selectRows(DatasetPtr dataset, const OpenOptions& options);

}  // namespace latlas::data
