#include "core/io/history_files.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_text.h"

namespace latlas::io {
namespace {

constexpr std::string_view kHeader = "step,epoch,seconds,split,loss,reconstruction,kl";
constexpr std::size_t kColumns = 7;
constexpr std::string_view kTrain = "train", kHeldOut = "held_out";
// A row of five doubles has about 90 characters; only the first guess at the buffer's size.
constexpr std::size_t kTypicalRow = 96;

template <class Number>
void appendNumber(std::string& text, Number value) {
  std::array<char, 32> digits;  // the shortest form of a double has at most 24 characters
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  text.append(digits.data(), end);
}

void appendRow(std::string& text, const train::HistoryPoint& point, std::string_view split) {
  appendNumber(text, point.step);
  for (const double value : {point.epoch, point.seconds}) {
    text += ',';
    appendNumber(text, value);
  }
  (text += ',') += split;
  for (const double value : {point.losses.loss, point.losses.reconstruction, point.losses.kl}) {
    text += ',';
    appendNumber(text, value);
  }
  text += '\n';
}

// Cuts the next line, without its end, off the front of `text`.
std::string_view takeLine(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  // Spreadsheets write lines that end in CR LF.
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// One row of the table, with its place for messages.
struct Row {
  const std::filesystem::path& file;
  std::size_t number;  // from 1, the header is row 1
  std::array<std::string_view, kColumns> cells;

  Error fault(const std::string& expected, std::string_view found) const {
    return fileError(file, {"row " + std::to_string(number), expected, std::string(found),
                            "Restore the file from a copy"});
  }
  template <class Number>
  Number value(std::size_t column, const char* what) const {
    const std::string_view cell = cells[column];
    Number parsed{};
    const auto [end, status] = std::from_chars(cell.data(), cell.data() + cell.size(), parsed);
    if (status != std::errc{} || end != cell.data() + cell.size())
      throw fault(what, '"' + std::string(cell.substr(0, 40)) + '"');
    return parsed;
  }
};

Row splitRow(std::string_view line, std::size_t number, const std::filesystem::path& file) {
  Row row{file, number, {}};
  for (std::size_t column = 0; column < kColumns; ++column) {
    const std::size_t comma = line.find(',');
    if (comma == std::string_view::npos && column + 1 < kColumns)
      throw row.fault(std::to_string(kColumns) + " columns", std::to_string(column + 1));
    row.cells[column] = line.substr(0, comma);
    line.remove_prefix(comma == std::string_view::npos ? line.size() : comma + 1);
  }
  return row;
}

}  // namespace

std::string encodeHistory(const train::History& history) {
  const auto& train = history.train;
  const auto& heldOut = history.heldOut;
  std::string text;
  text.reserve(kHeader.size() + 1 + (train.size() + heldOut.size()) * kTypicalRow);
  (text += kHeader) += '\n';
  std::size_t t = 0, h = 0;
  while (t < train.size() || h < heldOut.size()) {
    const bool trainIsNext =
        h == heldOut.size() || (t < train.size() && train[t].step <= heldOut[h].step);
    if (trainIsNext)
      appendRow(text, train[t++], kTrain);
    else
      appendRow(text, heldOut[h++], kHeldOut);
  }
  return text;
}

train::History decodeHistory(std::string_view text, const std::filesystem::path& name) {
  const std::string_view header = takeLine(text);
  if (!header.starts_with(kHeader) ||
      (header.size() > kHeader.size() && header[kHeader.size()] != ','))
    throw fileError(name, {"row 1", "the columns " + std::string(kHeader),
                           '"' + std::string(header.substr(0, 80)) + '"', ""});
  train::History history;
  for (std::size_t number = 2; !text.empty(); ++number) {
    const Row row = splitRow(takeLine(text), number, name);
    const train::HistoryPoint point{
        row.value<std::int64_t>(0, "a step"),
        row.value<double>(1, "an epoch"),
        row.value<double>(2, "seconds"),
        {row.value<double>(4, "a loss"), row.value<double>(5, "a reconstruction"),
         row.value<double>(6, "a KL")}};
    if (row.cells[3] == kTrain)
      history.train.append(point);
    else if (row.cells[3] == kHeldOut)
      history.heldOut.append(point);
    else
      throw row.fault("the split train or held_out", row.cells[3].substr(0, 40));
  }
  return history;
}

std::string encodeEvents(const std::vector<train::Event>& events) {
  std::string text;
  for (const train::Event& event : events) {
    const nlohmann::ordered_json line = {
        {"step", event.step}, {"what", event.what}, {"from", event.from}, {"to", event.to}};
    (text += line.dump()) += '\n';
  }
  return text;
}

std::vector<train::Event> decodeEvents(std::string_view text, const std::filesystem::path& name) {
  std::vector<train::Event> events;
  const char* const begin = text.data();
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = takeLine(text);
    const nlohmann::json json =
        parseJson(line, {name, static_cast<std::size_t>(line.data() - begin)});
    const JsonFields fields(json, name, "row " + std::to_string(number));
    events.push_back({fields.integer("step", 0), fields.text("what"), fields.number("from"),
                      fields.number("to")});
  }
  return events;
}

}  // namespace latlas::io
