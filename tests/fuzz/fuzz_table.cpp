// CSV and TSV: read into columns or refused with an Error. What is accepted holds together: every
// column has a value for each row, also as a dataset would take them.
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/data/delimited/column_values.h"
#include "core/data/delimited/read_table.h"
#include "core/data/formats/table_columns.h"
#include "core/data/storage/gzip_source.h"

namespace {

using namespace latlas;
using namespace latlas::data;

void require(bool holds) {
  if (!holds) std::abort();
}

void checkColumns(const TextTable& table) {
  const auto rows = static_cast<std::size_t>(table.rows());
  for (std::size_t i = 0; i < table.width(); ++i) {
    if (table.isText(i)) {
      const Column texts = table.texts(i);
      require(texts.codes.size() == rows);
      for (const std::int32_t code : texts.codes)
        require(code >= -1 && code < static_cast<std::int32_t>(texts.texts.size()));
    } else {
      require(table.numbers(i).size() == rows);
    }
    labelsOf(table, i, "fuzz");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  const TextOpener open = [&] { return decompressed(std::make_unique<SpanSource>(bytes), "fuzz"); };
  OpenOptions options;
  options.memoryLimit = std::uint64_t{1} << 26;
  Progress progress;
  try {
    surveyDelimited(open, "fuzz", options, progress);
  } catch (const Error&) {
  }
  try {
    TextTable table = readDelimited(open, "fuzz", options, progress);
    checkColumns(table);
    const TableColumns columns = judgeTable(table, options, false, "fuzz");
    labelChoices(table, columns);
    const auto rows = static_cast<std::size_t>(table.rows());
    const auto taken = table.takeNumbers(columns.samples, Element::f64);
    require(taken.size() == rows * columns.samples.size() * sizeof(double));
  } catch (const Error&) {
  }
  return 0;
}
