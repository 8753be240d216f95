#include "core/io/history_files.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <set>
#include <span>

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "core/io/text_lines.h"

namespace latlas::io {
namespace {

constexpr std::string_view kHeads = "step,epoch,seconds,split";
constexpr std::size_t kHeadColumns = 4;
constexpr std::string_view kTrain = "train", kHeldOut = "held_out";
// Epochs or seconds: beyond it the file is damaged, and microseconds would no longer be exact.
constexpr double kMostTime = 1e9;

void addColumns(std::vector<std::string>& names, const train::History& history) {
  for (const series::Series* series : {&history.train, &history.heldOut, &history.dimensions})
    for (const std::string& name : series->columns())
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::vector<std::string> unionOfColumns(const train::History& history) {
  std::vector<std::string> names;
  addColumns(names, history);
  return names;
}

std::string headerOf(const std::vector<std::string>& columns) {
  std::string text(kHeads);
  for (const std::string& name : columns) (text += ',') += name;
  return text += '\n';
}

// As RFC 4180 has it, where it is needed.
std::string cellOf(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

void appendCell(std::string& text, float value) {
  text += ',';
  if (std::isnan(value))
    text += series::isMissing(value) ? "" : "nan";
  else
    appendNumber(text, value);
}

// A row of one series, or of two that share a line.
struct Source {
  const series::Series* series;
  std::size_t row;
};

class LineWriter {
 public:
  // `lead` stands at the beginning of each line.
  explicit LineWriter(std::vector<std::string> columns, std::string lead = {})
      : columns_(std::move(columns)), lead_(std::move(lead)) {}

  void writeAll(const train::History& history, const HistoryRows& from);
  HistoryLines take() { return std::move(lines_); }

 private:
  void write(std::string_view split, std::span<const Source> sources) {
    lines_.text += lead_;
    const series::RecordHead head = sources[0].series->head(sources[0].row);
    appendNumber(lines_.text, head.step);
    // An epoch is kept as a float: so many digits are its own.
    appendNumber(lines_.text += ',', static_cast<float>(head.epoch));
    appendNumber(lines_.text += ',', head.seconds);
    (lines_.text += ',') += split;
    for (const std::string& name : columns_) {
      float value = series::kMissing;
      for (const Source& source : sources)
        if (const auto column = source.series->column(name))
          value = source.series->value(*column, source.row);
      appendCell(lines_.text, value);
    }
    lines_.text += '\n';
    ++lines_.count;
  }

  std::vector<std::string> columns_;
  std::string lead_;
  HistoryLines lines_;
};

// In the order of steps.
void LineWriter::writeAll(const train::History& history, const HistoryRows& from) {
  const auto& [train, heldOut, dimensions] = history;
  auto [t, h, d] = from;
  // The step of the row at hand, or one behind all.
  const auto stepOf = [](const series::Series& series, std::size_t row) {
    return row < series.size() ? series.step(row) : std::numeric_limits<std::int64_t>::max();
  };
  while (t < train.size() || h < heldOut.size() || d < dimensions.size()) {
    const std::int64_t ofTrain = stepOf(train, t), ofHeldOut = stepOf(heldOut, h);
    const std::int64_t ofDimensions = stepOf(dimensions, d);
    if (t < train.size() && ofTrain <= ofHeldOut && ofTrain <= ofDimensions) {
      const Source sources[] = {{&train, t++}, {&dimensions, d}};
      const bool shared = ofTrain == ofDimensions;
      write(kTrain, std::span(sources, shared ? 2 : 1));
      if (shared) ++d;
    } else if (d < dimensions.size() && ofDimensions <= ofHeldOut) {
      const Source source{&dimensions, d++};
      write(kTrain, {&source, 1});
    } else {
      const Source source{&heldOut, h++};
      write(kHeldOut, {&source, 1});
    }
  }
}

// One line of the table, with its place for messages.
struct Line {
  const std::filesystem::path& file;
  std::size_t number;  // from 1, the header is row 1
  std::vector<std::string_view> cells{};

  Error fault(const std::string& expected, std::string_view found) const {
    return fileError(file, {"row " + std::to_string(number), expected, std::string(found),
                            "Restore the file from a copy"});
  }
  void split(std::string_view text, std::size_t columns) {
    cells.clear();
    for (bool more = true; more;) {
      const std::size_t comma = text.find(',');
      cells.push_back(text.substr(0, comma));
      more = comma != std::string_view::npos;
      text.remove_prefix(more ? comma + 1 : text.size());
    }
    if (cells.size() != columns)
      throw fault(std::to_string(columns) + " columns", std::to_string(cells.size()));
  }
  template <class Number>
  std::optional<Number> tryNumber(std::string_view cell) const {
    Number parsed{};
    const auto [end, status] = std::from_chars(cell.data(), cell.data() + cell.size(), parsed);
    if (status != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
    return parsed;
  }
  Error notA(const std::string& what, std::string_view cell) const {
    return fault(what, '"' + std::string(cell.substr(0, 40)) + '"');
  }
  series::RecordHead head() const {
    const auto step = tryNumber<std::int64_t>(cells[0]);
    if (!step || *step < 0) throw notA("a step", cells[0]);
    const auto time = [this](std::size_t column, const char* what) {
      const auto value = tryNumber<double>(cells[column]);
      if (!value || !(std::fabs(*value) <= kMostTime)) throw notA(what, cells[column]);
      return *value;
    };
    return {*step, time(1, "an epoch"), time(2, "seconds")};
  }
  // Missing when the cell is empty.
  float value(std::size_t column, const std::string& what) const {
    const std::string_view cell = cells[column];
    if (cell.empty()) return series::kMissing;
    if (const auto exact = tryNumber<float>(cell)) return *exact;
    // Written by a program with doubles, and beyond what a float holds.
    if (const auto wide = tryNumber<double>(cell)) return static_cast<float>(*wide);
    throw notA("a number for " + what, cell);
  }
};

bool isDimension(std::string_view name) {
  return name.starts_with("kl_") && name.size() > 3 &&
         name.find_first_not_of("0123456789", 3) == std::string_view::npos;
}

std::vector<std::string> splitHeader(std::string_view text, const std::filesystem::path& name) {
  Line header{name, 1};
  if (!text.starts_with(kHeads) || (text.size() > kHeads.size() && text[kHeads.size()] != ','))
    throw fileError(name, {"row 1", "the columns " + std::string(kHeads),
                           '"' + std::string(text.substr(0, 80)) + '"', ""});
  header.split(text, 1 + static_cast<std::size_t>(std::count(text.begin(), text.end(), ',')));
  std::vector<std::string> names(header.cells.begin(), header.cells.end());
  std::set<std::string> seen;
  for (const std::string& one : names)
    if (!seen.insert(one).second) throw header.fault("each column once", one + " twice");
  return names;
}

// A series while it is read: its place in the lines.
struct Part {
  std::vector<std::size_t> columns;
  series::Series series;

  void begin(const std::vector<bool>& used, const std::vector<std::string>& names) {
    std::vector<std::string> own;
    for (std::size_t column = 0; column < used.size(); ++column) {
      if (!used[column]) continue;
      columns.push_back(column);
      own.push_back(names[column]);
    }
    series = series::Series(std::move(own));
  }
  // Nothing happens when the line has no value for it.
  void add(const Line& line, const series::RecordHead& head, const std::vector<std::string>& names,
           std::vector<float>& values) {
    values.clear();
    bool any = false;
    for (const std::size_t column : columns) {
      values.push_back(line.value(column, names[column]));
      any = any || !line.cells[column].empty();
    }
    if (!any) return;
    if (!series.empty() && head.step < series.step(series.size() - 1))
      throw line.fault("a step that is not below " + std::to_string(series.step(series.size() - 1)),
                       std::to_string(head.step));
    series.append(head, values);
  }
};

}  // namespace

std::string historyHeader(const train::History& history) {
  return headerOf(unionOfColumns(history));
}

HistoryRows rowsOf(const train::History& history) {
  return {history.train.size(), history.heldOut.size(), history.dimensions.size()};
}

HistoryLines encodeHistoryLines(const train::History& history, const HistoryRows& from) {
  LineWriter lines(unionOfColumns(history));
  lines.writeAll(history, from);
  return lines.take();
}

std::string encodeHistory(const train::History& history) {
  return historyHeader(history) + encodeHistoryLines(history, {}).text;
}

std::string encodeHistories(std::span<const NamedHistory> runs) {
  std::vector<std::string> columns;
  for (const NamedHistory& run : runs) addColumns(columns, run.history);
  std::string text = "run," + headerOf(columns);
  for (const NamedHistory& run : runs) {
    LineWriter lines(columns, cellOf(run.run) + ",");
    lines.writeAll(run.history, {});
    text += lines.take().text;
  }
  return text;
}

train::History decodeHistory(std::string_view text, const std::filesystem::path& name,
                             std::size_t mostLines) {
  const std::vector<std::string> names = splitHeader(takeLine(text), name);
  const auto forEachLine = [&](const auto& visit) {
    std::string_view rest = text;
    Line line{name, 2};
    for (; !rest.empty() && line.number - 2 < mostLines; ++line.number) {
      line.split(takeLine(rest), names.size());
      const bool isTrain = line.cells[3] == kTrain;
      if (!isTrain && line.cells[3] != kHeldOut)
        throw line.fault("the split train or held_out", line.cells[3].substr(0, 40));
      visit(line, isTrain);
    }
  };
  // Which series has which column shows only at the end.
  std::vector<bool> ofTrain(names.size()), ofHeldOut(names.size()), ofDimensions(names.size());
  forEachLine([&](const Line& line, bool isTrain) {
    for (std::size_t column = kHeadColumns; column < names.size(); ++column)
      if (!line.cells[column].empty())
        (!isTrain ? ofHeldOut : isDimension(names[column]) ? ofDimensions : ofTrain)[column] = true;
  });
  // What was not measured yet is a training column that waits for its first value.
  for (std::size_t column = kHeadColumns; column < names.size(); ++column)
    if (!ofHeldOut[column] && !ofDimensions[column] && !isDimension(names[column]))
      ofTrain[column] = true;
  Part train, heldOut, dimensions;
  train.begin(ofTrain, names);
  heldOut.begin(ofHeldOut, names);
  dimensions.begin(ofDimensions, names);
  std::vector<float> values;
  forEachLine([&](const Line& line, bool isTrain) {
    const series::RecordHead head = line.head();
    if (isTrain) {
      train.add(line, head, names, values);
      dimensions.add(line, head, names, values);
    } else {
      heldOut.add(line, head, names, values);
    }
  });
  return {std::move(train.series), std::move(heldOut.series), std::move(dimensions.series)};
}

}  // namespace latlas::io
