#include "core/data/row_search.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "core/data/annotations.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data {
namespace {

// Twelve rows without samples: classes "cat", "Tomcat", "1", "10", one factor, three columns.
class TwelveRows final : public Dataset {
 public:
  TwelveRows() : Dataset(makeInfo()) {
    Column age{"age", {}, {}, {}};
    std::vector<std::string> files, colours;
    for (int row = 0; row < 12; ++row) {
      age.numbers.push_back(row == 3 ? std::nan("") : row * 10.0);
      files.push_back("pets/IMG_" + std::to_string(row) + ".png");
      colours.push_back(row % 4 == 0 ? "" : row % 2 ? "red" : "dark red");
    }
    columns_ = {age, textColumn(kFileColumn, files), textColumn("fur colour", colours)};
  }

  void read(std::span<const std::int64_t>, std::span<float>) const override {}
  int label(std::int64_t row) const override { return row == 11 ? -1 : static_cast<int>(row) % 4; }
  int factorLevel(std::int64_t row, int) const override { return static_cast<int>(row) % 3; }
  const std::vector<Column>& columns() const override { return columns_; }
  std::string fingerprint() const override { return "0"; }

 private:
  static DatasetInfo makeInfo() {
    DatasetInfo info;
    info.count = 12;
    info.shape = {1, 2, 2};
    info.classes = {"cat", "Tomcat", "1", "10"};
    info.factors = {{"scale", {0.1, 0.5, 1.0}, ""}};
    return info;
  }
  std::vector<Column> columns_;
};

using Rows = std::vector<std::int64_t>;

Rows found(const std::string& text, int label = -1) {
  const TwelveRows dataset;
  RowSearch search(dataset, {label, text});
  Rows rows;
  for (std::int64_t row = 0; row < 12; ++row)
    if (search.matches(row)) rows.push_back(row);
  return rows;
}

std::string complaint(const std::string& text) {
  return test::errorOf([&] { found(text); });
}

TEST(RowSearch, LetsEverythingThroughWhenNothingIsAsked) {
  EXPECT_EQ(found("").size(), 12u);
  EXPECT_EQ(found(" , ").size(), 12u);
  EXPECT_TRUE((RowFilter{-1, " ,"}.isEmpty()));
  EXPECT_FALSE((RowFilter{0, ""}.isEmpty()));
  EXPECT_FALSE((RowFilter{-1, "x"}.isEmpty()));
}

TEST(RowSearch, FindsByClassNameAndFileWithoutRegardToCase) {
  EXPECT_EQ(found("CAT"), (Rows{0, 1, 4, 5, 8, 9}));
  EXPECT_EQ(found("tom"), (Rows{1, 5, 9}));
  EXPECT_EQ(found("img_11"), (Rows{11}));
  EXPECT_EQ(found("dark"), (Rows{2, 6, 10}));
  EXPECT_EQ(found("nothing like it"), Rows{});
}

TEST(RowSearch, ANumberIsARowAndAClassOfThatName) {
  EXPECT_EQ(found("row 7"), (Rows{7}));
  EXPECT_EQ(found("Row  7"), (Rows{7}));
  EXPECT_EQ(found("row 12"), Rows{});
  // Class "10" is that of 3 and 7 (11 has none), and its file name holds the digits.
  EXPECT_EQ(found("10"), (Rows{3, 7, 10}));
}

TEST(RowSearch, ComparesColumnsFactorsClassAndRow) {
  EXPECT_EQ(found("age > 80"), (Rows{9, 10, 11}));
  EXPECT_EQ(found("AGE<=10"), (Rows{0, 1}));
  EXPECT_EQ(found("age = 30"), Rows{});  // missing
  EXPECT_EQ(found("age != 30").size(), 11u);
  EXPECT_EQ(found("scale = 0.5"), (Rows{1, 4, 7, 10}));
  EXPECT_EQ(found("class = cat"), (Rows{0, 4, 8}));
  EXPECT_EQ(found("class >= 2"), (Rows{3, 7}));
  EXPECT_EQ(found("fur colour == RED"), (Rows{1, 3, 5, 7, 9, 11}));
  EXPECT_EQ(found("fur colour != red"), (Rows{2, 6, 10}));
  EXPECT_EQ(found("row >= 10"), (Rows{10, 11}));
}

TEST(RowSearch, AllTermsAndTheClassMustHold) {
  EXPECT_EQ(found("cat, age > 40"), (Rows{5, 8, 9}));
  EXPECT_EQ(found("cat, age > 40", 0), (Rows{8}));
  EXPECT_EQ(found("", 3), (Rows{3, 7}));
}

TEST(RowSearch, WhatIsStillBeingTypedHidesNothing) {
  EXPECT_EQ(found("age >").size(), 12u);
  EXPECT_EQ(found("cat, age >= "), found("cat"));
}

TEST(RowSearch, SaysWhatItDoesNotKnow) {
  test::expectSays(complaint("height > 3"), {"height", "row, class, scale, age, file"});
  test::expectSays(complaint("age > old"), {"old", "no number"});
  test::expectSays(complaint("fur colour < red"), {"red", "no number"});
  test::expectSays(complaint("age <> 3"), {"<>"});
}

}  // namespace
}  // namespace latlas::data
