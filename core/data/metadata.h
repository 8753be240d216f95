// More columns from a CSV or TSV beside a dataset, by row or by key.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

#include "core/data/assemble.h"
#include "core/data/survey.h"

namespace latlas::data {

// The file that `options.metadata` names, as an absolute path; else the one beside the dataset,
// plain or gzipped: metadata.csv or metadata.tsv in a folder; NAME.metadata.csv or, unless the
// dataset is a table itself, NAME.csv beside a file NAME.npz; or the same with .tsv. Nothing for
// what is generated, or when there is none.
std::optional<std::filesystem::path> metadataBeside(const std::filesystem::path& dataset,
                                                    const OpenOptions& options);

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
