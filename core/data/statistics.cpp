#include "core/data/statistics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

namespace latlas::data {
namespace {

// Numbers read at once, and numbers that the sums may have: 32 MB of doubles.
constexpr std::int64_t kNumbersAtOnce = std::int64_t{1} << 20;
constexpr std::int64_t kMostSums = std::int64_t{1} << 22;
constexpr std::int64_t kLabelsBetweenReports = std::int64_t{1} << 16;

// A mean of many samples, in which each number may be missing now and then.
class Mean {
 public:
  explicit Mean(std::size_t size) : sums_(size), missing_(size) {}

  void add(std::span<const float> sample) {
    ++rows_;
    for (std::size_t i = 0; i < sample.size(); ++i) {
      if (std::isnan(sample[i]))
        ++missing_[i];
      else
        sums_[i] += static_cast<double>(sample[i]);
    }
  }
  std::int64_t rows() const { return rows_; }
  void appendTo(std::vector<float>& values) const {
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      const std::int64_t present = rows_ - missing_[i];
      values.push_back(present > 0 ? static_cast<float>(sums_[i] / static_cast<double>(present))
                                   : std::numeric_limits<float>::quiet_NaN());
    }
  }

 private:
  std::vector<double> sums_;
  std::vector<std::int32_t> missing_;
  std::int64_t rows_ = 0;
};

void countClasses(const Dataset& dataset, Statistics& found, Progress& progress) {
  found.classCounts.assign(dataset.info().classes.size(), 0);
  if (found.classCounts.empty()) return;
  for (std::int64_t row = 0; row < dataset.info().count; ++row) {
    if (row % kLabelsBetweenReports == 0) progress.report(0.0, "counting classes");
    const int label = dataset.label(row);
    if (label < 0)
      ++found.unlabelled;
    else
      ++found.classCounts[static_cast<std::size_t>(label)];
  }
}

ColumnRange rangeOf(const Column& column) {
  ColumnRange range;
  if (column.isText()) {
    range.missing = std::count_if(column.codes.begin(), column.codes.end(),
                                  [](std::int32_t code) { return code < 0; });
    return range;
  }
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (const double number : column.numbers) {
    if (std::isnan(number)) {
      ++range.missing;
      continue;
    }
    least = std::min(least, number);
    most = std::max(most, number);
  }
  if (least <= most) range.least = least, range.most = most;
  return range;
}

struct Range {
  float least = std::numeric_limits<float>::infinity();
  float most = -std::numeric_limits<float>::infinity();
  double sum = 0.0;
  std::int64_t present = 0;

  void add(float value) {
    least = std::min(least, value);
    most = std::max(most, value);
    sum += static_cast<double>(value);
    ++present;
  }
};

}  // namespace

Statistics statisticsOf(const Dataset& dataset, Progress& progress, std::int64_t mostRows) {
  const DatasetInfo& info = dataset.info();
  Statistics found;
  countClasses(dataset, found, progress);
  for (const Column& column : dataset.columns()) {
    progress.report(0.0, "looking at columns");
    found.columns.push_back(rangeOf(column));
  }
  found.rowsRead = std::min(info.count, mostRows);

  const std::int64_t size = info.shape.size();
  const auto width = static_cast<std::size_t>(size);
  const auto classes = static_cast<std::size_t>(std::clamp<std::int64_t>(kMostSums / size - 1, 0,
                                                                         std::ssize(info.classes)));
  Mean all(width);
  std::vector<Mean> each(classes, Mean(width));
  Range range;
  const std::int64_t atOnce = std::clamp<std::int64_t>(kNumbersAtOnce / size, 1, found.rowsRead);
  std::vector<std::int64_t> rows;
  std::vector<float> values;
  for (std::int64_t begin = 0; begin < found.rowsRead; begin += atOnce) {
    progress.report(static_cast<double>(begin) / static_cast<double>(found.rowsRead), "averaging");
    const std::int64_t end = std::min(begin + atOnce, found.rowsRead);
    rows.clear();
    for (std::int64_t i = begin; i < end; ++i) rows.push_back(i * info.count / found.rowsRead);
    values.resize(rows.size() * width);
    dataset.read(rows, values);
    for (const float value : values)
      if (!std::isnan(value)) range.add(value);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto sample = std::span<const float>(values).subspan(i * width, width);
      all.add(sample);
      const int label = classes > 0 ? dataset.label(rows[i]) : -1;
      if (label >= 0 && static_cast<std::size_t>(label) < classes)
        each[static_cast<std::size_t>(label)].add(sample);
    }
  }
  all.appendTo(found.meanSample);
  for (std::size_t c = 0; c < classes; ++c) {
    if (each[c].rows() == 0) continue;
    found.meanClasses.push_back(static_cast<int>(c));
    found.meanRows.push_back(each[c].rows());
    each[c].appendTo(found.classMeans);
  }
  found.missing = found.rowsRead * size - range.present;
  if (range.present > 0) {
    found.least = range.least;
    found.most = range.most;
    found.mean = static_cast<float>(range.sum / static_cast<double>(range.present));
  }
  return found;
}

}  // namespace latlas::data
