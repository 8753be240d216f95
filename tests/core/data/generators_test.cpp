#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <set>

#include "core/data/builtin/blobs.h"
#include "core/data/builtin/builtin.h"
#include "core/data/builtin/builtin_source.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

using Texts = std::vector<std::string>;

// All rows in the columns' own units, [rows][columns].
std::vector<std::vector<double>> allRows(const Dataset& dataset) {
  const auto width = static_cast<std::size_t>(dataset.info().shape.size());
  std::vector<std::vector<double>> rows;
  std::vector<float> values(width);
  for (std::int64_t row = 0; row < dataset.info().count; ++row) {
    dataset.read({&row, 1}, values);
    rows.emplace_back();
    for (std::size_t i = 0; i < width; ++i)
      rows.back().push_back(dataset.info().variables[i].inUnits(values[i]));
  }
  return rows;
}

TEST(Builtin, DescribesAndNamesItsGenerators) {
  const auto all = builtinDescriptions();
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));
  for (const auto& [name, about, keys] : all) {
    EXPECT_FALSE(about.empty());
    EXPECT_NE(keys.find("seed"), std::string::npos) << name;
  }
  const auto error = [](const char* source) { return errorOf([&] { openSource(source); }); };
  expectSays(error("builtin:swissrol"), {"\"swissrol\"", "builtin:swissroll", "blobs", "random"});
  expectSays(error("builtin:blobs?cluster=3"), {"\"cluster\"", "\"clusters\"", "dims", "spread"});
  expectSays(error("builtin:blobs?clusters=0"), {"clusters", "1 to 1000", "\"0\"", "for 8"});
  expectSays(error("builtin:blobs?spread=x"), {"spread", "0 to 100", "\"x\""});
  expectSays(error("builtin:blobs?spread=nan"), {"\"nan\""});
  expectSays(error("builtin:swissroll?noise=-1"), {"noise", "0 to 10", "\"-1\""});
  expectSays(error("builtin:random?dims=5000"), {"dims", "4096"});
  OpenOptions small;
  small.memoryLimit = 1'000'000;
  expectSays(errorOf([&] { openSource("builtin:blobs?count=100000", small); }),
             {"12.8 MB", "1.0 MB", "smaller count"});
}

TEST(Builtin, SourcesAreCanonicalAndReopen) {
  for (const auto& [given, whole] : std::map<std::string, std::string>{
           {"builtin:blobs?seed=3&dims=2&count=50&spread=0.50",
            "builtin:blobs?clusters=8&dims=2&count=50&spread=0.5&seed=3"},
           {"builtin:swissroll?noise=1e-1", "builtin:swissroll?count=5000&noise=0.1&seed=0"},
           {"builtin:random", "builtin:random?count=100&dims=10&seed=0"}}) {
    const auto dataset = openSource(given);
    EXPECT_EQ(dataset->info().source, whole);
    EXPECT_EQ(dataset->info().format, "generated");
    EXPECT_EQ(openSource(whole)->fingerprint(), dataset->fingerprint());
  }
}

TEST(Builtin, SeedsDecideAndSubsetsAreRowsOfTheWhole) {
  for (const std::string name : {"blobs", "swissroll", "random"}) {
    const std::string source = "builtin:" + name + "?count=3000&seed=";
    EXPECT_EQ(openSource(source + "5")->fingerprint(), openSource(source + "5")->fingerprint());
    EXPECT_NE(openSource(source + "5")->fingerprint(), openSource(source + "6")->fingerprint());
    OpenOptions options;
    options.subset = 100;
    EXPECT_EQ(openSource(source + "5", options)->info().count, 100);
    EXPECT_EQ(openSource(source + "5", options)->info().options.subset, 100);
  }
}

TEST(Blobs, AreGaussiansAboutTheirCentres) {
  const int clusters = 3, dims = 4, count = 30000;
  const double spread = 0.7;
  const auto dataset = openSource("builtin:blobs?clusters=3&dims=4&count=30000&spread=0.7&seed=11");
  EXPECT_EQ(dataset->info().shape, vectorShape(dims));
  EXPECT_EQ(dataset->info().classes, (Texts{"0", "1", "2"}));
  ASSERT_EQ(dataset->info().factors.size(), 1u);
  EXPECT_EQ(dataset->info().factors[0].name, "cluster");
  EXPECT_EQ(dataset->info().factors[0].values, (std::vector<double>{0, 1, 2}));
  const std::vector<double> centres = blobCentres(clusters, dims, 11);
  EXPECT_TRUE(std::all_of(centres.begin(), centres.end(),
                          [](double number) { return std::abs(number) <= 10.0; }));
  const auto rows = allRows(*dataset);
  for (int cluster = 0; cluster < clusters; ++cluster) {
    double sum[dims] = {}, squares[dims] = {}, product = 0.0;
    int members = 0;
    for (int row = 0; row < count; ++row) {
      EXPECT_EQ(dataset->factorLevel(row, 0), dataset->label(row));
      if (dataset->label(row) != cluster) continue;
      ++members;
      double off[dims];
      for (int i = 0; i < dims; ++i) {
        off[i] = rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(i)] -
                 centres[static_cast<std::size_t>(cluster * dims + i)];
        sum[i] += off[i];
        squares[i] += off[i] * off[i];
      }
      product += off[0] * off[1];
    }
    EXPECT_EQ(members, count / clusters);
    // Five standard errors: of a mean s / sqrt n, of a variance s^2 sqrt(2 / n), of a product s^2 /
    // sqrt n.
    for (int i = 0; i < dims; ++i) {
      EXPECT_NEAR(sum[i] / members, 0.0, 5 * spread / std::sqrt(members));
      EXPECT_NEAR(squares[i] / members, spread * spread,
                  5 * spread * spread * std::sqrt(2.0 / members));
    }
    EXPECT_NEAR(product / members, 0.0, 5 * spread * spread / std::sqrt(members));
  }
}

TEST(Blobs, WithoutSpreadAreTheirCentresInRandomOrder) {
  const auto dataset = openSource("builtin:blobs?clusters=5&dims=2&count=53&spread=0");
  const std::vector<double> centres = blobCentres(5, 2, 0);
  const auto rows = allRows(*dataset);
  std::map<int, int> sizes;
  int runs = 0;
  for (std::int64_t row = 0; row < 53; ++row) {
    const int cluster = dataset->label(row);
    ++sizes[cluster];
    runs += row > 0 && cluster == dataset->label(row - 1);
    for (std::size_t i = 0; i < 2; ++i)
      EXPECT_NEAR(rows[static_cast<std::size_t>(row)][i],
                  centres[static_cast<std::size_t>(cluster) * 2 + i], 1e-5);
  }
  for (const auto& [cluster, size] : sizes) EXPECT_EQ(size, cluster < 3 ? 11 : 10);
  EXPECT_LT(runs, 30);  // sorted rows would have 48
}

TEST(SwissRoll, LiesOnTheRoll) {
  const auto dataset = openSource("builtin:swissroll?count=4000&seed=2");
  ASSERT_EQ(dataset->columns().size(), 2u);
  EXPECT_EQ(dataset->columns()[0].name, "t");
  EXPECT_EQ(dataset->columns()[1].name, "height");
  EXPECT_TRUE(dataset->info().classes.empty());
  const auto& names = dataset->info().variables;
  EXPECT_EQ(names[0].name + names[1].name + names[2].name, "xyz");
  const auto rows = allRows(*dataset);
  double sumT = 0.0, sumHeight = 0.0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double t = dataset->columns()[0].numbers[row], y = dataset->columns()[1].numbers[row];
    EXPECT_TRUE(t >= 1.5 * std::numbers::pi && t <= 4.5 * std::numbers::pi);
    EXPECT_TRUE(y >= 0.0 && y <= 21.0);
    EXPECT_NEAR(rows[row][0], t * std::cos(t), 1e-5);
    EXPECT_NEAR(rows[row][1], y, 1e-5);
    EXPECT_NEAR(rows[row][2], t * std::sin(t), 1e-5);
    sumT += t;
    sumHeight += y;
  }
  // Five standard errors of a uniform mean: width / sqrt(12 n).
  const double error = 5.0 / std::sqrt(12.0 * 4000);
  EXPECT_NEAR(sumT / 4000, 3.0 * std::numbers::pi, error * 3.0 * std::numbers::pi);
  EXPECT_NEAR(sumHeight / 4000, 10.5, error * 21.0);
}

TEST(SwissRoll, NoiseLeavesItBySoMuch) {
  const auto dataset = openSource("builtin:swissroll?count=20000&noise=0.5&seed=3");
  const auto rows = allRows(*dataset);
  double squares = 0.0;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double t = dataset->columns()[0].numbers[row], y = dataset->columns()[1].numbers[row];
    squares += std::pow(rows[row][0] - t * std::cos(t), 2) + std::pow(rows[row][1] - y, 2) +
               std::pow(rows[row][2] - t * std::sin(t), 2);
  }
  EXPECT_NEAR(squares / (3 * 20000), 0.25, 5 * 0.25 * std::sqrt(2.0 / 60000));
}

TEST(RandomTable, IsUniformAndWithoutCorrelation) {
  EXPECT_EQ(openSource("builtin:random")->info().count, 100);
  EXPECT_EQ(openSource("builtin:random")->info().shape, vectorShape(10));
  const int count = 20000;
  const auto dataset = openSource("builtin:random?count=20000&dims=3");
  const auto rows = allRows(*dataset);
  double sum[3] = {}, squares[3] = {}, products[3] = {};
  for (const auto& row : rows)
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_TRUE(row[i] > -1e-6 && row[i] < 1.0 + 1e-6);
      sum[i] += row[i];
      squares[i] += (row[i] - 0.5) * (row[i] - 0.5);
      products[i] += (row[i] - 0.5) * (row[(i + 1) % 3] - 0.5);
    }
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(sum[i] / count, 0.5, 5 / std::sqrt(12.0 * count));
    // The fourth moment of a uniform number is 1/80: its square deviates by sqrt(1/80 - 1/144).
    EXPECT_NEAR(squares[i] / count, 1.0 / 12, 5 * std::sqrt(1.0 / 180 / count));
    EXPECT_NEAR(products[i] / count, 0.0, 5.0 / 12 / std::sqrt(count));
  }
}

}  // namespace
}  // namespace latlas::data::test
