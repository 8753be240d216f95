// Lines of a text file.
#pragma once

#include <string_view>

namespace latlas::io {

// Cuts the next line, without its end, off the front of `text`.
inline std::string_view takeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  // Spreadsheets write lines that end in CR LF.
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace latlas::io
