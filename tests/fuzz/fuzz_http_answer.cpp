// The head of a server's answer, line by line: whatever it says, lengths and places are none or not
// negative.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/fetch/http_answer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  latlas::fetch::HttpAnswer answer;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  while (!rest.empty()) {
    const auto end = rest.find('\n');
    answer.readLine(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  const auto& range = answer.contentRange;
  if (answer.status < 0 || answer.status > 999 || answer.contentLength.value_or(0) < 0 ||
      (range && (range->first < 0 || range->total.value_or(0) < 0)))
    std::abort();
  return 0;
}
