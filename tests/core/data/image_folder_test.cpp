#include <unistd.h>

#include <map>

#include "core/base/error.h"
#include "core/data/annotations.h"
#include "core/data/image_set/folder_images.h"
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

TEST(ImageFolder, FitAndBackgroundAreChosen) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "wide.png", grey(40, 20, 100));
  put(folder / "clear.png", pngFile(20, 20, 4, plainImage(20, 20, {9, 9, 9, 0})));
  OpenOptions options;
  options.imageSize = 20;
  EXPECT_EQ(rowBytes(*openAt(folder.path(), options), 1), Bytes(400, 100));
  options.fit = Fit::pad;
  options.background = Background::black;
  const auto padded = openAt(folder.path(), options);
  EXPECT_EQ(rowBytes(*padded, 0), Bytes(400, 0));
  const Bytes pixels = rowBytes(*padded, 1);
  EXPECT_EQ(Bytes(pixels.begin(), pixels.begin() + 100), Bytes(100, 0));
  EXPECT_EQ(Bytes(pixels.begin() + 100, pixels.begin() + 300), Bytes(200, 100));
  EXPECT_EQ(padded->info().options.fit, Fit::pad);
  options.fit = Fit::stretch;
  options.background = Background::grey;
  EXPECT_EQ(rowBytes(*openAt(folder.path(), options), 0), Bytes(400, 128));
  EXPECT_EQ(rowBytes(*openAt(folder.path(), options), 1), Bytes(400, 100));
}

std::string fileOf(const Dataset& dataset, std::int64_t row) {
  for (const Column& column : dataset.columns())
    if (column.name == kFileColumn) return column.text(row);
  return "no column";
}

TEST(ImageFolder, TextBesideTheImagesIsNoNoise) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "1.png", grey(8, 8, 1));
  for (const char* name : {"metadata.csv", "notes.TXT", "P5 .md", "__MACOSX/1.png"})
    put(folder / name, Bytes{'P', '5', ' ', '1', ' ', '1', ' ', '9', '\n', 0});
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().count, 1);
  EXPECT_EQ(fileOf(*dataset, 0), "1.png");
}

TEST(ImageFolder, ASurveySaysWhatThereIs) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "train/a/1.png", grey(24, 20, 1));
  put(folder / "train/b/2.png", pngFile(24, 20, 4, plainImage(24, 20, {1, 2, 3, 4})));
  put(folder / "test/b/3.png", grey(90, 90, 1));
  Progress progress;
  const Survey found = survey(folder.path().string(), {}, progress);
  EXPECT_EQ(found.what, "image folder, 2 classes, mixed sizes");
  EXPECT_EQ(found.count, 3);
  EXPECT_EQ(found.shape, (Shape{3, 20, 20}));
  EXPECT_EQ(found.bytes, 3u * 1200u);
  EXPECT_TRUE(found.hasImageSize);
  EXPECT_TRUE(found.hasAlpha);
  EXPECT_TRUE(found.hasParts);
  EXPECT_EQ(found.trainCount, 2);
  EXPECT_EQ(found.options.imageSize, 20);
  OpenOptions options;
  options.colour = Colour::grey;
  options.imageSize = 32;
  EXPECT_EQ(survey(folder.path().string(), options, progress).shape, (Shape{1, 32, 32}));
  const std::string table = "file,breed\n1.png,tabby\n2.png,pug\n3.png,pug\n";
  put(folder / "metadata.csv", Bytes(table.begin(), table.end()));
  EXPECT_EQ(survey(folder.path().string(), {}, progress).labels.back().value, "breed");
  const auto joined = openAt(folder.path());
  ASSERT_EQ(joined->columns().size(), 2u);
  EXPECT_EQ(joined->columns()[1].name, "breed");
  EXPECT_EQ(joined->columns()[1].text(2), "pug");
  const latlas::test::TemporaryFolder empty;
  EXPECT_THROW(survey(empty.path().string(), {}, progress), Error);
}

TEST(ImageFolder, OfASubsetOnlyItsImagesAreDecoded) {
  const latlas::test::TemporaryFolder folder;
  for (int i = 0; i < 100; ++i)
    put(folder / (std::to_string(i / 50) + "/" + std::to_string(100 + i) + ".png"),
        grey(8, 8, static_cast<std::uint8_t>(i)));
  const auto all = openAt(folder.path());
  OpenOptions options;
  options.subset = 10;
  const auto some = openAt(folder.path(), options);
  ASSERT_EQ(some->info().count, 10);
  EXPECT_EQ(some->info().classes.size(), 2u);
  EXPECT_EQ(some->info().options.subset, 10);
  for (std::int64_t row = 0; row < 10; ++row) {
    const int value = rowBytes(*some, row)[0];
    EXPECT_EQ(value / 10, row) << "one of each stretch";
    EXPECT_EQ(some->label(row), value / 50);
    EXPECT_EQ(fileOf(*some, row), fileOf(*all, value));
  }
  EXPECT_EQ(some->fingerprint(), openAt(folder.path(), options)->fingerprint());
  // Damage shows only when it is decoded; of those that are not chosen nobody knows.
  for (int i = 0; i < 100; ++i) {
    const fs::path path = folder / fileOf(*all, i);
    fs::resize_file(path, fs::file_size(path) - 4);
  }
  put(folder / "1/199.png", grey(8, 8, 99));
  expectSays(errorOf([&] {
               options.subset = 1;
               openAt(folder.path(), options);
             }),
             {"truncated"});
  EXPECT_EQ(openAt(folder.path())->info().count, 1);
}

TEST(ImageFolder, FilesThatChangeWhileTheyAreReadAreSkipped) {
  const latlas::test::TemporaryFolder folder;
  for (const char* name : {"changed.png", "kept.png", "removed.png", "replaced.png"})
    put(folder / name, grey(8, 8, 7));
  Progress progress;
  FolderImages images(folder.path(), progress);
  const ImageList list = images.list(progress);
  ASSERT_EQ(list.images.size(), 4u);
  fs::remove(folder / "removed.png");
  fs::resize_file(folder / "changed.png", 10);
  const auto date = fs::last_write_time(folder / "replaced.png");
  put(folder / "replaced.png", grey(8, 8, 8));  // of the same length
  fs::last_write_time(folder / "replaced.png", date);
  std::vector<std::string> faults(4);
  images.readEach(list.images,
                  [&](std::size_t i, std::span<const std::uint8_t> file, const std::string& fault) {
                    faults[i] = fault;
                    EXPECT_EQ(file.empty(), !fault.empty());
                  },
                  {progress, 0.0, 1.0, ""});
  for (std::size_t i = 0; i < 4; ++i) {
    if (list.images[i].name == "kept.png")
      EXPECT_EQ(faults[i], "");
    else
      expectSays(faults[i], {"changed or removed"});
  }
}

TEST(ImageFolder, WhatMayNotBeReadIsSkipped) {
  if (::geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const latlas::test::TemporaryFolder folder;
  put(folder / "a/1.png", grey(8, 8, 1));
  put(folder / "b/2.png", grey(8, 8, 2));
  put(folder / "c/3.png", grey(8, 8, 3));
  fs::permissions(folder / "b", fs::perms::none);
  fs::permissions(folder / "c/3.png", fs::perms::none);
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().count, 1);
  ASSERT_EQ(dataset->info().skipped.size(), 2u);
  for (const Skipped& skipped : dataset->info().skipped) expectSays(skipped.why, {"ermission"});
  fs::permissions(folder / "b", fs::perms::owner_all);
  fs::permissions(folder / "c/3.png", fs::perms::owner_all);
  EXPECT_EQ(openAt(folder.path())->info().count, 3) << "no cache remembers what was forbidden";
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

TEST(ImageFolder, FoldersMayLieDeep) {
  const latlas::test::TemporaryFolder folder;
  fs::path deep = folder.path();
  for (int level = 0; level < 600; ++level) deep /= "d";
  put(deep / "1.png", grey(8, 8, 1));
  put(folder / "2.png", grey(8, 8, 2));
  EXPECT_EQ(openAt(folder.path())->info().count, 2);
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

}  // namespace
}  // namespace latlas::data::test
