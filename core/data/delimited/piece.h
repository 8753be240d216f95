// A stretch of rows of a CSV or TSV as numbers and texts, packed row by row.
// Threading: pieces are parsed on several threads at once; a parsed piece is const.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/data/delimited/cell.h"
#include "core/data/delimited/text_pool.h"

namespace latlas::data {

// How a column's cells are kept: the narrowest numbers that hold each of its values exactly
// (whole ones from 0 to 255; floats; doubles), or the index of a text. Missing is NaN or -1.
enum class CellKind : std::uint8_t { byte, f32, f64, text };
std::size_t sizeOf(CellKind kind);

struct RowLayout {
  explicit RowLayout(std::vector<CellKind> columnKinds);

  std::vector<CellKind> kinds;
  std::vector<std::uint32_t> offsets;  // bytes from a row's begin
  std::vector<std::uint32_t> textColumns;
  std::size_t rowBytes = 0;
};
using RowLayoutPtr = std::shared_ptr<const RowLayout>;

// A cell of a column of numbers that is none, or an infinite one.
struct BadCell {
  std::int64_t row = 0;  // of the piece
  std::uint32_t column = 0;
  std::string text;
  bool isInfinite = false;
};

struct TablePiece {
  RowLayoutPtr layout;
  std::int64_t rows = 0;
  std::vector<std::uint8_t> bytes;  // [rows, layout->rowBytes]
  std::vector<TextPool> pools;      // as layout->textColumns

  std::size_t memoryBytes() const;
  double number(std::int64_t row, std::size_t column) const;
  std::int32_t code(std::int64_t row, std::size_t column) const;
};
using TablePiecePtr = std::shared_ptr<const TablePiece>;

// What was met while a piece was parsed.
struct PieceFindings {
  std::vector<CellKind> needed;        // at least, of each column of numbers
  std::vector<std::uint32_t> missing;  // cells of each column
  std::vector<std::uint32_t> texts;    // cells of each column of numbers; empty: none
  std::vector<BadCell> bad;     // the first text and the first infinite number of each such column
  std::int64_t blankLines = 0;  // at the end
  // What breaks the text's rules and where, counted from the piece's first row.
  std::int64_t faultRow = -1;  // -1: nothing
  FileFault fault;             // `where` is empty, or "column 3"
};

struct ParsedPiece {
  TablePiece piece;
  PieceFindings findings;
};

// `text` holds whole rows and ends in '\n'. The piece has at least `layout`'s kinds, and wider ones
// where its numbers need them.
ParsedPiece parsePiece(std::string_view text, const Dialect& dialect, const RowLayoutPtr& layout);

// A cell's text as a message shows it: in quotes, printable, not too long.
std::string shownCell(std::string_view content);

}  // namespace latlas::data
