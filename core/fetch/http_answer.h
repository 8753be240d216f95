// What the head of an HTTP answer says, as far as a download cares.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace latlas::fetch {

struct ContentRange {
  std::int64_t first = 0;
  std::optional<std::int64_t> total;  // of the whole file
};

// "bytes 500-999/1000", the total may be "*". Nothing for anything else.
std::optional<ContentRange> parseContentRange(std::string_view text);

struct HttpAnswer {
  int status = 0;
  std::optional<std::int64_t> contentLength;
  std::optional<ContentRange> contentRange;
  std::string version;  // a strong ETag, else Last-Modified

  // One line of the head, as it came. A status line begins a new answer: the one behind a redirect.
  void readLine(std::string_view line);
};

}  // namespace latlas::fetch
