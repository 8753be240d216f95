// A metadata table against samples that have files and numbers: rows are matched or not, and a
// match names a row of the table or none for each sample.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/delimited/read_table.h"
#include "core/data/metadata_keys.h"

namespace {

using namespace latlas;
using namespace latlas::data;

std::vector<Column> someColumns() {
  Column numbers;
  numbers.name = "id";
  numbers.numbers = {3, 1, 2};
  return {textColumn(kFileColumn, {"a/1.png", "b/2.png", "b/10.png"}), numbers};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<Column> columns = someColumns();
  const TextOpener open = [&] { return std::make_unique<SpanSource>(std::span(data, size)); };
  OpenOptions options;
  options.memoryLimit = std::uint64_t{1} << 26;
  Progress progress;
  try {
    const TextTable table = readDelimited(open, "fuzz", options, progress);
    const auto match = matchRows(table, columns, 3);
    if (!match) return 0;
    if (match->rows.size() != 3) std::abort();
    for (const std::int64_t row : match->rows)
      if (row < -1 || row >= table.rows()) std::abort();
    if (match->key && *match->key >= table.width()) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
