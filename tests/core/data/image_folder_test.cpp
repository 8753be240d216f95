#include <atomic>
#include <map>

#include "core/base/error.h"
#include "core/data/parallel.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

namespace fs = std::filesystem;

Bytes grey(int width, int height, std::uint8_t value) {
  return pngFile(width, height, 1, plainImage(width, height, {value}));
}
Bytes colour(int width, int height, const Bytes& rgb) {
  return pngFile(width, height, 3, plainImage(width, height, rgb));
}

TEST(ImageFolder, ReadsEveryFormatAsTheSamePixels) {
  const latlas::test::TemporaryFolder folder;
  const Bytes pixels = plainImage(16, 16, {200, 100, 40});
  put(folder / "a.png", pngFile(16, 16, 3, pixels));
  put(folder / "b.bmp", bmpFile(16, 16, 3, pixels));
  put(folder / "c.tga", tgaFile(16, 16, 3, pixels));
  put(folder / "d.jpg", jpegFile(16, 16, 3, pixels));
  put(folder / "e.gif", gifFile(16, 16, Bytes(256, 1), {0, 0, 0, 200, 100, 40}));
  Bytes pixmap{'P', '6', ' ', '1', '6', ' ', '1', '6', '\n', '2', '5', '5', '\n'};
  pixmap.insert(pixmap.end(), pixels.begin(), pixels.end());
  put(folder / "f.ppm", pixmap);
  put(folder / "no ending", pngFile(16, 16, 3, pixels));  // content decides
  const auto dataset = openAt(folder.path());
  ASSERT_EQ(dataset->info().count, 7);
  EXPECT_EQ(dataset->info().shape, (Shape{3, 16, 16}));
  EXPECT_TRUE(dataset->info().classes.empty());
  EXPECT_TRUE(dataset->info().skipped.empty());
  const std::uint8_t expected[] = {200, 100, 40};
  for (std::int64_t row = 0; row < 7; ++row) {
    const Bytes planar = rowBytes(*dataset, row);
    for (std::size_t i = 0; i < planar.size(); ++i)
      ASSERT_NEAR(planar[i], expected[i / 256], row == 3 ? 3 : 0) << row;  // JPEG is lossy
  }
}

TEST(ImageFolder, FirstLevelFoldersAreClassesInOrder) {
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

TEST(ImageFolder, OneFolderAmongLooseImagesIsNoClass) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "1.png", grey(8, 8, 1));
  put(folder / "more/2.png", grey(8, 8, 2));
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().count, 2);
  EXPECT_TRUE(dataset->info().classes.empty());
  EXPECT_EQ(dataset->label(1), -1);
}

TEST(ImageFolder, BadImagesAreSkippedWithTheReason) {
  const latlas::test::TemporaryFolder folder;
  const Bytes good = grey(12, 12, 50);
  put(folder / "good.png", good);
  put(folder / "cut.png", std::span(good).first(good.size() - 20));
  put(folder / "empty.jpg", {});
  put(folder / "text.png", Bytes{'h', 'e', 'l', 'l', 'o'});
  put(folder / "film.dat", Bytes{'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P'});
  put(folder / "notes.txt", Bytes{'h', 'e', 'l', 'l', 'o'});
  Bytes huge = colour(8, 8, {1, 2, 3});  // whose header promises 12,000 x 12,000 pixels
  huge[18] = 0x2e, huge[19] = 0xe0, huge[22] = 0x2e, huge[23] = 0xe0;
  put(folder / "huge.png", huge);
  fs::create_symlink("nowhere.png", folder / "link.png");
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().count, 1);
  std::map<std::string, std::string> why;
  for (const Skipped& skipped : dataset->info().skipped)
    why[skipped.path.filename().string()] = skipped.why;
  EXPECT_EQ(why.size(), 6u);
  expectSays(why["cut.png"], {"truncated"});
  expectSays(why["empty.jpg"], {"empty"});
  expectSays(why["text.png"], {"not a PNG"});
  expectSays(why["film.dat"], {"WebP", "convert"});
  expectSays(why["huge.png"], {"12000 x 12000", "100 million"});
  expectSays(why["link.png"], {"nowhere"});
}

TEST(ImageFolder, NothingGoodIsAnError) {
  const latlas::test::TemporaryFolder folder;
  expectSays(errorOf([&] { openAt(folder.path()); }), {folder.path().string(), "no files"});
  put(folder / "bad.png", Bytes{1, 2, 3});
  expectSays(errorOf([&] { openAt(folder.path()); }), {"none among 1 file", "bad.png"});
  // Found bad only when it is decoded: its header is whole.
  const Bytes good = grey(12, 12, 50);
  put(folder / "bad.png", std::span(good).first(good.size() - 20));
  expectSays(errorOf([&] { openAt(folder.path()); }), {"bad.png", "truncated"});
}

TEST(ImageFolder, GreyStaysGreyOnlyWhenAllAre) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "1.png", grey(8, 8, 77));
  put(folder / "2.bmp", bmpFile(8, 8, 3, plainImage(8, 8, {50, 50, 50})));
  EXPECT_EQ(openAt(folder.path())->info().shape.channels, 1);
  EXPECT_EQ(rowBytes(*openAt(folder.path()), 1), Bytes(64, 50));
  OpenOptions options;
  options.colour = Colour::rgb;
  EXPECT_EQ(rowBytes(*openAt(folder.path(), options), 0), Bytes(192, 77));
  put(folder / "3.png", colour(8, 8, {200, 100, 40}));
  EXPECT_EQ(openAt(folder.path())->info().shape.channels, 3);
  options.colour = Colour::grey;
  const auto dataset = openAt(folder.path(), options);
  EXPECT_EQ(dataset->info().shape.channels, 1);
  EXPECT_EQ(rowBytes(*dataset, 2)[0], 123);  // 0.299 x 200 + 0.587 x 100 + 0.114 x 40 = 123.06
}

TEST(ImageFolder, TransparentPartsShowWhite) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "1.png", pngFile(8, 8, 4, plainImage(8, 8, {10, 20, 30, 0})));
  put(folder / "2.png", pngFile(8, 8, 4, plainImage(8, 8, {100, 0, 200, 51})));
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(rowBytes(*dataset, 0), Bytes(192, 255));
  EXPECT_EQ(rowBytes(*dataset, 1)[0], 224);  // a fifth of 100 and four fifths of 255
}

TEST(ImageFolder, SizeIsTheMostCommonOrAsAsked) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "1.png", grey(20, 24, 1));
  put(folder / "2.png", grey(20, 24, 2));
  put(folder / "3.png", grey(90, 90, 3));
  EXPECT_EQ(openAt(folder.path())->info().shape, (Shape{1, 20, 20}));
  put(folder / "4.png", grey(90, 90, 4));
  put(folder / "5.png", grey(90, 90, 5));
  EXPECT_EQ(openAt(folder.path())->info().shape, (Shape{1, 64, 64}));
  OpenOptions options;
  options.imageSize = 11;
  EXPECT_EQ(openAt(folder.path(), options)->info().shape, (Shape{1, 11, 11}));
  EXPECT_EQ(rowBytes(*openAt(folder.path(), options), 4), Bytes(121, 5));
  for (const int size : {-1, 7, 257}) {
    options.imageSize = size;
    expectSays(errorOf([&] { openAt(folder.path(), options); }),
               {"8", "256", std::to_string(size)});
  }
}

TEST(ImageFolder, LinkCirclesEnd) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "a/1.png", grey(8, 8, 1));
  fs::create_directory_symlink(folder.path(), folder / "a/back");
  fs::create_directory_symlink("a", folder / "twin");
  EXPECT_EQ(openAt(folder.path())->info().count, 1);
}

TEST(ImageFolder, CancelEndsOpening) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "1.png", grey(32, 32, 9));
  Progress cancelled;
  cancelled.cancel();
  EXPECT_THROW(open(folder.path().string(), {}, cancelled), Cancelled);
}

TEST(ImageFolder, SameFolderElsewhereHasTheSameFingerprint) {
  const latlas::test::TemporaryFolder one, two;
  for (const auto* folder : {&one, &two}) put(*folder / "x/1.png", colour(8, 8, {9, 8, 7}));
  EXPECT_EQ(openAt(one.path())->fingerprint(), openAt(two.path())->fingerprint());
  put(two / "x/1.png", colour(8, 8, {9, 8, 6}));
  EXPECT_NE(openAt(one.path())->fingerprint(), openAt(two.path())->fingerprint());
}

TEST(ImageFolder, OpensCifar) {
  const fs::path cifar = fs::path(LATLAS_SHARED_DATA) / "cifar10-images";
  if (!fs::exists(cifar)) GTEST_SKIP() << "cifar10-images is not in shared/data";
  const auto dataset = openAt(cifar);
  const DatasetInfo& info = dataset->info();
  EXPECT_EQ(info.count, 1500);
  EXPECT_EQ(info.shape, (Shape{3, 32, 32}));
  ASSERT_EQ(info.classes.size(), 10u);
  EXPECT_EQ(info.classes.front(), "airplane");
  EXPECT_EQ(info.classes.back(), "truck");
  std::vector<int> counts(10);
  for (std::int64_t row = 0; row < info.count; ++row)
    ++counts[static_cast<std::size_t>(dataset->label(row))];
  EXPECT_EQ(counts, std::vector<int>(10, 150));
  EXPECT_EQ(peek(cifar).what, "image folder, 10 classes");
}

TEST(ForEachInParallel, DoesEachPieceOnceAndPassesOnWhatIsThrown) {
  Progress progress;
  std::vector<std::atomic<int>> done(1000);
  forEachInParallel(done.size(), {progress, 0.0, 1.0, ""}, [&](std::size_t i) { ++done[i]; });
  for (const auto& times : done) EXPECT_EQ(times, 1);
  EXPECT_NO_THROW(forEachInParallel(0, {progress, 0.0, 1.0, ""}, [](std::size_t) {}));
  EXPECT_THROW(forEachInParallel(100, {progress, 0.0, 1.0, ""},
                                 [](std::size_t i) {
                                   if (i == 50) throw Error("no");
                                 }),
               Error);
  std::atomic<int> pieces{0};
  EXPECT_THROW(forEachInParallel(1'000'000, {progress, 0.0, 1.0, ""},
                                 [&](std::size_t) {
                                   if (++pieces == 10) progress.cancel();
                                 }),
               Cancelled);
  EXPECT_LT(pieces, 1'000'000);
}

}  // namespace
}  // namespace latlas::data::test
