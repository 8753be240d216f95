#include "core/data/delimited/windows.h"

#include <algorithm>
#include <string>

#include "core/base/error.h"
#include "core/data/storage/memory_limit.h"

namespace latlas::data {
namespace {

// Text parsed as one piece: long enough to make up for beginning it, short enough to share out.
constexpr std::size_t kPieceBytes = std::size_t{512} << 10;
// Tables with long rows have longer pieces, so that what is noted of each column weighs little.
constexpr std::size_t kPieceRows = 64;
constexpr std::size_t kMostPieceBytes = std::size_t{4} << 20;
constexpr std::size_t kPiecesAtOnce = 8;
// Longer than any row of a million numbers; a quote that never closes ends here.
constexpr std::size_t kMostRowBytes = std::size_t{64} << 20;

Error longRowError(const std::filesystem::path& path) {
  return fileError(path,
                   {"", "rows of at most " + toByteText(kMostRowBytes),
                    "a longer one, or a quote that does not close", "Check the text's quotes"});
}

}  // namespace

TextWindows::TextWindows(std::unique_ptr<ByteSource> source, const std::filesystem::path& path)
    : path_(path),
      source_(std::move(source)),
      whole_(std::max<std::uint64_t>(1, source_->mostBytesLeft())),
      pieceBytes_(kPieceBytes),
      windowBytes_(kPieceBytes * kPiecesAtOnce) {
  fill(window_);
  readHead();
}

void TextWindows::fill(Window& window) {
  const std::size_t used = window.end;
  // No more than there can be, and one byte that shows whether that was all.
  const std::uint64_t most =
      used + std::min<std::uint64_t>(source_->mostBytesLeft(), kMostRowBytes);
  const auto wanted =
      static_cast<std::size_t>(std::min<std::uint64_t>(most + 1, std::max(windowBytes_, used + 1)));
  window.bytes.resize(wanted + 1);  // room for a last '\n'
  const std::size_t count =
      source_->read({reinterpret_cast<std::uint8_t*>(window.bytes.data()) + used, wanted - used});
  window.end = used + count;
  if (hasOldLineEnds_) renewLineEnds(window, used);
  isAtEnd_ = count < wanted - used;
  if (!isAtEnd_ || window.end == window.begin) return;
  lastByte_ = window.bytes[window.end - 1];
  if (lastByte_ != '\n') window.bytes[window.end++] = '\n';
}

// A carriage return alone ended a line on old Macs.
void TextWindows::renewLineEnds(Window& window, std::size_t from) {
  std::replace(window.bytes.begin() + static_cast<std::ptrdiff_t>(from),
               window.bytes.begin() + static_cast<std::ptrdiff_t>(window.end), '\r', '\n');
}

void TextWindows::readHead() {
  if (window_.end == 0)
    throw fileError(path_, {"", "a table", "an empty file", "Choose another file"});
  if (window_.text().starts_with("\xff\xfe") || window_.text().starts_with("\xfe\xff"))
    throw fileError(path_, {"offset 0", "a table in UTF-8", "UTF-16", "Save it as CSV in UTF-8"});
  window_.begin = markLength(window_.text());
  // The last '\n' may be the one that fill() adds.
  const std::string_view text = window_.text();
  const std::size_t newEnd = std::min(text.find('\n'), text.size());
  const std::size_t oldEnd = std::min(text.find('\r'), text.size());
  if (oldEnd + 1 < newEnd && newEnd + 1 >= text.size()) {
    hasOldLineEnds_ = true;
    renewLineEnds(window_, 0);
    if (lastByte_ == '\r') lastByte_ = '\n';
  }
  std::size_t firstRow = 0;
  while ((firstRow = window_.text().find('\n')) == std::string_view::npos) {
    if (window_.end > kMostRowBytes) throw longRowError(path_);
    windowBytes_ = 2 * window_.end;
    fill(window_);
  }
  pieceBytes_ = std::clamp(firstRow * kPieceRows, kPieceBytes, kMostPieceBytes);
  windowBytes_ = pieceBytes_ * kPiecesAtOnce;
  head_ = judgeText(window_.text().substr(0, std::max(kPieceBytes, firstRow + 1)));
  if (head_.names.empty())
    throw fileError(path_, {"row 1", "cells, and quotes that close", "none",
                            "Check what kind of file it is"});
  window_.begin += head_.headerBytes;
}

std::vector<std::string_view> TextWindows::pieces() const {
  const std::string_view text = window_.text();
  const char* at = text.data();
  const char* end = at + text.size();
  RowEnds ends(at, end, head_.dialect);
  std::vector<std::string_view> pieces;
  while (static_cast<std::size_t>(end - at) > pieceBytes_) {
    const char* cut = ends.next(at + pieceBytes_ - 1);
    if (!cut) break;
    pieces.emplace_back(at, static_cast<std::size_t>(cut - at));
    at = cut;
  }
  if (isAtEnd_ && at < end) pieces.emplace_back(at, static_cast<std::size_t>(end - at));
  return pieces;
}

TextWindows::Window TextWindows::withRest(const std::vector<std::string_view>& texts) {
  const char* rest =
      texts.empty() ? window_.text().data() : texts.back().data() + texts.back().size();
  const auto count = static_cast<std::size_t>(window_.bytes.data() + window_.end - rest);
  if (count > kMostRowBytes) throw longRowError(path_);
  // A row that is longer than a window doubles it.
  windowBytes_ = std::max(windowBytes_, 2 * count);
  Window next;
  next.bytes.assign(rest, rest + count);
  next.end = count;
  return next;
}

double TextWindows::fractionRead() const {
  return 1.0 - static_cast<double>(source_->mostBytesLeft()) / static_cast<double>(whole_);
}

}  // namespace latlas::data
