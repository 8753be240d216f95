#include "core/data/open_options.h"

#include "core/data/row_selection.h"
#include "core/data/storage/array_store.h"
#include "core/data/stored_dataset.h"
#include "tests/core/data/fixtures.h"

namespace latlas::data::test {
namespace {

TEST(OpenOptions, EveryKeyReadsWhatItPrints) {
  const std::map<std::string, std::string> values{
      {"image_size", "48"}, {"colour", "rgb"},     {"fit", "stretch"}, {"background", "black"},
      {"as", "vectors"},    {"array", "a/b"},      {"labels", "kind"}, {"part", "held_out"},
      {"subset", "1000"},   {"metadata", "/x.csv"}};
  OpenOptions options;
  EXPECT_TRUE(toValues(options).empty());
  for (const std::string& key : openOptionKeys()) {
    ASSERT_TRUE(values.contains(key)) << key;
    setOption(options, key, values.at(key));
  }
  EXPECT_EQ(toValues(options), values);
  EXPECT_NE(toString(options).find("fit=stretch"), std::string::npos);
}

TEST(OpenOptions, RefusalsSayWhatIsAllowed) {
  OpenOptions options;
  expectSays(errorOf([&] { setOption(options, "colour", "sepia"); }),
             {"stored, grey, rgb", "sepia"});
  expectSays(errorOf([&] { setOption(options, "image_size", "7"); }), {"8 to 256", "7"});
  expectSays(errorOf([&] { setOption(options, "subset", "-1"); }), {"subset"});
  expectSays(errorOf([&] { setOption(options, "color", "grey"); }), {"colour"});
  EXPECT_EQ(options, OpenOptions());
}

// 100 samples of one pixel each, 70 for training.
DatasetPtr splitDataset() {
  DatasetInfo info;
  info.source = "x";
  info.publishedTrainCount = 70;
  info.classes = {"a", "b"};
  Annotations annotations;
  Column age{"age", {}, {}, {}};
  for (int i = 0; i < 100; ++i) {
    annotations.labels.push_back(i < 50 ? 0 : 1);
    age.numbers.push_back(i);
  }
  annotations.columns.push_back(age);
  return std::make_shared<StoredDataset>(info, holdBytes({1, 1, 1}, countingBytes(100)),
                                         annotations);
}

TEST(RowSelection, KeepsPartsAndSubsetsWithAllThatIsKnown) {
  const DatasetPtr whole = splitDataset();
  EXPECT_EQ(selectRows(whole, {}), whole);
  OpenOptions options;
  options.part = Part::heldOut;
  const DatasetPtr heldOut = selectRows(whole, options);
  EXPECT_EQ(heldOut->info().count, 30);
  EXPECT_EQ(heldOut->info().publishedTrainCount, 30) << "no longer split";
  EXPECT_EQ(rowBytes(*heldOut, 0), Bytes{70});
  EXPECT_EQ(heldOut->columns()[0].numbers[29], 99.0);
  options.subset = 10;
  const DatasetPtr some = selectRows(whole, options);
  EXPECT_EQ(some->info().count, 10);
  EXPECT_NE(some->fingerprint(), heldOut->fingerprint());
  options.part = Part::all;
  const DatasetPtr spread = selectRows(whole, options);
  EXPECT_EQ(spread->info().count, 10);
  EXPECT_EQ(spread->info().publishedTrainCount, 7) << "the split is kept";
  for (std::int64_t i = 0; i < 10; ++i) {
    EXPECT_GE(rowBytes(*spread, i)[0], 10 * i);
    EXPECT_LT(rowBytes(*spread, i)[0], 10 * i + 10);
    EXPECT_EQ(spread->label(i), i < 5 ? 0 : 1);
  }
  options.subset = 1000;
  EXPECT_EQ(selectRows(whole, options), whole);
  DatasetInfo unsplit;
  options.part = Part::train;
  unsplit.publishedTrainCount = 3;
  const auto without =
      std::make_shared<StoredDataset>(unsplit, holdBytes({1, 1, 1}, {1, 2, 3}), Annotations{});
  expectSays(errorOf([&] { selectRows(without, options); }), {"split by its makers"});
}

}  // namespace
}  // namespace latlas::data::test
