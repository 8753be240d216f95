// More columns from a CSV or TSV beside a dataset, by row or by key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/data/found.h"
#include "core/data/open_options.h"
#include "core/data/survey.h"

namespace latlas::data {

// Columns of the metadata beside the dataset that could be its labels; none when they cannot be
// read. From the table's first rows.
std::vector<Choice> labelsBeside(const std::filesystem::path& dataset, const OpenOptions& options);

// Appends the file's columns to `found.annotations.columns`, each `count` long. Rows are found
// 1. by the samples' files, when a column of the file names them: by path, by name alone or by the
//    name without its ending; or by the number that the name is;
// 2. by a column that both have under the same name;
// 3. by a column called id, index or row that numbers the samples;
// 4. one by one, when there are as many rows as samples.
// Of several rows with one key the first counts, and found.info.skipped says so. Samples without a
// row have nothing in these columns.
// The column that options.labels names becomes the labels instead of those that there are; without
// options.labels and labels one that is called label, class, ... (isLabelName()).
// Throws Error (file, row, expected, found) when the file cannot be read or joined; one that
// options.metadata did not name is listed in found.info.skipped instead.
void joinMetadata(const std::filesystem::path& file, std::int64_t count, const OpenOptions& options,
                  Found& found);

}  // namespace latlas::data
