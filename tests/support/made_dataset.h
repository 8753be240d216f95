// A dataset made of the values that a test says, for panels and whatever reads datasets.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "core/data/dataset.h"

namespace latlas::test {

struct Made {
  data::DatasetInfo info;
  std::function<float(std::int64_t row, std::int64_t number)> value =
      [](std::int64_t, std::int64_t) { return 0.0f; };
  std::function<int(std::int64_t row)> label = [](std::int64_t) { return -1; };
  std::function<int(std::int64_t row, int factor)> factorLevel = [](std::int64_t, int) {
    return 0;
  };
  std::vector<data::Column> columns{};
};

class MadeDataset final : public data::Dataset {
 public:
  explicit MadeDataset(Made made) : Dataset(made.info), made_(std::move(made)) {}

  void read(std::span<const std::int64_t> rows, std::span<float> values) const override {
    const std::int64_t size = info().shape.size();
    std::size_t at = 0;
    for (const std::int64_t row : rows)
      for (std::int64_t i = 0; i < size; ++i) values[at++] = made_.value(row, i);
  }
  int label(std::int64_t row) const override { return made_.label(row); }
  int factorLevel(std::int64_t row, int factor) const override {
    return made_.factorLevel(row, factor);
  }
  const std::vector<data::Column>& columns() const override { return made_.columns; }
  std::string fingerprint() const override { return "0123456789abcdef"; }

 private:
  Made made_;
};

// `count` flowers: four standardized columns ("sepal length" in cm, mean 5.8, ...), three classes,
// a column of numbers ("age", some missing) and two of texts ("town" and "file").
data::DatasetPtr flowers(std::int64_t count);

}  // namespace latlas::test
