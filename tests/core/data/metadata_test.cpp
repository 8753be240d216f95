#include "core/data/metadata.h"

#include <cmath>

#include "core/base/error.h"
#include "core/data/metadata_file.h"
#include "core/data/storage/array_store.h"
#include "tests/core/data/corruption.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

Bytes bytesOf(const std::string& text) { return {text.begin(), text.end()}; }

class Metadata : public testing::Test {
 protected:
  void write(const std::string& name, const std::string& text) {
    put(folder_ / name, bytesOf(text));
  }
  void writeImages(const Texts& names) {
    for (const std::string& name : names) put(folder_ / name, pngFile(8, 8, 1, Bytes(64, 7)));
  }
  fs::path writeIdx(int count) {
    const fs::path path = folder_ / "some-images-idx3-ubyte";
    put(path, idxFile({static_cast<std::uint32_t>(count), 8, 8},
                      countingBytes(static_cast<std::size_t>(count) * 64)));
    return path;
  }
  static OpenOptions named(const fs::path& path) {
    OpenOptions options;
    options.metadata = path;
    return options;
  }

  latlas::test::TemporaryFolder folder_;
};

const Column* findColumn(const Dataset& dataset, const std::string& name) {
  for (const Column& column : dataset.columns())
    if (column.name == name) return &column;
  return nullptr;
}

// The column's texts by row; none when it is not there.
Texts textsOf(const Dataset& dataset, const std::string& name) {
  const Column* column = findColumn(dataset, name);
  if (!column) return {};
  Texts texts;
  for (std::int64_t row = 0; row < dataset.info().count; ++row) texts.push_back(column->text(row));
  return texts;
}

TEST_F(Metadata, IsSoughtBesideTheDataset) {
  const auto beside = [&](const fs::path& dataset) {
    const auto found = metadataBeside(dataset, {});
    return found ? found->lexically_relative(folder_.path()).string() : std::string();
  };
  write("set/1.png", "x");
  write("digits.npz", "x");
  write("photos.tar.gz", "x");
  EXPECT_EQ(beside(folder_ / "set"), "");
  EXPECT_EQ(beside(folder_ / "digits.npz"), "");
  write("set/metadata.tsv", "a\n1\n");
  EXPECT_EQ(beside(folder_ / "set"), "set/metadata.tsv");
  write("set/metadata.csv", "a\n1\n");
  EXPECT_EQ(beside(folder_ / "set"), "set/metadata.csv");
  write("digits.csv", "a\n1\n");
  EXPECT_EQ(beside(folder_ / "digits.npz"), "digits.csv");
  write("digits.metadata.tsv.gz", "a\n1\n");
  EXPECT_EQ(beside(folder_ / "digits.npz"), "digits.metadata.tsv.gz");
  write("photos.csv", "a\n1\n");
  EXPECT_EQ(beside(folder_ / "photos.tar.gz"), "photos.csv");
  EXPECT_EQ(beside("builtin:sprites"), "");
  // A name may lead out of the folder; it counts as written from where the program runs.
  EXPECT_EQ(metadataBeside(folder_ / "set", named("other.csv")), fs::current_path() / "other.csv");
}

TEST_F(Metadata, ATableTakesNeitherItselfNorItsCopies) {
  write("t.csv", "a,b\n1.5,2\n3,4\n");
  write("t.tsv", "a\tb\n1.5\t2\n3\t4\n");
  EXPECT_TRUE(openAt(folder_ / "t.csv")->columns().empty());
  EXPECT_TRUE(openAt(folder_ / "t.tsv")->columns().empty());
  write("t.metadata.csv", "note\nx\ny\n");
  EXPECT_EQ(textsOf(*openAt(folder_ / "t.csv"), "note"), (Texts{"x", "y"}));
}

TEST_F(Metadata, JoinsRowByRow) {
  const fs::path images = writeIdx(3);
  write("some-images-idx3-ubyte.csv", "weight,kind,note\n1.5,a,\n,b,\n3,,\n");
  const auto dataset = openAt(images);
  const Column* weight = findColumn(*dataset, "weight");
  ASSERT_TRUE(weight);
  EXPECT_EQ(weight->numbers[0], 1.5);
  EXPECT_TRUE(std::isnan(weight->numbers[1]));
  EXPECT_EQ(weight->numbers[2], 3.0);
  EXPECT_EQ(textsOf(*dataset, "kind"), (Texts{"a", "b", ""}));
  EXPECT_EQ(findColumn(*dataset, "note"), nullptr);  // without a single value
  EXPECT_TRUE(dataset->info().skipped.empty());
  EXPECT_TRUE(dataset->info().options.metadata.empty());
}

TEST_F(Metadata, JoinsByTheNamesOfFiles) {
  writeImages({"set/a/1.png", "set/a/2.png", "set/b/3.png"});
  const auto kinds = [&](const std::string& text) {
    write("set/metadata.csv", text);
    const auto dataset = openAt(folder_ / "set");
    EXPECT_TRUE(dataset->info().skipped.empty());
    return textsOf(*dataset, "kind");
  };
  const Texts wanted{"one", "two", "three"};
  EXPECT_EQ(kinds("file,kind\nb/3.png,three\na/1.png,one\na/2.png,two\n"), wanted);
  EXPECT_EQ(kinds("kind,file_name\nthree,3.png\none,1.png\ntwo,2.png\n"), wanted);
  EXPECT_EQ(kinds("name,kind\n\"./b/3.png\",three\nx\\a\\1.png,one\n2.png,two\n"), wanted);
}

TEST_F(Metadata, JoinsByNamesWithoutEndingAndByNumber) {
  writeImages({"set/0007.png", "set/0012.png", "set/0100.png"});
  write("set/metadata.csv", "id,kind\n100,c\n12,b\n7,a\n");
  EXPECT_EQ(textsOf(*openAt(folder_ / "set"), "kind"), (Texts{"a", "b", "c"}));
  write("set/metadata.csv", "id,kind\n\"s0100\",c\n\"s0012\",b\n");
  EXPECT_EQ(openAt(folder_ / "set")->info().skipped.size(), 1u);
  writeImages({"named/x.png", "named/y.png"});
  write("named/metadata.csv", "kind,stem\nb,y\na,x\n");
  EXPECT_EQ(textsOf(*openAt(folder_ / "named"), "kind"), (Texts{"a", "b"}));
}

TEST_F(Metadata, ANameAloneDoesNotStandForFilesOfSeveralFolders) {
  writeImages({"set/a/1.png", "set/b/1.png"});
  write("set/metadata.csv", "file,kind\n1.png,x\n");
  const auto dataset = openAt(folder_ / "set");
  EXPECT_EQ(findColumn(*dataset, "kind"), nullptr);
  ASSERT_EQ(dataset->info().skipped.size(), 1u);
  expectSays(dataset->info().skipped[0].why, {"2 rows", "found 1 rows"});
}

TEST_F(Metadata, JoinsByAColumnThatBothHave) {
  write("t.csv", "id,v\n30,0.5\n10,1.5\n20,2.5\n10,3.5\n");
  write("t.metadata.csv", "ID,group\n10,ten\n20,twenty\n");
  const auto dataset = openAt(folder_ / "t.csv");
  EXPECT_EQ(textsOf(*dataset, "group"), (Texts{"", "ten", "twenty", "ten"}));
}

TEST_F(Metadata, JoinsByTheNumbersOfRows) {
  const fs::path images = writeIdx(4);
  const auto kinds = [&](const std::string& text) {
    write("some-images-idx3-ubyte.csv", text);
    return textsOf(*openAt(images), "kind");
  };
  EXPECT_EQ(kinds("index,kind\n3,d\n0,a\n2,c\n"), (Texts{"a", "", "c", "d"}));
  EXPECT_EQ(kinds("ID,kind\n4,d\n1,a\n3,c\n2,b\n"), (Texts{"a", "b", "c", "d"}));
  // Numbers of something else: row by row, and they stay a column.
  EXPECT_EQ(kinds("id,kind\n40,d\n10,a\n30,c\n20,b\n"), (Texts{"d", "a", "c", "b"}));
  EXPECT_EQ(textsOf(*openAt(images), "id"), (Texts{"40", "10", "30", "20"}));
}

TEST_F(Metadata, SaysWhichRowsAreRepeatedOrBelongToNothing) {
  writeImages({"set/1.png", "set/2.png"});
  write("set/metadata.csv",
        "file,kind\n1.png,first\n2.png,x\n1.png,second\n9.png,y\n1.png,third\n");
  const auto dataset = openAt(folder_ / "set");
  EXPECT_EQ(textsOf(*dataset, "kind"), (Texts{"first", "x"}));
  const auto& skipped = dataset->info().skipped;
  ASSERT_EQ(skipped.size(), 2u);
  expectSays(skipped[0].why, {"row 4", "1.png", "first one counts", "2 such rows"});
  expectSays(skipped[1].why, {"1 row belongs to no sample", "row 5", "9.png"});
  EXPECT_EQ(skipped[0].path, folder_ / "set/metadata.csv");
}

TEST_F(Metadata, MayGiveTheLabels) {
  const fs::path images = writeIdx(4);
  write("m.csv", "Label,colour\ndog,red\ncat,blue\n,red\ndog,blue\n");
  const auto found = openAt(images, named(folder_ / "m.csv"));
  EXPECT_EQ(found->info().classes, (Texts{"cat", "dog"}));
  EXPECT_EQ(found->label(0), 1);
  EXPECT_EQ(found->label(2), -1);
  EXPECT_EQ(findColumn(*found, "Label"), nullptr);
  EXPECT_EQ(textsOf(*found, "colour"), (Texts{"red", "blue", "red", "blue"}));
  OpenOptions options = named(folder_ / "m.csv");
  options.labels = "colour";
  const auto chosen = openAt(images, options);
  EXPECT_EQ(chosen->info().classes, (Texts{"blue", "red"}));
  EXPECT_EQ(textsOf(*chosen, "Label"), (Texts{"dog", "cat", "", "dog"}));
  options.labels = "none";
  EXPECT_TRUE(openAt(images, options)->info().classes.empty());
}

TEST_F(Metadata, LabelsThatAreThereStayUnlessOthersAreChosen) {
  writeImages({"set/cat/1.png", "set/dog/2.png"});
  write("set/metadata.csv", "file,class,age\n1.png,x,3\n2.png,y,4\n");
  const auto dataset = openAt(folder_ / "set");
  EXPECT_EQ(dataset->info().classes, (Texts{"cat", "dog"}));
  EXPECT_EQ(textsOf(*dataset, "class"), (Texts{"x", "y"}));
  OpenOptions options;
  options.labels = "age";
  const auto chosen = openAt(folder_ / "set", options);
  EXPECT_EQ(chosen->info().classes, (Texts{"3", "4"}));
  EXPECT_EQ(textsOf(*chosen, "class (2)"), (Texts{"cat", "dog"}));
}

TEST_F(Metadata, OfATableMayHoldItsLabels) {
  write("t.csv", "a,b\n1.5,2\n3,4\n");
  write("t.metadata.csv", "kind\nx\ny\n");
  OpenOptions options;
  options.labels = "kind";
  EXPECT_EQ(openAt(folder_ / "t.csv", options)->info().classes, (Texts{"x", "y"}));
  options.labels = "sort";
  expectSays(errorOf([&] { openAt(folder_ / "t.csv", options); }), {"t.csv", "labels called sort"});
}

TEST_F(Metadata, WhatWasOnlyFoundAndDoesNotFitIsSkipped) {
  const fs::path images = writeIdx(3);
  const auto why = [&](const std::string& text) {
    write("some-images-idx3-ubyte.csv", text);
    const auto dataset = openAt(images);
    EXPECT_TRUE(dataset->columns().empty());
    EXPECT_EQ(dataset->info().count, 3);
    return dataset->info().skipped.size() == 1 ? dataset->info().skipped[0].why : std::string();
  };
  expectSays(why("a\n1\n2\n"), {"expected 3 rows", "found 2 rows"});
  expectSays(why("a,b\n1,2\n3\n4,5\n"), {"row 3", "found 1"});
  expectSays(why(""), {"empty file"});
  // What is asked for must fit.
  const auto error = [&](const std::string& text) {
    write("m.csv", text);
    return errorOf([&] { openAt(images, named(folder_ / "m.csv")); });
  };
  expectSays(error("a\n1\n2\n"), {"m.csv", "3 rows", "found 2 rows", "called file"});
  expectSays(error("a,b\n1,2\n3\n4,5\n"), {"m.csv", "row 3"});
  expectSays(errorOf([&] { openAt(images, named(folder_ / "none.csv")); }),
             {"none.csv", "No such file"});
}

TEST_F(Metadata, IsRememberedWhenItWasNamed) {
  const fs::path images = writeIdx(2);
  write("m.tsv", "a\tb\n1\tx\n2\ty\n");
  const auto dataset = openAt(images, named(folder_ / "m.tsv"));
  EXPECT_EQ(dataset->info().options.metadata, folder_ / "m.tsv");
  const auto again = openAt(images, dataset->info().options);
  EXPECT_EQ(textsOf(*again, "b"), (Texts{"x", "y"}));
  EXPECT_EQ(textsOf(*again, "a"), (Texts{"1", "2"}));
}

TEST_F(Metadata, FollowsASubset) {
  const fs::path images = writeIdx(50);
  std::string text = "n\n";
  for (int i = 0; i < 50; ++i) text += std::to_string(i) + "\n";
  write("some-images-idx3-ubyte.csv", text);
  OpenOptions options;
  options.subset = 5;
  const auto dataset = openAt(images, options);
  ASSERT_EQ(dataset->info().count, 5);
  for (std::int64_t row = 0; row < 5; ++row) {
    const double number = findColumn(*dataset, "n")->numbers[static_cast<std::size_t>(row)];
    const Bytes all = countingBytes(50 * 64);
    EXPECT_EQ(rowBytes(*dataset, row)[5], all[static_cast<std::size_t>(number) * 64 + 5]);
  }
}

TEST_F(Metadata, DamagedTablesAreRefusedOrOpenAsTheyWere) {
  const fs::path images = writeIdx(3);
  const Bytes set = idxFile({3, 8, 8}, countingBytes(192));
  DamageCheck check;
  check.open = [&](const fs::path& folder) {
    put(folder / "x-images", set);
    return openAt(folder / "x-images", named(folder / "m.csv"));
  };
  checkDamagedFiles({"m.csv", bytesOf("name,weight\nann,1.5\n\"b, o\"\"b\",2\ncy,3.25\n"),
                     "fuzz_metadata"},
                    check);
  keepAsSeed("fuzz_metadata", "files", bytesOf("file,v\na/1.png,1\n\"./b\\2.png\",2\n10,3\n"));
  keepAsSeed("fuzz_metadata", "numbers", bytesOf("ID\tkind\n1\tx\n3\ty\n1\tz\n"));
}

}  // namespace
}  // namespace latlas::data::test
