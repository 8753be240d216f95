// Reads a CSV or TSV into columns of numbers or texts: RFC 4180's quotes, any line ends, UTF-8 with
// or without a byte order mark, cells separated by commas, tabs, semicolons or blanks. Columns are
// judged by their content; numbers are exact and read without the locale.
// Threading: takes all cores.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "core/base/job.h"
#include "core/data/delimited/text_table.h"
#include "core/data/open_options.h"
#include "core/data/storage/byte_source.h"

namespace latlas::data {

// Opens the text anew, decompressed: it may be read twice.
using TextOpener = std::function<std::unique_ptr<ByteSource>()>;
TextOpener textFile(const std::filesystem::path& path);

// Throws Error (row, as a spreadsheet counts; column; expected; found) for what is not a table:
// rows of different length, quotes that do not close, infinite numbers, single cells without a
// number in a column of numbers; when it needs more memory than allowed; and Cancelled. `path` is
// for messages.
TextTable readDelimited(const TextOpener& open, const std::filesystem::path& path,
                        const OpenOptions& options, Progress& progress);

// The first rows, about half a megabyte; the rest is not looked at. Throws Error for what breaks the
// text's rules there.
TextTable readBeginning(const TextOpener& open, const std::filesystem::path& path);

// The first rows, how many rows there are in all, and all of them when they fit in memory
// (memoryAllowed()) and readDelimited() has nothing to say against them.
struct TableSurvey {
  TextTable begin;
  std::int64_t rows = 0;
  std::optional<TextTable> whole;
};
TableSurvey surveyDelimited(const TextOpener& open, const std::filesystem::path& path,
                            const OpenOptions& options, Progress& progress);

// Throws Error when a table of so many bytes is more than the options allow.
void requireTableMemory(const std::filesystem::path& path, std::uint64_t bytes,
                        const OpenOptions& options);

}  // namespace latlas::data
