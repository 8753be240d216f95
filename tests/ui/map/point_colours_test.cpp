#include "app/map/point_colours.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "app/ui/theme.h"
#include "core/latent/linear_layout.h"
#include "tests/support/made_dataset.h"

namespace latlas::app {
namespace {

data::DatasetPtr withFactors(std::vector<data::Factor> factors,
                             std::vector<std::string> classes = {}) {
  test::Made made;
  made.info.count = 100;
  made.info.shape = {1, 2, 2};
  made.info.factors = std::move(factors);
  made.info.classes = std::move(classes);
  made.label = [](std::int64_t row) { return static_cast<int>(row % 4) - 1; };
  made.factorLevel = [](std::int64_t row, int) { return static_cast<int>(row % 3); };
  return std::make_shared<const test::MadeDataset>(made);
}

data::DatasetPtr withColumn(data::Column column) {
  test::Made made;
  made.info.count =
      std::ssize(column.isText() ? column.codes : std::vector<std::int32_t>(column.numbers.size()));
  made.info.shape = {1, 2, 2};
  made.columns = {std::move(column)};
  return std::make_shared<const test::MadeDataset>(made);
}

ColouredMap coloured(const data::DatasetPtr& dataset, int colourBy) {
  inference::LatentMap map;
  map.dataset = dataset;
  map.rows.resize(static_cast<std::size_t>(dataset->info().count));
  std::iota(map.rows.begin(), map.rows.end(), std::int64_t{0});
  map.layout = latent::axesLayout(std::vector<float>(2 * map.rows.size()), 2);
  return colouredMap(map, colourBy);
}

// Without the alpha, which points do not share with legends.
std::uint32_t opaque(std::uint32_t colour) { return colour | IM_COL32_A_MASK; }

std::uint32_t grey() { return opaque(ImGui::ColorConvertFloat4ToU32(ui::palette().textSecondary)); }

std::vector<std::string> names(const data::DatasetPtr& dataset) {
  std::vector<std::string> all;
  for (const ColourChoice& choice : colourChoices(*dataset)) all.push_back(choice.name);
  return all;
}

TEST(PointColours, ChooseTheScaleByWhatAFactorIs) {
  const auto dataset = withFactors({{"shape", {1, 2, 3}, ""},
                                    {"scale", {0.5, 0.75, 1}, ""},
                                    {"orientation", {0, 1.57, 3.14}, "rad"}},
                                   {"square", "ellipse", "heart"});
  EXPECT_EQ(names(dataset), (std::vector<std::string>{"class", "shape", "scale", "orientation"}));
  const ColouredMap byShape = coloured(dataset, 0);
  EXPECT_EQ(byShape.colours.scale, ColourScale::categories);
  EXPECT_EQ(byShape.colours.categories, dataset->info().classes);
  EXPECT_EQ(opaque(byShape.cloud->colours[1]), ui::classColour(1));
  const ColouredMap byScale = coloured(dataset, 1);
  EXPECT_EQ(byScale.colours.scale, ColourScale::continuous);
  EXPECT_EQ(byScale.colours.low, 0.5);
  EXPECT_EQ(byScale.colours.high, 1.0);
  EXPECT_EQ(opaque(byScale.cloud->colours[2]), ui::continuousColour(1.0f));
  const ColouredMap byAngle = coloured(dataset, 2);
  EXPECT_EQ(byAngle.colours.scale, ColourScale::cyclic);
  EXPECT_EQ(byAngle.colours.name, "orientation (rad)");
  EXPECT_EQ(opaque(byAngle.cloud->colours[1]), angleColour(byAngle.colours, 1.57));
  EXPECT_EQ(coloured(withFactors({}), -1).colours.scale, ColourScale::single);
}

TEST(PointColours, RowsWithoutAClassAreGrey) {
  const ColouredMap byClass = coloured(withFactors({}, {"a", "b", "c"}), -1);
  EXPECT_EQ(opaque(byClass.cloud->colours[0]), grey());
  EXPECT_EQ(opaque(byClass.cloud->colours[1]), ui::classColour(0));
  EXPECT_TRUE(byClass.colours.hasMissing);
}

TEST(PointColours, BeginWithTheFinestContinuousFactorElseTheClassesElseAColumn) {
  EXPECT_EQ(firstColouring(*withFactors({})), -1);
  EXPECT_EQ(firstColouring(*withFactors({}, {"a", "b", "c"})), -1);
  const auto levels = [](int count) {
    std::vector<double> values;
    for (int i = 0; i < count; ++i) values.push_back(0.1 * i);
    return values;
  };
  EXPECT_EQ(firstColouring(*withFactors({{"turn", levels(40), "rad"},
                                         {"scale", levels(6), ""},
                                         {"x", levels(32), ""},
                                         {"y", levels(32), ""}})),
            2);
  EXPECT_EQ(firstColouring(*test::flowers(30)), -1);
  EXPECT_EQ(firstColouring(*withColumn({"age", {1.5, 2.5, 9.0}, {}, {}})), 0);
}

TEST(PointColours, OfferColumnsButNotTextsThatAllDiffer) {
  EXPECT_EQ(names(test::flowers(30)), (std::vector<std::string>{"class", "age", "town"}));
}

TEST(PointColours, TextsAreSortedAsPeopleDo) {
  const ColouredMap map =
      coloured(withColumn({"site", {}, {0, 1, 2, 3, -1}, {"b10", "B2", "a", "b02x"}}), 0);
  EXPECT_EQ(map.colours.categories, (std::vector<std::string>{"a", "B2", "b02x", "b10"}));
  EXPECT_EQ(opaque(map.cloud->colours[0]), ui::classColour(3));
  EXPECT_EQ(opaque(map.cloud->colours[2]), ui::classColour(0));
  EXPECT_EQ(opaque(map.cloud->colours[4]), grey());
  EXPECT_TRUE(map.colours.hasMissing);
}

TEST(PointColours, OneOddNumberDoesNotMakeAllOthersAlike) {
  data::Column price{"price", {}, {}, {}};
  for (int i = 0; i < 100; ++i) price.numbers.push_back(i + 0.5);
  price.numbers[50] = 1e9;
  price.numbers[7] = std::nan("");
  const ColouredMap map = coloured(withColumn(price), 0);
  EXPECT_EQ(map.colours.scale, ColourScale::continuous);
  EXPECT_LT(map.colours.high, 101.0);
  EXPECT_TRUE(map.colours.hasAbove);
  EXPECT_EQ(opaque(map.cloud->colours[50]), ui::continuousColour(1.0f));
  EXPECT_EQ(opaque(map.cloud->colours[7]), grey());
  EXPECT_NE(map.cloud->colours[20], map.cloud->colours[80]);
}

TEST(PointColours, SmallWholeNumbersAreKinds) {
  const ColouredMap map = coloured(withColumn({"ill", {0, 1, 1, 0, std::nan("")}, {}, {}}), 0);
  EXPECT_EQ(map.colours.scale, ColourScale::categories);
  EXPECT_EQ(map.colours.categories, (std::vector<std::string>{"0", "1"}));
  EXPECT_EQ(opaque(map.cloud->colours[1]), ui::classColour(1));
  EXPECT_TRUE(map.colours.hasMissing);
  const ColouredMap rare = coloured(withColumn({"rare", {0, 0, 0, 0, 0, 0, 5.5}, {}, {}}), 0);
  EXPECT_NE(rare.cloud->colours[0], rare.cloud->colours[6]);
}

}  // namespace
}  // namespace latlas::app
