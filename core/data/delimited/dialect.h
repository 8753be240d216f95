// What kind of table a text is, judged by its first rows: what separates the cells, and whether
// the first row names the columns.
// Threading: any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/data/delimited/cell.h"

namespace latlas::data {

struct TextHead {
  Dialect dialect;
  bool hasHeader = false;
  // From the header, or "0", "1", ...; all different. An empty cell gives "unnamed: 3".
  std::vector<std::string> names;
  std::size_t headerBytes = 0;  // of the header's row; 0: none
  // Of the rows that were looked at:
  std::size_t rows = 0;      // behind the header
  bool isEven = false;       // each has as many cells as there are names
  double numberShare = 0.0;  // of their cells that are numbers or missing
};

// `text` begins with a row (not with a byte order mark) and should hold some dozens of rows. Where
// it ends within a row, that row is not looked at unless it is the only one.
TextHead judgeText(std::string_view text);

// 3 when `text` begins with UTF-8's byte order mark, else 0.
std::size_t markLength(std::string_view text);

}  // namespace latlas::data
