#include "core/data/delimited/dialect.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace latlas::data {
namespace {

constexpr std::size_t kSampleRows = 100;

using Cells = std::vector<RawCell>;

// Nothing when the quotes are wrong.
std::optional<Cells> cellsOf(const char* at, const char* end, const Dialect& dialect) {
  Cells cells;
  while (true) {
    if (dialect.isSpaced())
      while (dialect.separates(*at)) ++at;
    if (dialect.isSpaced() && !cells.empty() && (*at == '\n' || *at == '\r')) return cells;
    const RawCell cell = rawCell(at, end, dialect);
    if (!cell.end) return std::nullopt;
    cells.push_back(cell);
    at = cell.end;
    if (*at == '\n' || *at == '\r') return cells;
    ++at;
  }
}

struct Sample {
  Dialect dialect;
  std::vector<Cells> rows;
  std::size_t firstRowBytes = 0;
  bool isEven = true;
  double numberShare = 0.0;  // behind the first row, where there are more

  std::size_t width() const { return rows.empty() ? 0 : rows.front().size(); }
};

bool isNumber(const RawCell& cell, const Dialect& dialect) {
  const CellType type = cellValue(cell.content, dialect).type;
  return type == CellType::number || type == CellType::infinite;
}

// `text` ends in '\n'.
Sample sampleOf(std::string_view text, const Dialect& dialect) {
  Sample sample;
  sample.dialect = dialect;
  const char* at = text.data();
  const char* end = at + text.size();
  RowEnds ends(at, end, dialect);
  while (sample.rows.size() < kSampleRows) {
    const char* rowEnd = ends.next(at);
    if (!rowEnd) break;
    const bool isBlank = *at == '\n' || (*at == '\r' && at[1] == '\n');
    if (!isBlank) {
      std::optional<Cells> cells = cellsOf(at, rowEnd, dialect);
      if (!cells) {
        sample.isEven = false;
        break;
      }
      if (sample.rows.empty())
        sample.firstRowBytes = static_cast<std::size_t>(rowEnd - text.data());
      sample.rows.push_back(std::move(*cells));
    }
    at = rowEnd;
  }
  std::size_t all = 0, numbers = 0;
  for (std::size_t i = 0; i < sample.rows.size(); ++i) {
    sample.isEven = sample.isEven && sample.rows[i].size() == sample.width();
    if (i == 0 && sample.rows.size() > 1) continue;
    for (const RawCell& cell : sample.rows[i]) {
      ++all;
      numbers += cellValue(cell.content, dialect).type != CellType::text;
    }
  }
  if (all > 0) sample.numberShare = static_cast<double>(numbers) / static_cast<double>(all);
  return sample;
}

// Of those that cut every row alike the one with most numbers, then with most columns.
Sample bestSample(std::string_view text) {
  Sample best;
  const auto consider = [&](char delimiter, bool hasQuotes) {
    Sample sample = sampleOf(text, {delimiter, hasQuotes, delimiter == ';'});
    if (!sample.isEven || sample.width() < 2) return;
    const auto worth = [](const Sample& s) { return std::pair(s.numberShare, s.width()); };
    if (best.rows.empty() || worth(sample) > worth(best)) best = std::move(sample);
  };
  for (const char delimiter : {',', '\t', ';'}) consider(delimiter, true);
  // Lists of words, with a quote among them, are usually separated by tabs and not quoted.
  if (best.rows.empty()) consider('\t', false);
  if (best.rows.empty() || best.numberShare == 0.0) consider(' ', true);
  if (!best.rows.empty()) return best;
  // One column, or rows that differ: the reader will say which.
  for (const char delimiter : {',', '\t', ';'}) {
    Sample sample = sampleOf(text, {delimiter, true, delimiter == ';'});
    if (best.rows.empty() || sample.width() > best.width()) best = std::move(sample);
  }
  return best;
}

// A comma between semicolons is a decimal one unless points are in use.
bool usesDecimalComma(const Sample& sample) {
  bool hasComma = false;
  for (const Cells& row : sample.rows)
    for (const RawCell& cell : row) {
      if (!isNumber(cell, sample.dialect)) continue;
      if (cell.content.find('.') != std::string_view::npos) return false;
      hasComma = hasComma || cell.content.find(',') != std::string_view::npos;
    }
  return hasComma;
}

// "0,1,2,...", as programs name columns that have no names; also behind names.
bool countsFromZero(const Sample& sample) {
  const auto countsFrom = [&](const Cells& row, std::size_t first) {
    std::size_t count = 0;
    for (const RawCell& cell : row)
      if (isNumber(cell, sample.dialect)) {
        if (cell.content != std::to_string(first + count)) return std::size_t{0};
        ++count;
      }
    return count;
  };
  const std::size_t count = countsFrom(sample.rows[0], 0);
  if (count < 3 || sample.rows.size() < 2) return false;
  return countsFrom(sample.rows[1], count) == 0;  // the values themselves do not count on
}

bool hasHeader(const Sample& sample) {
  if (sample.rows.empty()) return false;
  const Cells& first = sample.rows[0];
  std::size_t numbers = 0, texts = 0;
  for (const RawCell& cell : first) {
    const CellType type = cellValue(cell.content, sample.dialect).type;
    numbers += type == CellType::number || type == CellType::infinite;
    texts += type == CellType::text;
  }
  if (numbers > 0) return countsFromZero(sample);
  if (texts == 0) return false;
  bool recurs = false;
  for (std::size_t i = 1; i < sample.rows.size(); ++i)
    for (std::size_t j = 0; j < std::min(first.size(), sample.rows[i].size()); ++j) {
      const RawCell& cell = sample.rows[i][j];
      if (isNumber(cell, sample.dialect)) return true;
      recurs = recurs || (!cell.content.empty() && cell.content == first[j].content);
    }
  return !recurs;  // of texts alone: a name is no value
}

std::vector<std::string> namesOf(const Cells& header) {
  std::vector<std::string> names;
  std::set<std::string> taken;
  for (const RawCell& cell : header) {
    std::string name = cellText(cell);
    // As NumPy writes a header.
    if (names.empty() && name.starts_with('#'))
      name.erase(0, std::min(name.find_first_not_of("# "), name.size()));
    if (name.empty()) name = "unnamed: " + std::to_string(names.size());
    std::string unique = name;
    for (int copy = 2; !taken.insert(unique).second; ++copy)
      unique = name + " (" + std::to_string(copy) + ")";
    names.push_back(std::move(unique));
  }
  return names;
}

}  // namespace

TextHead judgeText(std::string_view text) {
  std::string onlyRow;
  const std::size_t lastEnd = text.rfind('\n');
  if (lastEnd == std::string_view::npos) {
    onlyRow = std::string(text) + "\n";
    text = onlyRow;
  } else {
    text = text.substr(0, lastEnd + 1);
  }
  Sample sample = bestSample(text);
  if (sample.dialect.hasDecimalComma) sample.dialect.hasDecimalComma = usesDecimalComma(sample);
  TextHead head;
  head.dialect = sample.dialect;
  head.isEven = sample.isEven;
  head.numberShare = sample.numberShare;
  head.hasHeader = hasHeader(sample);
  head.rows = sample.rows.size() - (head.hasHeader ? 1 : 0);
  if (head.hasHeader) {
    head.headerBytes = sample.firstRowBytes;
    head.names = namesOf(sample.rows[0]);
  } else {
    for (std::size_t i = 0; i < sample.width(); ++i) head.names.push_back(std::to_string(i));
  }
  return head;
}

std::size_t markLength(std::string_view text) { return text.starts_with("\xef\xbb\xbf") ? 3 : 0; }

}  // namespace latlas::data
