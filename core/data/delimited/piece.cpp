#include "core/data/delimited/piece.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace latlas::data {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

bool isDigit(char letter) { return letter >= '0' && letter <= '9'; }

template <class Number>
void put(std::uint8_t* to, Number number) {
  std::memcpy(to, &number, sizeof number);
}

template <class Number>
Number get(const std::uint8_t* from) {
  Number number;
  std::memcpy(&number, from, sizeof number);
  return number;
}

CellKind narrowestKind(double value) {
  if (value >= 0.0 && value <= 255.0 && value == std::floor(value)) return CellKind::byte;
  // Beyond float's range the conversion would not be defined.
  const bool isInRange = std::abs(value) <= std::numeric_limits<float>::max();
  const bool isFloat = std::isnan(value) || (isInRange && static_cast<float>(value) == value);
  return isFloat ? CellKind::f32 : CellKind::f64;
}

class PieceParser {
 public:
  PieceParser(std::string_view text, const Dialect& dialect, const RowLayoutPtr& layout)
      : at_(text.data()), end_(text.data() + text.size()), dialect_(dialect), layout_(*layout) {
    piece_.layout = layout;
    piece_.pools.resize(layout_.textColumns.size());
    findings_.needed = layout_.kinds;
    findings_.missing.resize(layout_.kinds.size());
  }

  void run() {
    while (at_ < end_ && findings_.faultRow < 0) {
      if (dialect_.isSpaced()) skipSeparators();
      if (isLineEnd()) {
        ++findings_.blankLines;
        passLineEnd();
      } else if (findings_.blankLines > 0) {
        fault({"", "a row", "a blank line", "Take it out"});
      } else {
        row();
      }
    }
  }

  // Whether every number found room in the layout.
  bool fits() const { return fits_; }

  ParsedPiece take() && {
    piece_.bytes.shrink_to_fit();
    for (TextPool& pool : piece_.pools) pool.close();
    return {std::move(piece_), std::move(findings_)};
  }

 private:
  bool isLineEnd() const { return *at_ == '\n' || (*at_ == '\r' && at_[1] == '\n'); }
  void passLineEnd() { at_ += *at_ == '\r' ? 2 : 1; }
  void skipBlanks() {
    while (*at_ == ' ') ++at_;
  }
  void skipSeparators() {
    while (dialect_.separates(*at_)) ++at_;
  }

  void fault(FileFault what) {
    findings_.faultRow = piece_.rows;
    findings_.fault = std::move(what);
  }

  void row() {
    const char* begin = at_;
    const std::size_t base = piece_.bytes.size();
    piece_.bytes.resize(base + layout_.rowBytes);
    std::uint8_t* to = piece_.bytes.data() + base;
    const std::size_t width = layout_.kinds.size();
    std::size_t column = 0;
    while (true) {
      if (!cell(column, to)) return;
      ++column;
      if (isLineEnd()) break;
      ++at_;  // the delimiter
      if (dialect_.isSpaced()) {
        skipSeparators();
        if (isLineEnd()) break;
      }
      if (column == width) return refuseRow(begin);
    }
    if (column < width) return refuseRow(begin);
    passLineEnd();
    if (piece_.rows++ == 0) {
      // Rows of much the same length: saves the vector from doubling its way up.
      const auto rows =
          static_cast<std::size_t>(end_ - begin) / static_cast<std::size_t>(at_ - begin);
      piece_.bytes.reserve((rows + rows / 16 + 1) * layout_.rowBytes);
    }
  }

  void refuseRow(const char* begin) {
    std::size_t cells = 0;
    for (at_ = begin; !isLineEnd();) {
      const RawCell raw = rawCell(at_, end_, dialect_);
      if (!raw.end) return refuseQuote(cells, raw);
      ++cells;
      at_ = raw.end;
      if (isLineEnd()) break;
      ++at_;
      if (dialect_.isSpaced()) skipSeparators();
    }
    const std::size_t width = layout_.kinds.size();
    fault({"", std::to_string(width) + (width == 1 ? " cell" : " cells") + " as in the first row",
           std::to_string(cells), "Correct the row; a text that holds the delimiter needs quotes"});
  }

  void refuseQuote(std::size_t column, const RawCell& raw) {
    fault({"column " + std::to_string(column + 1), "a closing quote and then the cell's end",
           raw.content.empty() ? "no closing quote" : "more behind the quote",
           "Write a quote within a quoted text twice"});
  }

  // Reads the cell at at_ and goes behind it; false: a fault.
  bool cell(std::size_t column, std::uint8_t* to) {
    const CellKind kind = layout_.kinds[column];
    if (kind != CellKind::text && (smallNumber(column, kind, to) || number(column, kind, to)))
      return true;
    const RawCell raw = rawCell(at_, end_, dialect_);
    if (!raw.end) return refuseQuote(column, raw), false;
    at_ = raw.end;
    return kind == CellKind::text ? text(column, raw, to) : oddNumber(column, kind, raw, to);
  }

  // One to three digits, which is what most tables of pixels are made of.
  bool smallNumber(std::size_t column, CellKind kind, std::uint8_t* to) {
    if (!isDigit(*at_)) return false;
    const char* at = at_;
    int value = *at++ - '0';
    if (isDigit(*at)) value = value * 10 + (*at++ - '0');
    if (isDigit(*at)) value = value * 10 + (*at++ - '0');
    if (*at != dialect_.delimiter && *at != '\n') return false;
    at_ = at;
    std::uint8_t* slot = to + layout_.offsets[column];
    if (kind == CellKind::f32)
      put(slot, static_cast<float>(value));
    else if (kind == CellKind::f64)
      put(slot, static_cast<double>(value));
    else if (value <= 255)
      *slot = static_cast<std::uint8_t>(value);
    else
      need(column, CellKind::f32);
    return true;
  }

  bool number(std::size_t column, CellKind kind, std::uint8_t* to) {
    double value = 0.0;
    const auto [behind, wrong] = std::from_chars(at_, end_, value);
    if (wrong != std::errc() || !std::isfinite(value)) return false;
    const char* before = std::exchange(at_, behind);
    if (!dialect_.isSpaced()) skipBlanks();
    if (*at_ == dialect_.delimiter || isLineEnd()) return store(column, kind, value, to), true;
    at_ = before;
    return false;
  }

  // What is missing, in quotes, with a sign or a decimal comma; or no number at all.
  bool oddNumber(std::size_t column, CellKind kind, const RawCell& raw, std::uint8_t* to) {
    const CellValue value = cellValue(raw.content, dialect_);
    if (value.type == CellType::number) return store(column, kind, value.number, to), true;
    store(column, kind, kNaN, to);
    if (value.type == CellType::missing)
      ++findings_.missing[column];
    else
      bad(column, raw, value.type == CellType::infinite);
    return true;
  }

  void bad(std::size_t column, const RawCell& raw, bool isInfinite) {
    std::vector<std::uint32_t>& counts = isInfinite ? infinite_ : findings_.texts;
    if (counts.empty()) counts.resize(layout_.kinds.size());
    if (counts[column]++ == 0)
      findings_.bad.push_back({piece_.rows, static_cast<std::uint32_t>(column),
                               shownCell(raw.content), isInfinite});
  }

  bool text(std::size_t column, const RawCell& raw, std::uint8_t* to) {
    std::uint8_t* slot = to + layout_.offsets[column];
    if (cellValue(raw.content, dialect_).type == CellType::missing) {
      ++findings_.missing[column];
      put(slot, std::int32_t{-1});
      return true;
    }
    if (raw.content.find('\0') != std::string_view::npos)
      return fault({"column " + std::to_string(column + 1), "text", "a zero byte",
                    "Check what kind of file it is"}),
             false;
    const auto pool = std::lower_bound(layout_.textColumns.begin(), layout_.textColumns.end(),
                                       static_cast<std::uint32_t>(column)) -
                      layout_.textColumns.begin();
    put(slot, piece_.pools[static_cast<std::size_t>(pool)].add(cellText(raw)));
    return true;
  }

  void store(std::size_t column, CellKind kind, double value, std::uint8_t* to) {
    const CellKind wanted = narrowestKind(value);
    if (wanted > kind) return need(column, wanted);
    std::uint8_t* slot = to + layout_.offsets[column];
    if (kind == CellKind::byte)
      *slot = static_cast<std::uint8_t>(value);
    else if (kind == CellKind::f32)
      put(slot, static_cast<float>(value));
    else
      put(slot, value);
  }

  void need(std::size_t column, CellKind kind) {
    findings_.needed[column] = std::max(findings_.needed[column], kind);
    fits_ = false;
  }

  const char* at_;
  const char* end_;
  const Dialect dialect_;
  const RowLayout& layout_;
  TablePiece piece_;
  PieceFindings findings_;
  std::vector<std::uint32_t> infinite_;  // cells of each column; empty: none
  bool fits_ = true;
};

}  // namespace

std::size_t sizeOf(CellKind kind) {
  if (kind == CellKind::byte) return 1;
  return kind == CellKind::f64 ? 8 : 4;
}

RowLayout::RowLayout(std::vector<CellKind> columnKinds) : kinds(std::move(columnKinds)) {
  offsets.reserve(kinds.size());
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    offsets.push_back(static_cast<std::uint32_t>(rowBytes));
    rowBytes += sizeOf(kinds[i]);
    if (kinds[i] == CellKind::text) textColumns.push_back(static_cast<std::uint32_t>(i));
  }
}

std::size_t TablePiece::memoryBytes() const {
  std::size_t bytesHeld = bytes.capacity();
  for (const TextPool& pool : pools) bytesHeld += sizeof pool + pool.memoryBytes();
  return bytesHeld;
}

double TablePiece::number(std::int64_t row, std::size_t column) const {
  const std::uint8_t* slot =
      bytes.data() + static_cast<std::size_t>(row) * layout->rowBytes + layout->offsets[column];
  switch (layout->kinds[column]) {
    case CellKind::byte: return *slot;
    case CellKind::f32: return get<float>(slot);
    default: return get<double>(slot);
  }
}

std::int32_t TablePiece::code(std::int64_t row, std::size_t column) const {
  return get<std::int32_t>(bytes.data() + static_cast<std::size_t>(row) * layout->rowBytes +
                           layout->offsets[column]);
}

ParsedPiece parsePiece(std::string_view text, const Dialect& dialect, const RowLayoutPtr& layout) {
  PieceParser first(text, dialect, layout);
  first.run();
  if (first.fits()) return std::move(first).take();
  PieceParser second(text, dialect,
                     std::make_shared<RowLayout>(std::move(first).take().findings.needed));
  second.run();
  return std::move(second).take();
}

std::string shownCell(std::string_view content) {
  constexpr std::size_t kMost = 40;
  std::size_t length = std::min(content.size(), kMost);
  // Not between the bytes of one letter.
  while (length > 0 && length < content.size() && (content[length] & 0xc0) == 0x80) --length;
  RawCell raw;
  raw.content = content.substr(0, length);
  std::string text = cellText(raw);
  for (char& letter : text)
    if (static_cast<unsigned char>(letter) < 0x20) letter = '?';
  return "\"" + text + (length < content.size() ? "...\"" : "\"");
}

}  // namespace latlas::data
