#include "core/data/statistics.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/core/data/fixtures.h"

namespace latlas::data {
namespace {

// Sample i of row r is value(r, i); the label of row r is label(r).
class Made final : public Dataset {
 public:
  Made(std::int64_t count, Shape shape, std::vector<std::string> classes,
       std::function<float(std::int64_t, std::int64_t)> value,
       std::function<int(std::int64_t)> label)
      : Dataset(makeInfo(count, shape, std::move(classes))),
        value_(std::move(value)),
        label_(std::move(label)) {}

  void read(std::span<const std::int64_t> rows, std::span<float> values) const override {
    const std::int64_t size = info().shape.size();
    std::size_t at = 0;
    for (const std::int64_t row : rows)
      for (std::int64_t i = 0; i < size; ++i) values[at++] = value_(row, i);
  }
  int label(std::int64_t row) const override { return label_(row); }
  int factorLevel(std::int64_t, int) const override { return 0; }
  std::string fingerprint() const override { return "0"; }

 private:
  static DatasetInfo makeInfo(std::int64_t count, Shape shape, std::vector<std::string> classes) {
    DatasetInfo info;
    info.count = count;
    info.shape = shape;
    info.classes = std::move(classes);
    return info;
  }
  std::function<float(std::int64_t, std::int64_t)> value_;
  std::function<int(std::int64_t)> label_;
};

float pixel(std::int64_t row, std::int64_t i) {
  return static_cast<float>((row * 7 + i * 3) % 101) / 101.0f;
}

TEST(Statistics, AreThoseOfADirectComputation) {
  const Shape shape{3, 4, 5};
  const auto labelOf = [](std::int64_t row) { return row % 5 == 4 ? -1 : int(row % 5); };
  const Made dataset(257, shape, {"a", "b", "c", "d", "empty"}, pixel, labelOf);
  Progress progress;
  const Statistics found = statisticsOf(dataset, progress);

  std::vector<std::int64_t> counts(5);
  std::int64_t unlabelled = 0;
  for (int row = 0; row < 257; ++row)
    labelOf(row) < 0 ? ++unlabelled : ++counts[static_cast<std::size_t>(labelOf(row))];
  EXPECT_EQ(found.classCounts, counts);
  EXPECT_EQ(found.unlabelled, unlabelled);
  EXPECT_EQ(found.rowsRead, 257);
  EXPECT_FALSE(found.isSample(dataset.info()));
  EXPECT_EQ(found.missing, 0);
  EXPECT_EQ(found.meanClasses, (std::vector{0, 1, 2, 3}));
  EXPECT_EQ(found.meanRows, std::vector<std::int64_t>(counts.begin(), counts.end() - 1));

  ASSERT_EQ(std::ssize(found.meanSample), shape.size());
  ASSERT_EQ(std::ssize(found.classMeans), 4 * shape.size());
  double total = 0.0;
  for (std::int64_t i = 0; i < shape.size(); ++i) {
    double sum = 0.0;
    std::vector<double> sums(4);
    for (std::int64_t row = 0; row < 257; ++row) {
      sum += static_cast<double>(pixel(row, i));
      if (labelOf(row) >= 0)
        sums[static_cast<std::size_t>(labelOf(row))] += static_cast<double>(pixel(row, i));
    }
    total += sum;
    const auto at = static_cast<std::size_t>(i);
    EXPECT_NEAR(found.meanSample[at], sum / 257, 1e-6);
    for (std::size_t c = 0; c < 4; ++c)
      EXPECT_NEAR(found.classMeans[c * static_cast<std::size_t>(shape.size()) + at],
                  sums[c] / static_cast<double>(counts[c]), 1e-6);
  }
  EXPECT_NEAR(found.mean, total / (257.0 * static_cast<double>(shape.size())), 1e-6);
  EXPECT_EQ(found.least, 0.0f);
  EXPECT_EQ(found.most, 100.0f / 101.0f);
}

TEST(Statistics, OfManyRowsAreThoseOfASpreadSampleButCountAll) {
  const auto labelOf = [](std::int64_t row) { return row < 90'000 ? 0 : 1; };
  const auto value = [](std::int64_t row, std::int64_t) {
    return static_cast<float>(row) / 100'000.0f;
  };
  const Made dataset(100'000, {1, 2, 2}, {"many", "few"}, value, labelOf);
  Progress progress;
  const Statistics found = statisticsOf(dataset, progress, 1000);
  EXPECT_TRUE(found.isSample(dataset.info()));
  EXPECT_EQ(found.rowsRead, 1000);
  EXPECT_EQ(found.classCounts, (std::vector<std::int64_t>{90'000, 10'000}));
  EXPECT_EQ(found.meanRows, (std::vector<std::int64_t>{900, 100}));
  EXPECT_NEAR(found.meanSample[0], 0.5, 1e-3);
  EXPECT_NEAR(found.classMeans[0], 0.45, 1e-3);
  EXPECT_NEAR(found.classMeans[4], 0.95, 1e-3);
}

TEST(Statistics, LeaveMissingValuesOut) {
  const auto value = [](std::int64_t row, std::int64_t i) {
    if (i == 2 || (i == 1 && row % 2 == 0)) return std::nanf("");
    return static_cast<float>(row);
  };
  const Made dataset(4, vectorShape(3), {}, value, [](std::int64_t) { return -1; });
  Progress progress;
  const Statistics found = statisticsOf(dataset, progress);
  EXPECT_EQ(found.meanSample[0], 1.5f);
  EXPECT_EQ(found.meanSample[1], 2.0f);
  EXPECT_TRUE(std::isnan(found.meanSample[2]));
  EXPECT_EQ(found.missing, 2 + 4);
  EXPECT_EQ(found.least, 0.0f);
  EXPECT_EQ(found.most, 3.0f);
  EXPECT_TRUE(found.classCounts.empty());
  EXPECT_EQ(found.unlabelled, 0);
  EXPECT_TRUE(found.classMeans.empty());
}

TEST(Statistics, KeepAsManyClassMeansAsMemoryAllows) {
  std::vector<std::string> classes;
  for (int i = 0; i < 2000; ++i) classes.push_back(std::to_string(i));
  const Made dataset(2000, {1, 64, 64}, classes, pixel,
                     [](std::int64_t row) { return static_cast<int>(row); });
  Progress progress;
  const Statistics found = statisticsOf(dataset, progress);
  EXPECT_EQ(found.classCounts.size(), 2000u);
  EXPECT_EQ(found.meanClasses.size(), 1023u);
  EXPECT_EQ(found.classMeans.size(), 1023u * 4096u);
}

TEST(Statistics, TellTheRangesOfColumns) {
  class WithColumns final : public Dataset {
   public:
    WithColumns() : Dataset(makeInfo()) {
      columns_ = {{"age", {30.0, std::nan(""), -2.5, 7.0}, {}, {}},
                  {"gone", {std::nan(""), std::nan(""), std::nan(""), std::nan("")}, {}, {}},
                  {"town", {}, {0, -1, 0, -1}, {"Ulm"}}};
    }
    void read(std::span<const std::int64_t>, std::span<float> values) const override {
      std::fill(values.begin(), values.end(), 0.5f);
    }
    int label(std::int64_t) const override { return -1; }
    int factorLevel(std::int64_t, int) const override { return 0; }
    const std::vector<Column>& columns() const override { return columns_; }
    std::string fingerprint() const override { return "0"; }

   private:
    static DatasetInfo makeInfo() {
      DatasetInfo info;
      info.count = 4;
      info.shape = {1, 2, 2};
      return info;
    }
    std::vector<Column> columns_;
  };
  Progress progress;
  const Statistics found = statisticsOf(WithColumns(), progress);
  ASSERT_EQ(found.columns.size(), 3u);
  EXPECT_EQ(found.columns[0].least, -2.5);
  EXPECT_EQ(found.columns[0].most, 30.0);
  EXPECT_EQ(found.columns[0].missing, 1);
  EXPECT_EQ(found.columns[1].most, 0.0);
  EXPECT_EQ(found.columns[1].missing, 4);
  EXPECT_EQ(found.columns[2].missing, 2);
}

TEST(Statistics, CanBeGivenUp) {
  const Made dataset(10, {1, 2, 2}, {}, pixel, [](std::int64_t) { return -1; });
  Progress progress;
  progress.cancel();
  EXPECT_THROW(statisticsOf(dataset, progress), Cancelled);
}

}  // namespace
}  // namespace latlas::data
