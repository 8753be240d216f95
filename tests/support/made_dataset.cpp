#include "tests/support/made_dataset.h"

#include <cmath>
#include <memory>
#include <string>

#include "core/data/annotations.h"

namespace latlas::test {

data::DatasetPtr flowers(std::int64_t count) {
  Made made;
  made.info.name = "flowers";
  made.info.source = "/data/flowers.csv";
  made.info.format = "CSV table";
  made.info.values = "numbers, 0.1 to 7.9";
  made.info.count = made.info.publishedTrainCount = count;
  made.info.shape = data::vectorShape(4);
  made.info.classes = {"setosa", "versicolor", "virginica"};
  made.info.variables = {{"sepal length", 5.8, 0.8, 4.3, 7.9, 0},
                         {"sepal width", 3.0, 0.4, 2.0, 4.4, 2},
                         {"petal length", 3.7, 1.8, 1.0, 6.9, 0},
                         {"petal width", 1.2, 0.7, 0.1, 2.5, 0}};
  made.info.memoryBytes = count * 16;
  made.value = [](std::int64_t row, std::int64_t i) {
    return static_cast<float>((row * 7 + i * 5) % 13 - 6) / 3.0f;
  };
  made.label = [](std::int64_t row) { return static_cast<int>(row % 3); };
  data::Column age{"age", {}, {}, {}};
  std::vector<std::string> towns, files;
  for (std::int64_t row = 0; row < count; ++row) {
    age.numbers.push_back(row % 10 == 9 ? std::nan("") : static_cast<double>(row));
    towns.push_back(row % 2 == 0 ? "Ulm" : "Bern");
    files.push_back("flowers/" + std::to_string(row) + ".png");
  }
  made.columns = {age, data::textColumn("town", towns), data::textColumn(data::kFileColumn, files)};
  return std::make_shared<const MadeDataset>(std::move(made));
}

}  // namespace latlas::test
