#include "core/data/row_selection.h"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/data/storage/fingerprint.h"

namespace latlas::data {
namespace {

constexpr std::uint64_t kSubsetSeed = 3;  // any fixed number: the same subset of the same data

std::vector<std::int64_t> rowsOfPart(const DatasetInfo& info, Part part) {
  const bool isSplit = info.publishedTrainCount > 0 && info.publishedTrainCount < info.count;
  if (part != Part::all && !isSplit)
    throw Error(info.source + ": expected a split by its makers, found none. Open all of it; a "
                              "part is then held out by chance.");
  const std::int64_t begin = part == Part::heldOut ? info.publishedTrainCount : 0;
  const std::int64_t end = part == Part::train ? info.publishedTrainCount : info.count;
  std::vector<std::int64_t> rows(static_cast<std::size_t>(end - begin));
  std::iota(rows.begin(), rows.end(), begin);
  return rows;
}

std::vector<std::int64_t> spread(const std::vector<std::int64_t>& rows, std::int64_t count) {
  std::vector<std::int64_t> chosen;
  Random random(kSubsetSeed);
  const auto all = std::ssize(rows);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t begin = i * all / count, end = (i + 1) * all / count;
    const auto drawn = random.below(static_cast<std::uint64_t>(end - begin));
    chosen.push_back(rows[static_cast<std::size_t>(begin) + drawn]);
  }
  return chosen;
}

DatasetInfo infoOf(const Dataset& whole, const std::vector<std::int64_t>& rows,
                   const OpenOptions& options) {
  DatasetInfo info = whole.info();
  const auto border = std::lower_bound(rows.begin(), rows.end(), info.publishedTrainCount);
  info.count = std::ssize(rows);
  info.publishedTrainCount = border - rows.begin();
  if (info.publishedTrainCount == 0) info.publishedTrainCount = info.count;
  info.options.part = options.part;
  info.options.subset = options.subset;
  return info;
}

Column selected(const Column& column, const std::vector<std::int64_t>& rows) {
  Column some;
  some.name = column.name;
  some.texts = column.texts;
  for (const std::int64_t row : rows) {
    const auto at = static_cast<std::size_t>(row);
    if (column.isText())
      some.codes.push_back(column.codes[at]);
    else
      some.numbers.push_back(column.numbers[at]);
  }
  return some;
}

class RowSelection final : public Dataset {
 public:
  RowSelection(DatasetPtr whole, std::vector<std::int64_t> rows, const OpenOptions& options)
      : Dataset(infoOf(*whole, rows, options)), whole_(std::move(whole)), rows_(std::move(rows)) {
    for (const Column& column : whole_->columns()) columns_.push_back(selected(column, rows_));
  }

  void read(std::span<const std::int64_t> rows, std::span<float> values) const override {
    std::vector<std::int64_t> theirs;
    theirs.reserve(rows.size());
    for (const std::int64_t row : rows) theirs.push_back(rows_[static_cast<std::size_t>(row)]);
    whole_->read(theirs, values);
  }
  int label(std::int64_t row) const override {
    return whole_->label(rows_[static_cast<std::size_t>(row)]);
  }
  int factorLevel(std::int64_t row, int factor) const override {
    return whole_->factorLevel(rows_[static_cast<std::size_t>(row)], factor);
  }
  const std::vector<Column>& columns() const override { return columns_; }
  std::string fingerprint() const override {
    const std::string text = whole_->fingerprint();
    Fingerprint hash;
    hash.add({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
    hash.add({reinterpret_cast<const std::uint8_t*>(rows_.data()),
              rows_.size() * sizeof(std::int64_t)});
    return hash.hex();
  }

 private:
  DatasetPtr whole_;
  std::vector<std::int64_t> rows_;
  std::vector<Column> columns_;
};

}  // namespace

std::optional<std::vector<std::int64_t>> chosenRows(const DatasetInfo& info,
                                                    const OpenOptions& options) {
  const bool isSubset = options.subset > 0 && options.subset < info.count;
  if (options.part == Part::all && !isSubset) return std::nullopt;
  auto rows = rowsOfPart(info, options.part);
  if (options.subset > 0 && options.subset < std::ssize(rows)) rows = spread(rows, options.subset);
  return rows;
}

DatasetPtr selectRows(DatasetPtr dataset, const OpenOptions& options) {
  auto rows = chosenRows(dataset->info(), options);
  if (!rows) return dataset;
  return std::make_shared<RowSelection>(std::move(dataset), std::move(*rows), options);
}

}  // namespace latlas::data
