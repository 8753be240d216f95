// The cells of CSV and TSV, one at a time: where one ends, what it says. Numbers are read without
// the locale. Source of the quoting rules: RFC 4180.
// Threading: any thread.
#pragma once

#include <string>
#include <string_view>

namespace latlas::data {

// How a text is cut into cells.
struct Dialect {
  char delimiter = ',';  // ',' '\t' ';' or ' ': then any number of blanks and tabs
  bool hasQuotes = true;
  bool hasDecimalComma = false;  // "1,5" is a number: only between semicolons

  bool isSpaced() const { return delimiter == ' '; }
  bool separates(char letter) const {
    return letter == delimiter || (letter == '\t' && isSpaced());
  }
  bool operator==(const Dialect&) const = default;
};

struct RawCell {
  std::string_view content;       // without blanks around it and without its quotes
  bool hasDoubledQuotes = false;  // "" within, which stands for one quote
  // Behind the cell: the delimiter or the line's end ("\n" or "\r\n"). Null when the closing quote
  // is missing, and then `content` is empty, or is followed by something else.
  const char* end = nullptr;
};

// The cell that begins at `at`, in a text whose last byte is '\n'.
RawCell rawCell(const char* at, const char* textEnd, const Dialect& dialect);

// The text of a cell as UTF-8: doubled quotes made single, what is not UTF-8 taken for Latin-1.
std::string cellText(const RawCell& cell);

enum class CellType { missing, number, infinite, text };
struct CellValue {
  CellType type = CellType::text;
  double number = 0.0;
};
// Missing: nothing, NA, N/A, nan, null or ?, in any case.
CellValue cellValue(std::string_view content, const Dialect& dialect);

// Whether a quote at `at` opens a quoted cell: only blanks stand between it and the cell's begin.
bool opensCell(const char* textBegin, const char* at, const Dialect& dialect);

// Where the rows of a text end that begins with a row. A line's end within quotes ends no row.
class RowEnds {
 public:
  RowEnds(const char* begin, const char* end, const Dialect& dialect);

  // Behind the first row's end at or after `from`; null when none is there. Calls must ascend.
  const char* next(const char* from);

 private:
  void findQuote(const char* from);

  const char* begin_;
  const char* end_;
  const char* at_;     // outside of quotes
  const char* quote_;  // the first behind at_ that opens a cell; end_: none
  Dialect dialect_;
};

}  // namespace latlas::data
