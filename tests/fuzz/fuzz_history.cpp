// A run's history.csv and events.jsonl: read or refused with an Error, and what was read is written
// as a table that reads as the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/io/history_files.h"

namespace {

using namespace latlas;

void readHistory(std::string_view text) {
  const train::History history = io::decodeHistory(text, "fuzz");
  const std::string written = io::encodeHistory(history);
  const train::History again = io::decodeHistory(written, "fuzz");
  if (io::encodeHistory(again) != written) std::abort();
  for (const series::Series* series : {&again.train, &again.heldOut, &again.dimensions})
    for (std::size_t column = 0; column < series->columns().size(); ++column)
      if (series->extent(column, 0, series->size()).any() && series->empty()) std::abort();
}

void readEvents(std::string_view text) {
  const auto events = io::decodeEvents(text, "fuzz");
  if (io::decodeEvents(io::encodeEvents(events), "fuzz").size() != events.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto read : {readHistory, readEvents}) {
    try {
      read(text);
    } catch (const Error&) {
    }
  }
  return 0;
}
