#include "core/data/delimited/text_table.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace latlas::data {
namespace {

Element elementOf(CellKind kind) {
  if (kind == CellKind::byte) return Element::u8;
  return kind == CellKind::f32 ? Element::f32 : Element::f64;
}

CellKind kindOf(Element element) {
  if (element == Element::u8) return CellKind::byte;
  assert(element == Element::f32 || element == Element::f64);
  return element == Element::f32 ? CellKind::f32 : CellKind::f64;
}

// Columns that lie beside each other as they are wanted, or one that must be converted.
struct Step {
  std::size_t column;
  std::size_t offset;
  std::size_t bytes;  // to copy; 0: convert
};

std::vector<Step> stepsFor(const RowLayout& layout, const std::vector<std::size_t>& columns,
                           CellKind wanted) {
  std::vector<Step> steps;
  for (const std::size_t column : columns) {
    const std::size_t offset = layout.offsets[column];
    const bool fits = layout.kinds[column] == wanted;
    if (fits && !steps.empty() && steps.back().bytes > 0 &&
        steps.back().offset + steps.back().bytes == offset)
      steps.back().bytes += sizeOf(wanted);
    else
      steps.push_back({column, offset, fits ? sizeOf(wanted) : 0});
  }
  return steps;
}

void convert(double number, CellKind wanted, std::uint8_t* to) {
  if (wanted == CellKind::f64) {
    std::memcpy(to, &number, sizeof number);
    return;
  }
  if (wanted == CellKind::byte) {
    *to = static_cast<std::uint8_t>(number);
    return;
  }
  const auto single = static_cast<float>(number);
  std::memcpy(to, &single, sizeof single);
}

}  // namespace

TextTable::TextTable(TextHead head, std::vector<TablePiecePtr> pieces)
    : head_(std::move(head)), pieces_(std::move(pieces)), kinds_(width(), CellKind::byte) {
  for (const TablePiecePtr& piece : pieces_) {
    rows_ += piece->rows;
    for (std::size_t i = 0; i < kinds_.size(); ++i)
      kinds_[i] = std::max(kinds_[i], piece->layout->kinds[i]);
  }
}

Element TextTable::element(std::size_t column) const {
  assert(!isText(column));
  return elementOf(kinds_[column]);
}

std::vector<double> TextTable::numbers(std::size_t column) const {
  assert(!isText(column));
  std::vector<double> numbers;
  numbers.reserve(static_cast<std::size_t>(rows_));
  for (const TablePiecePtr& piece : pieces_)
    for (std::int64_t row = 0; row < piece->rows; ++row)
      numbers.push_back(piece->number(row, column));
  return numbers;
}

Column TextTable::texts(std::size_t column) const {
  assert(isText(column));
  Column result;
  result.name = names()[column];
  result.codes.reserve(static_cast<std::size_t>(rows_));
  std::unordered_map<std::string_view, std::int32_t> known;
  for (const TablePiecePtr& piece : pieces_) {
    const auto& texts = piece->layout->textColumns;
    const auto at = std::lower_bound(texts.begin(), texts.end(), column) - texts.begin();
    const TextPool& pool = piece->pools[static_cast<std::size_t>(at)];
    std::vector<std::int32_t> codes;
    for (std::size_t i = 0; i < pool.size(); ++i)
      codes.push_back(
          known.try_emplace(pool.text(i), static_cast<std::int32_t>(known.size())).first->second);
    for (std::int64_t row = 0; row < piece->rows; ++row) {
      const std::int32_t code = piece->code(row, column);
      result.codes.push_back(code < 0 ? -1 : codes[static_cast<std::size_t>(code)]);
    }
  }
  result.texts.resize(known.size());
  for (const auto& [text, code] : known) result.texts[static_cast<std::size_t>(code)] = text;
  return result;
}

TextTable TextTable::beginning() const {
  return {head_, {pieces_.begin(), pieces_.begin() + (pieces_.empty() ? 0 : 1)}};
}

std::size_t TextTable::memoryBytes() const {
  std::size_t bytes = 0;
  for (const TablePiecePtr& piece : pieces_) bytes += piece->memoryBytes();
  return bytes;
}

std::vector<std::uint8_t> TextTable::takeNumbers(const std::vector<std::size_t>& columns,
                                                 Element element) {
  const CellKind wanted = kindOf(element);
  const std::size_t size = sizeOf(wanted);
  std::vector<std::uint8_t> bytes;
  // Its pages are taken as they are filled, while those of the pieces are given back.
  bytes.reserve(static_cast<std::size_t>(rows_) * columns.size() * size);
  for (TablePiecePtr& piece : pieces_) {
    const std::vector<Step> steps = stepsFor(*piece->layout, columns, wanted);
    std::size_t at = bytes.size();
    bytes.resize(at + static_cast<std::size_t>(piece->rows) * columns.size() * size);
    for (std::int64_t row = 0; row < piece->rows; ++row) {
      const std::uint8_t* from =
          piece->bytes.data() + static_cast<std::size_t>(row) * piece->layout->rowBytes;
      for (const Step& step : steps) {
        if (step.bytes > 0)
          std::memcpy(bytes.data() + at, from + step.offset, step.bytes);
        else
          convert(piece->number(row, step.column), wanted, bytes.data() + at);
        at += step.bytes > 0 ? step.bytes : size;
      }
    }
    piece = nullptr;
  }
  pieces_.clear();
  rows_ = 0;
  return bytes;
}

}  // namespace latlas::data
