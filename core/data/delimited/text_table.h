// A table that was read from text: columns of numbers or texts, packed row by row in pieces.
// Threading: a value; const but for takeNumbers(). Owns: its pieces, which copies share.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/data/delimited/dialect.h"
#include "core/data/delimited/piece.h"
#include "core/data/storage/element.h"

namespace latlas::data {

class TextTable {
 public:
  TextTable(TextHead head, std::vector<TablePiecePtr> pieces);

  std::int64_t rows() const { return rows_; }
  std::size_t width() const { return head_.names.size(); }
  const TextHead& head() const { return head_; }
  const std::vector<std::string>& names() const { return head_.names; }
  bool isText(std::size_t column) const { return kinds_[column] == CellKind::text; }
  // The narrowest that holds every number of the column and, as NaN, what is missing.
  Element element(std::size_t column) const;

  std::vector<double> numbers(std::size_t column) const;  // [rows], NaN: missing
  Column texts(std::size_t column) const;                 // codes by first occurrence

  // Its first rows, about half a megabyte of text.
  TextTable beginning() const;
  std::size_t memoryBytes() const;

  // [rows, columns.size()] of one type that holds them all, row by row. The table is empty
  // afterwards: pieces that no copy shares are freed as it goes.
  std::vector<std::uint8_t> takeNumbers(const std::vector<std::size_t>& columns, Element element);

 private:
  TextHead head_;
  std::vector<TablePiecePtr> pieces_;
  std::vector<CellKind> kinds_;
  std::int64_t rows_ = 0;
};

}  // namespace latlas::data
