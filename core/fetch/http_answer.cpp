#include "core/fetch/http_answer.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace latlas::fetch {
namespace {

// The whole of `text` as a number, not negative.
std::optional<std::int64_t> wholeNumber(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpace = " \t\r\n";
  const auto first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

bool sameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

}  // namespace

std::optional<ContentRange> parseContentRange(std::string_view text) {
  constexpr std::string_view kUnit = "bytes ";
  const auto dash = text.find('-');
  const auto slash = text.find('/');
  if (!text.starts_with(kUnit) || dash == std::string_view::npos ||
      slash == std::string_view::npos || slash < dash)
    return std::nullopt;
  const auto first = wholeNumber(text.substr(kUnit.size(), dash - kUnit.size()));
  const auto last = wholeNumber(text.substr(dash + 1, slash - dash - 1));
  const std::string_view whole = text.substr(slash + 1);
  const auto total = wholeNumber(whole);
  if (!first || !last || *last < *first || (!total && whole != "*")) return std::nullopt;
  return ContentRange{*first, total};
}

void HttpAnswer::readLine(std::string_view line) {
  if (line.starts_with("HTTP/")) {
    *this = {};
    const auto space = line.find(' ');
    if (space != std::string_view::npos)
      status = static_cast<int>(wholeNumber(line.substr(space + 1, 3)).value_or(0));
    return;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trimmed(line.substr(colon + 1));
  if (sameName(name, "Content-Length")) contentLength = wholeNumber(value);
  if (sameName(name, "Content-Range")) contentRange = parseContentRange(value);
  // A weak ETag says "as good as", and not "the same bytes" (RFC 9110, 8.8.1).
  if (sameName(name, "ETag") && !value.starts_with("W/")) version = value;
  if (sameName(name, "Last-Modified") && !version.starts_with('"')) version = value;
}

}  // namespace latlas::fetch
