// Which file beside a dataset tells more of its rows.
#pragma once

#include <filesystem>
#include <optional>

#include "core/data/open_options.h"

namespace latlas::data {

// The file that `options.metadata` names, as an absolute path; else the one beside the dataset,
// plain or gzipped: metadata.csv or metadata.tsv in a folder; NAME.metadata.csv or, unless the
// dataset is a table itself, NAME.csv beside a file NAME.npz; or the same with .tsv. Nothing for
// what is generated, or when there is none.
std::optional<std::filesystem::path> metadataBeside(const std::filesystem::path& dataset,
                                                    const OpenOptions& options);

}  // namespace latlas::data
