// What the folders around images mean: parts, classes, or nothing.
#include "core/data/annotations.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

namespace fs = std::filesystem;

Bytes grey(int width, int height, std::uint8_t value) {
  return pngFile(width, height, 1, plainImage(width, height, {value}));
}

std::string fileOf(const Dataset& dataset, std::int64_t row) {
  for (const Column& column : dataset.columns())
    if (column.name == kFileColumn) return column.text(row);
  return "no column";
}

TEST(ImageArrangement, FirstLevelFoldersAreClassesInOrder) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "dog/2.png", grey(8, 8, 20));
  put(folder / "dog/deeper/1.png", grey(8, 8, 21));
  put(folder / "cat/1.png", grey(8, 8, 10));
  put(folder / "notes/readme.txt", Bytes{'h', 'i'});
  put(folder / "loose.png", grey(8, 8, 1));
  put(folder / ".hidden/1.png", grey(8, 8, 99));
  const auto dataset = openAt(folder.path());
  const DatasetInfo& info = dataset->info();
  EXPECT_EQ(info.classes, (std::vector<std::string>{"cat", "dog"}));
  ASSERT_EQ(info.count, 3);
  EXPECT_EQ(dataset->label(0), 0);
  EXPECT_EQ(dataset->label(1), 1);
  EXPECT_EQ(dataset->label(2), 1);
  EXPECT_EQ(rowBytes(*dataset, 0)[0], 10);
  EXPECT_EQ(rowBytes(*dataset, 1)[0], 20);
  EXPECT_EQ(rowBytes(*dataset, 2)[0], 21);
  ASSERT_EQ(info.skipped.size(), 1u);
  EXPECT_EQ(info.skipped[0].path.filename(), "loose.png");
}

TEST(ImageArrangement, OneFolderAmongLooseImagesIsNoClass) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "1.png", grey(8, 8, 1));
  put(folder / "more/2.png", grey(8, 8, 2));
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().count, 2);
  EXPECT_TRUE(dataset->info().classes.empty());
  EXPECT_EQ(dataset->label(1), -1);
}

TEST(ImageArrangement, TrainAndTestFoldersAreParts) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "test/cat/1.png", grey(8, 8, 1));
  put(folder / "Train/cat/2.png", grey(8, 8, 2));
  put(folder / "Train/dog/3.png", grey(8, 8, 3));
  put(folder / "val/dog/4.png", grey(8, 8, 4));
  put(folder / "stray.png", grey(8, 8, 5));
  const auto dataset = openAt(folder.path());
  const DatasetInfo& info = dataset->info();
  ASSERT_EQ(info.count, 4);
  EXPECT_EQ(info.publishedTrainCount, 2);
  EXPECT_EQ(info.classes, (std::vector<std::string>{"cat", "dog"}));
  const std::vector<std::string> files{"Train/cat/2.png", "Train/dog/3.png", "val/dog/4.png",
                                       "test/cat/1.png"};
  const int labels[]{0, 1, 1, 0}, values[]{2, 3, 4, 1};
  for (std::int64_t row = 0; row < 4; ++row) {
    EXPECT_EQ(fileOf(*dataset, row), files[static_cast<std::size_t>(row)]);
    EXPECT_EQ(dataset->label(row), labels[row]);
    EXPECT_EQ(rowBytes(*dataset, row)[0], values[row]);
  }
  ASSERT_EQ(info.skipped.size(), 1u);
  expectSays(info.skipped[0].why, {"training and test"});
  OpenOptions options;
  options.part = Part::heldOut;
  const auto heldOut = openAt(folder.path(), options);
  EXPECT_EQ(heldOut->info().count, 2);
  EXPECT_EQ(rowBytes(*heldOut, 0)[0], 4);
  EXPECT_EQ(heldOut->info().options.part, Part::heldOut);
  EXPECT_EQ(peek(folder.path()).what, "image folder, 1 image");
}

TEST(ImageArrangement, APartWithoutClassesHasNoLabels) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "train/cat/1.png", grey(8, 8, 1));
  put(folder / "train/dog/2.png", grey(8, 8, 2));
  put(folder / "train/3.png", grey(8, 8, 3));
  put(folder / "test/4.png", grey(8, 8, 4));
  const auto dataset = openAt(folder.path());
  ASSERT_EQ(dataset->info().count, 3);
  EXPECT_EQ(dataset->label(2), -1);
  ASSERT_EQ(dataset->info().skipped.size(), 1u);
  EXPECT_EQ(dataset->info().skipped[0].path.filename(), "3.png");
  fs::remove_all(folder / "train/cat");
  fs::remove_all(folder / "train/dog");
  EXPECT_TRUE(openAt(folder.path())->info().classes.empty());
  EXPECT_EQ(openAt(folder.path())->info().publishedTrainCount, 1);
}

TEST(ImageArrangement, FoldersAroundEverythingMeanNothing) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "set/images/cat/1.png", grey(8, 8, 1));
  put(folder / "set/images/dog/2.png", grey(8, 8, 2));
  EXPECT_EQ(openAt(folder.path())->info().classes, (std::vector<std::string>{"cat", "dog"}));
  EXPECT_EQ(peek(folder / "set").what, "image folder, 2 classes");
  OpenOptions options;
  options.labels = "none";
  EXPECT_TRUE(openAt(folder.path(), options)->info().classes.empty());
  fs::remove_all(folder / "set/images/dog");
  EXPECT_EQ(openAt(folder.path())->info().classes, std::vector<std::string>{"cat"});
}

TEST(ImageArrangement, NamesThatAreNoTextAreShownAsFarAsTheyAre) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "Z\xfcrich/1\n.png", grey(8, 8, 1));
  put(folder / "\xe6\x97\xa5/2.png", grey(8, 8, 2));
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().classes,
            (std::vector<std::string>{"Z\xef\xbf\xbdrich", "\xe6\x97\xa5"}));
  EXPECT_EQ(fileOf(*dataset, 0), "Z\xef\xbf\xbdrich/1\xef\xbf\xbd.png");
}

}  // namespace
}  // namespace latlas::data::test
