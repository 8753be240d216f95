#include "core/data/delimited/read_table.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/data/delimited/windows.h"
#include "core/data/storage/gzip_source.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {
namespace {

// A column of which so few cells are no numbers is one of numbers with mistakes in it.
bool isTextColumn(std::uint64_t texts, std::uint64_t present) {
  const bool areFew = texts * 10 <= present || (texts == 1 && present >= 4);
  return texts > 0 && !areFew;
}

// Behind a header the data begin in row 2, as a spreadsheet counts.
std::string rowName(const TextHead& head, std::int64_t row) {
  return "row " + std::to_string(row + (head.hasHeader ? 2 : 1));
}

void refuseFault(const PieceFindings& findings, const TextHead& head, std::int64_t rowsBefore,
                 const std::filesystem::path& path) {
  if (findings.faultRow < 0) return;
  FileFault fault = findings.fault;
  const std::string row = rowName(head, rowsBefore + findings.faultRow);
  fault.where = fault.where.empty() ? row : row + ", " + fault.where;
  throw fileError(path, fault);
}

// The kinds of the columns, by the first piece alone.
std::vector<CellKind> judgeColumns(const TextWindows& windows) {
  std::vector<CellKind> kinds(windows.head().names.size(), CellKind::byte);
  const std::vector<std::string_view> pieces = windows.pieces();
  if (pieces.empty()) return kinds;
  const ParsedPiece first =
      parsePiece(pieces[0], windows.head().dialect, std::make_shared<RowLayout>(kinds));
  const PieceFindings& findings = first.findings;
  kinds = findings.needed;
  for (std::size_t i = 0; i < findings.texts.size(); ++i) {
    // A row that breaks off is not counted, though some of its cells are.
    const auto rows = static_cast<std::uint64_t>(first.piece.rows);
    const std::uint64_t missing = std::min<std::uint64_t>(rows, findings.missing[i]);
    if (isTextColumn(findings.texts[i], rows - missing)) kinds[i] = CellKind::text;
  }
  return kinds;
}

// The first piece, with the kinds that it decides itself.
TextTable beginningOf(const TextWindows& windows, const std::filesystem::path& path) {
  const TextHead& head = windows.head();
  const std::vector<std::string_view> pieces = windows.pieces();
  if (pieces.empty()) return {head, {}};
  ParsedPiece first =
      parsePiece(pieces[0], head.dialect, std::make_shared<RowLayout>(judgeColumns(windows)));
  refuseFault(first.findings, head, 0, path);
  return {head, {std::make_shared<const TablePiece>(std::move(first.piece))}};
}

// All of a text with the kinds of its columns decided, but for what turns out on the way.
class Pass {
 public:
  Pass(TextWindows& windows, std::vector<CellKind> kinds, const std::filesystem::path& path,
       const OpenOptions& options)
      : windows_(windows),
        head_(windows.head()),
        kinds_(std::move(kinds)),
        path_(path),
        options_(options),
        missing_(kinds_.size()),
        texts_(kinds_.size()) {}

  void run(Progress& progress) {
    RowLayoutPtr layout = std::make_shared<RowLayout>(kinds_);
    windows_.forEachPiece(
        progress, [&](std::string_view text) { return parsePiece(text, head_.dialect, layout); },
        [&](ParsedPiece parsed) {
          absorb(std::move(parsed));
          if (layout->kinds != kinds_) layout = std::make_shared<RowLayout>(kinds_);
        });
    if (rows_ == 0)
      throw fileError(path_, {"", "at least one row",
                              head_.hasHeader ? "none behind the columns' names" : "none",
                              "Choose another file"});
    refuseCutText();
  }

  // Whether columns that were taken for numbers hold texts; then kinds() says which, and the text
  // must be read again. Throws Error for single mistakes.
  bool foundTexts() {
    bool found = false;
    for (const BadCell& cell : bad_) {
      const std::uint64_t present = static_cast<std::uint64_t>(rows_) - missing_[cell.column];
      if (isTextColumn(texts_[cell.column], present)) {
        kinds_[cell.column] = CellKind::text;
        found = true;
      }
    }
    for (const BadCell& cell : bad_)
      if (kinds_[cell.column] != CellKind::text) refuse(cell);
    return found;
  }

  const std::vector<CellKind>& kinds() const { return kinds_; }
  std::vector<TablePiecePtr> takePieces() { return std::move(pieces_); }

 private:
  void absorb(ParsedPiece parsed) {
    PieceFindings& findings = parsed.findings;
    if (blankLines_ > 0 && (parsed.piece.rows > 0 || findings.faultRow >= 0)) {
      findings.faultRow = 0;
      findings.fault = {"", "a row", "a blank line", "Take it out"};
    }
    refuseFault(findings, head_, rows_, path_);
    blankLines_ += findings.blankLines;
    for (BadCell& cell : findings.bad) {
      cell.row += rows_;
      bad_.push_back(std::move(cell));
    }
    for (std::size_t i = 0; i < findings.texts.size(); ++i) texts_[i] += findings.texts[i];
    for (std::size_t i = 0; i < kinds_.size(); ++i) {
      missing_[i] += findings.missing[i];
      kinds_[i] = std::max(kinds_[i], findings.needed[i]);
    }
    rows_ += parsed.piece.rows;
    held_ += parsed.piece.memoryBytes();
    requireTableMemory(path_, held_, options_);
    pieces_.push_back(std::make_shared<const TablePiece>(std::move(parsed.piece)));
  }

  // A row without its end may be a whole one, but not when it ends in a delimiter, and a single one
  // says nothing of how long rows are.
  void refuseCutText() const {
    const char last = windows_.lastByte();
    const bool isOpen = last == head_.dialect.delimiter && !head_.dialect.isSpaced();
    if (!isOpen && (last == '\n' || rows_ > 1 || head_.hasHeader)) return;
    throw fileError(path_,
                    {rowName(head_, rows_ - 1), "the row's end, a line end", "the end of the file",
                     "The file is incomplete: copy it again, or end its last line"});
  }

  [[noreturn]] void refuse(const BadCell& cell) const {
    throw fileError(
        path_, {rowName(head_, cell.row) + ", column " + head_.names[cell.column],
                cell.isInfinite ? "a finite number" : "a number, as in most rows of this column",
                cell.text, "Correct the cell, or leave it empty if its value is missing"});
  }

  TextWindows& windows_;
  const TextHead& head_;
  std::vector<CellKind> kinds_;
  const std::filesystem::path& path_;
  const OpenOptions& options_;
  std::vector<std::uint64_t> missing_, texts_;
  std::vector<BadCell> bad_;
  std::vector<TablePiecePtr> pieces_;
  std::int64_t rows_ = 0, blankLines_ = 0;
  std::uint64_t held_ = 0;
};

}  // namespace

TextOpener textFile(const std::filesystem::path& path) {
  return [path] { return decompressed(std::make_unique<FileSource>(path), path); };
}

TextTable readDelimited(const TextOpener& open, const std::filesystem::path& path,
                        const OpenOptions& options, Progress& progress) {
  std::vector<CellKind> kinds;
  while (true) {
    TextWindows windows(open(), path);
    if (kinds.size() != windows.head().names.size()) kinds = judgeColumns(windows);
    Pass pass(windows, kinds, path, options);
    pass.run(progress);
    if (!pass.foundTexts()) return {windows.head(), pass.takePieces()};
    kinds = pass.kinds();
  }
}

TextTable readBeginning(const TextOpener& open, const std::filesystem::path& path) {
  return beginningOf(TextWindows(open(), path), path);
}

TableSurvey surveyDelimited(const TextOpener& open, const std::filesystem::path& path,
                            const OpenOptions& options, Progress& progress) {
  try {
    OpenOptions small = options;
    small.memoryLimit = memoryAllowed(options);
    TextTable whole = readDelimited(open, path, small, progress);
    TextTable begin = whole.beginning();
    const std::int64_t rows = whole.rows();
    return {std::move(begin), rows, std::move(whole)};
  } catch (const Error&) {
    // Too large to be kept, or with a mistake that opening will tell: counted below.
  }
  TextWindows windows(open(), path);
  TextTable begin = beginningOf(windows, path);
  const Dialect& dialect = windows.head().dialect;
  std::int64_t rows = 0;
  windows.forEachPiece(
      progress,
      [&](std::string_view text) {
        std::int64_t count = 0;
        const char* at = text.data();
        RowEnds ends(at, at + text.size(), dialect);
        for (const char* end; (end = ends.next(at)); at = end) count += *at != '\n' && *at != '\r';
        return count;
      },
      [&](std::int64_t count) { rows += count; });
  return {std::move(begin), rows, std::nullopt};
}

void requireTableMemory(const std::filesystem::path& path, std::uint64_t bytes,
                        const OpenOptions& options) {
  requireMemory(path.string(), bytes, options,
                "Open a part of the table, or store it as NPY, which is read in place");
}

}  // namespace latlas::data
