#include "core/data/formats/idx.h"

#include "core/base/error.h"
#include "tests/core/data/array_fixtures.h"
#include "tests/core/data/corruption.h"

namespace latlas::data::test {
namespace {

constexpr int kCount = 6, kHeight = 9, kWidth = 11;

Bytes imagesFile() {
  return idxFile({kCount, kHeight, kWidth}, countingBytes(kCount * kHeight * kWidth));
}
Bytes labelsFile() { return idxFile({kCount}, {3, 1, 4, 1, 5, 9}); }

std::string parseError(const Bytes& file) {
  return errorOf([&] { parseIdx(file, "some.idx"); });
}

TEST(Idx, ReadsPlainAndGzipped) {
  for (const Bytes& file : {imagesFile(), gzipped(imagesFile())}) {
    const Idx idx = parseIdx(file, "x");
    EXPECT_EQ(idx.array.dims, (std::vector<std::int64_t>{kCount, kHeight, kWidth}));
    EXPECT_EQ(idx.values, countingBytes(kCount * kHeight * kWidth));
  }
}

TEST(Idx, ReadsGzipOfSeveralMembers) {
  const Bytes file = imagesFile();
  const std::span<const std::uint8_t> whole(file);
  Bytes joined = gzipped(whole.first(100));
  const Bytes second = gzipped(whole.subspan(100));
  joined.insert(joined.end(), second.begin(), second.end());
  EXPECT_EQ(parseIdx(joined, "x").values.size(), std::size_t{kCount * kHeight * kWidth});
}

struct BadFile {
  const char* name;
  Bytes bytes;
  std::vector<std::string> says;
};

TEST(Idx, SaysWhatIsWrongAndWhere) {
  Bytes longer = imagesFile();
  longer.push_back(0);
  Bytes floats = imagesFile();
  floats[2] = 0x0d;
  Bytes padded = gzipped(imagesFile());
  padded.insert(padded.end(), 3, 0);
  Bytes damaged = gzipped(imagesFile());
  damaged[damaged.size() - 6] ^= 0x40;  // in the checksum
  // Four billion cubed overflows 64 bits; the bytes that back it are missing anyway.
  const Bytes overflowing = idxFile({0xffffffff, 0xffffffff, 0xffffffff}, {1, 2, 3});
  const std::vector<BadFile> files{
      {"empty", {}, {"some.idx", "empty"}},
      {"three bytes", {0, 0, 8}, {"offset 3", "magic"}},
      {"bad magic", {'P', 'K', 3, 4, 0, 0}, {"offset 0", "00 00 08 03", "50 4b 03 04"}},
      {"unknown type", {0, 0, 7, 3, 0, 0, 0, 1}, {"offset 0", "00 00 07 03"}},
      {"floats", floats, {"offset 4", "6 x 9 x 11 x 4 = 2376 bytes to follow", "found 594"}},
      {"no dimensions", {0, 0, 8, 0, 1}, {"offset 0"}},
      {"header cut", {0, 0, 8, 3, 0, 0, 0, 5, 0, 0}, {"offset 10", "dimension 2 of 3"}},
      {"zero size", idxFile({3, 0, 4}, {}), {"offset 8", "at least 1", "found 0"}},
      {"overflow", overflowing, {"offset", "4294967295"}},
      {"too little", idxFile({10, 28, 28}, countingBytes(7000)), {"10 x 28 x 28 = 7840", "7000"}},
      {"absurd", idxFile({0x7fffffff, 28, 28}, {1, 2}), {"2147483647 x 28 x 28", "found 2"}},
      {"absurd, gzipped", gzipped(idxFile({0x7fffffff, 28, 28}, {1, 2})), {"at most"}},
      {"too much", longer, {"offset 610", "more bytes"}},
      {"too much, gzipped", gzipped(longer), {"decompressed offset 610", "more bytes"}},
      {"too little, gzipped",
       gzipped(idxFile({10, 8, 8}, countingBytes(600))),
       {"decompressed offset 616", "10 x 8 x 8 = 640", "after 600"}},
      {"gzip padded", padded, {"offset", "the end of the file", "more bytes"}},
      {"gzip checksum", damaged, {"gzip", "incorrect data check"}},
      {"gzip alone", {0x1f, 0x8b}, {"offset 2", "more gzip data"}},
  };
  for (const BadFile& bad : files) {
    SCOPED_TRACE(bad.name);
    expectSays(parseError(bad.bytes), bad.says);
  }
}

// A file cut at any byte is refused, with an offset that lies within it.
TEST(Idx, EveryTruncationIsAClearError) {
  for (const Bytes& whole : {imagesFile(), gzipped(imagesFile())})
    for (std::size_t i = 0; i < 200; ++i) {
      const std::size_t length = i * whole.size() / 200;
      const auto end = whole.begin() + static_cast<std::ptrdiff_t>(length);
      expectSays(parseError({whole.begin(), end}), {"some.idx", "expected", "found"});
    }
}

// A damaged byte either changes a pixel (plain files have no checksum) or is found.
TEST(Idx, FlippedBytesAreFoundOrHarmless) {
  for (const Bytes& whole : {imagesFile(), gzipped(imagesFile())})
    for (std::size_t i = 0; i < 200; ++i)
      for (const int bit : {0, 3, 7}) {
        Bytes flipped = whole;
        flipped[i] ^= static_cast<std::uint8_t>(1 << bit);
        try {
          const Idx idx = parseIdx(flipped, "some.idx");
          EXPECT_EQ(idx.array.dims, (std::vector<std::int64_t>{kCount, kHeight, kWidth})) << i;
        } catch (const Error& error) {
          expectSays(error.what(), {"some.idx", "expected", "found"});
        }
      }
}

TEST(IdxDataset, FindsTheLabelsBesideUnderTheUsualNames) {
  for (const auto& [images, labels] : std::vector<std::pair<std::string, std::string>>{
           {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"},
           {"train-images.idx3-ubyte", "train-labels.idx1-ubyte"},
           {"train-images.idx3-ubyte", "train-labels-idx1-ubyte.gz"},
           {"digits-images-idx3-ubyte.gz", "digits-labels-idx1-ubyte"}}) {
    SCOPED_TRACE(images + " " + labels);
    const latlas::test::TemporaryFolder folder;
    put(folder / images, images.ends_with(".gz") ? gzipped(imagesFile()) : imagesFile());
    put(folder / labels, labels.ends_with(".gz") ? gzipped(labelsFile()) : labelsFile());
    const auto dataset = openAt(folder / images);
    EXPECT_EQ(dataset->info().classes, (std::vector<std::string>{"1", "3", "4", "5", "9"}));
    EXPECT_EQ(dataset->label(0), 1);
    EXPECT_EQ(dataset->label(5), 4);
    EXPECT_EQ(dataset->info().shape, (Shape{1, kHeight, kWidth}));
    EXPECT_EQ(dataset->info().publishedTrainCount, kCount);
    EXPECT_EQ(rowBytes(*dataset, 1)[0], kHeight * kWidth);
  }
}

TEST(IdxDataset, ImagesAloneHaveNoLabels) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "pictures.bin", imagesFile());
  const auto dataset = openAt(folder / "pictures.bin");
  EXPECT_TRUE(dataset->info().classes.empty());
  EXPECT_EQ(dataset->label(2), -1);
  EXPECT_EQ(peek(folder / "pictures.bin").what, "IDX images");
}

TEST(IdxDataset, AFolderIsTrainingAndHeldOut) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "train-images-idx3-ubyte", imagesFile());
  put(folder / "train-labels-idx1-ubyte", labelsFile());
  put(folder / "t10k-images-idx3-ubyte.gz", gzipped(idxFile({2, kHeight, kWidth}, Bytes(198, 7))));
  put(folder / "t10k-labels-idx1-ubyte.gz", gzipped(idxFile({2}, {9, 0})));
  const auto dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().count, kCount + 2);
  EXPECT_EQ(dataset->info().publishedTrainCount, kCount);
  EXPECT_EQ(dataset->info().classes.size(), 6u);
  EXPECT_EQ(dataset->label(kCount), 5);  // the class "9"
  EXPECT_EQ(dataset->label(kCount + 1), 0);
  EXPECT_EQ(rowBytes(*dataset, kCount), Bytes(99, 7));
  const Peek seen = peek(folder.path());
  EXPECT_EQ(seen.what, "IDX folder: training and held-out");
  EXPECT_TRUE(seen.canOpen);
}

TEST(IdxDataset, RefusesWhatDoesNotBelongTogether) {
  const latlas::test::TemporaryFolder folder;
  const auto images = folder / "train-images-idx3-ubyte";
  const auto labels = folder / "train-labels-idx1-ubyte";
  put(images, imagesFile());
  put(labels, idxFile({5}, {1, 2, 3, 4, 5}));
  const auto error = [&](const std::filesystem::path& path) {
    return errorOf([&] { openAt(path); });
  };
  expectSays(error(images), {labels.string(), "offset 4", "6 labels", "found 5"});
  put(labels, idxFile({6}, {1, 2}));
  expectSays(error(images), {labels.string(), "6 = 6 bytes", "found 2"});
  expectSays(error(labels), {"offset 4"});
  put(labels, labelsFile());
  expectSays(error(labels), {"images of 3 dimensions", "1 dimensions", "images file beside it"});

  const auto heldOut = folder / "t10k-images-idx3-ubyte";
  put(heldOut, idxFile({2, 3, 3}, Bytes(18)));
  expectSays(error(folder.path()), {heldOut.string(), "1 x 9 x 11", "1 x 3 x 3"});
  put(heldOut, idxFile({2, kHeight, kWidth}, Bytes(198)));
  expectSays(error(folder.path()),
             {heldOut.string(), "labels beside it", "t10k-labels-idx1-ubyte"});
  put(folder / "train2-images", imagesFile());
  put(folder / "train-images.idx3-ubyte", imagesFile());
  expectSays(error(folder.path()), {"IDX files of one dataset", "2: images, train2", "--array"});
  std::filesystem::remove(folder / "train2-images");
  expectSays(error(folder.path()), {"3 of them", "Open one of the files"});
  EXPECT_FALSE(peek(folder.path()).canOpen);

  const latlas::test::TemporaryFolder odd;
  put(odd / "four", idxFile({2, 6, 4, 5}, Bytes(240)));
  expectSays(error(odd / "four"), {"1 or 3 channels", "found 2 x 6 x 4 x 5"});
  put(odd / "five", idxFile({2, 6, 4, 5, 2}, Bytes(480)));
  expectSays(error(odd / "five"), {"[N, H, W]", "found 2 x 6 x 4 x 5 x 2"});
  put(odd / "wide", idxFile({1, 1, 70000}, Bytes(70000)));
  expectSays(error(odd / "wide"), {"65536", "70000"});
  put(odd / "train-images-idx3-ubyte", Bytes{1, 2, 3, 4, 5});
  expectSays(error(odd / "train-images-idx3-ubyte"), {"offset 0", "01 02 03 04"});
}

TEST(IdxDataset, WhatDoesNotFitInMemoryIsReadInPlaceOrFromTheCache) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  put(folder / "plain/train-images-idx3-ubyte", imagesFile());
  put(folder / "packed/train-images-idx3-ubyte.gz", gzipped(imagesFile()));
  const DatasetPtr held = openAt(folder / "packed");
  EXPECT_EQ(cache.count(), 0);
  EXPECT_EQ(held->info().memoryBytes, kCount * kHeight * kWidth);
  const DatasetPtr inPlace = openAt(folder / "plain", withoutMemory());
  EXPECT_EQ(cache.count(), 0);
  const DatasetPtr cached = openAt(folder / "packed", withoutMemory());
  const DatasetPtr again = openAt(folder / "packed", withoutMemory());
  EXPECT_EQ(cache.count(), 1);
  for (const DatasetPtr& dataset : {inPlace, cached, again}) {
    EXPECT_EQ(dataset->info().memoryBytes, 0);
    for (std::int64_t row = 0; row < kCount; ++row)
      EXPECT_EQ(rowBytes(*dataset, row), rowBytes(*held, row));
  }
}

struct IdxType {
  std::uint8_t code;
  const char* descr;
};

TEST(IdxDataset, EveryTypeAndRank) {
  const latlas::test::TemporaryFolder folder;
  for (const IdxType& type : {IdxType{0x08, "|u1"}, IdxType{0x09, "|i1"}, IdxType{0x0b, ">i2"},
                              IdxType{0x0c, ">i4"}, IdxType{0x0d, ">f4"}, IdxType{0x0e, ">f8"}}) {
    SCOPED_TRACE(type.descr);
    Bytes table = idxFile({4, 3}, stored({1, 10, 5, 2, 20, 5, 3, 30, 5, 4, 40, 5}, type.descr));
    table[2] = type.code;
    for (const bool isPacked : {false, true}) {
      put(folder / "table", isPacked ? gzipped(table) : table);
      const DatasetPtr vectors = openAt(folder / "table");
      ASSERT_EQ(vectors->info().shape, vectorShape(3));
      expectNear(rowInUnits(*vectors, 2), {3, 30, 5});
    }
    Bytes images = idxFile({2, 2, 3, 3}, stored(counting(36), type.descr));
    images[2] = type.code;
    put(folder / "images", images);
    const DatasetPtr colour = openAt(folder / "images");
    EXPECT_EQ(colour->info().shape, (Shape{3, 2, 3}));
    EXPECT_EQ(colour->info().count, 2);
    // [N, H, W, C]: green of the second row's first pixel.
    const bool isGrey = type.code == 0x08 || type.code == 0x0b || type.code == 0x0c;
    if (isGrey) {
      EXPECT_EQ(rowBytes(*colour, 1)[6 + 3], 18 + 9 + 1);
    }
  }
  put(folder / "planar", idxFile({2, 3, 8, 9}, countingBytes(432)));
  EXPECT_EQ(openAt(folder / "planar")->info().shape, (Shape{3, 8, 9}));
  EXPECT_EQ(rowBytes(*openAt(folder / "planar"), 1)[100], (216 + 100) % 251);
  OpenOptions as;
  as.meaning = Meaning::vectors;
  EXPECT_EQ(openAt(folder / "planar", as)->info().shape, vectorShape(216));
}

TEST(IdxDataset, EmnistLiesTransposedAndHasItsOwnNames) {
  const latlas::test::TemporaryFolder folder;
  const std::string stem = (folder / "emnist-letters").string();
  put(stem + "-train-images-idx3-ubyte", imagesFile());
  put(stem + "-train-labels-idx1-ubyte", idxFile({kCount}, {1, 2, 26, 1, 2, 3}));
  put(stem + "-test-images-idx3-ubyte.gz", gzipped(idxFile({1, kHeight, kWidth}, Bytes(99, 3))));
  put(stem + "-test-labels-idx1-ubyte.gz", gzipped(idxFile({1}, {26})));
  const DatasetPtr letters = openAt(folder.path());
  EXPECT_EQ(letters->info().shape, (Shape{1, kWidth, kHeight}));
  const Bytes row = rowBytes(*letters, 2);
  for (std::size_t y = 0; y < kWidth; ++y)
    for (std::size_t x = 0; x < kHeight; ++x)
      EXPECT_EQ(row[y * kHeight + x], (2 * 99 + x * kWidth + y) % 251);
  EXPECT_EQ(letters->info().classes, (std::vector<std::string>{"A", "B", "C", "Z"}));
  EXPECT_EQ(letters->label(2), 3);
  EXPECT_EQ(letters->label(kCount), 3);
  const std::string mapping = "1 65 97\n2 66 98\n3 67 99\n26 90 122\n";
  put(stem + "-mapping.txt", Bytes(mapping.begin(), mapping.end()));
  EXPECT_EQ(openAt(folder.path())->info().classes,
            (std::vector<std::string>{"Aa", "Bb", "Cc", "Zz"}));
  // All of EMNIST in one folder.
  put(folder / "emnist-digits-train-images-idx3-ubyte", imagesFile());
  put(folder / "emnist-digits-train-labels-idx1-ubyte", labelsFile());
  EXPECT_TRUE(peek(folder.path()).canOpen);
  expectSays(errorOf([&] { openAt(folder.path()); }),
             {"2: emnist-digits, emnist-letters", "--array"});
  Progress progress;
  const Survey asked = survey(folder.path().string(), {}, progress);
  EXPECT_FALSE(asked.question.empty());
  ASSERT_EQ(asked.arrays.size(), 2u);
  OpenOptions options;
  options.array = asked.arrays[1].value;
  EXPECT_EQ(openAt(folder.path(), options)->info().count, kCount + 1);
  EXPECT_EQ(openAt(folder.path(), options)->info().options, options);
  const Survey answered = survey(folder.path().string(), options, progress);
  EXPECT_EQ(answered.count, kCount + 1);
  EXPECT_EQ(answered.trainCount, kCount);
  options.array = "emnist-digits";
  EXPECT_EQ(openAt(folder.path(), options)->info().classes.front(), "1");
  options.array = "letters";
  expectSays(errorOf([&] { openAt(folder.path(), options); }), {"IDX files of letters"});
}

TEST(IdxDataset, KnowsTheNamesOfKnownClasses) {
  const latlas::test::TemporaryFolder folder;
  for (const auto& [name, first] : std::vector<std::pair<std::string, std::string>>{
           {"Fashion-MNIST", "Trouser"}, {"kmnist", "ki"}, {"mnist", "1"}}) {
    put(folder / (name + "/train-images-idx3-ubyte"), imagesFile());
    put(folder / (name + "/train-labels-idx1-ubyte"), labelsFile());
    EXPECT_EQ(openAt(folder / name)->info().classes.front(), first);
  }
  OpenOptions none;
  none.labels = "none";
  EXPECT_TRUE(openAt(folder / "mnist", none)->info().classes.empty());
}

TEST(IdxDataset, OfTwoCopiesThePlainOneIsTaken) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "train-images-idx3-ubyte", imagesFile());
  put(folder / "train-images-idx3-ubyte.gz", gzipped(imagesFile()));
  EXPECT_EQ(openAt(folder.path())->info().format, "IDX");
  EXPECT_EQ(openAt(folder.path())->info().count, kCount);
}

TEST(IdxDataset, CancelStopsIt) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "images", imagesFile());
  Progress progress;
  progress.cancel();
  EXPECT_THROW(open((folder / "images").string(), {}, progress), Cancelled);
}

TEST(IdxDataset, OpensMnist) {
  const std::filesystem::path mnist = std::filesystem::path(LATLAS_SHARED_DATA) / "mnist";
  if (!std::filesystem::exists(mnist)) GTEST_SKIP() << "MNIST is not in shared/data";
  const TemporaryCache cache;
  const auto dataset = openAt(mnist);
  const DatasetInfo& info = dataset->info();
  EXPECT_EQ(info.name, "mnist");
  EXPECT_EQ(info.count, 70000);
  EXPECT_EQ(info.publishedTrainCount, 60000);
  EXPECT_EQ(info.shape, (Shape{1, 28, 28}));
  ASSERT_EQ(info.classes.size(), 10u);
  const int first[] = {5, 0, 4, 1, 9, 2, 1, 3, 1, 4};
  for (std::int64_t row = 0; row < 10; ++row) EXPECT_EQ(dataset->label(row), first[row]);
  double sum = 0;
  std::vector<float> pixels(784);
  for (std::int64_t row = 0; row < 60000; ++row) {
    dataset->read({&row, 1}, pixels);
    double ofRow = 0;
    for (const float pixel : pixels) ofRow += pixel;
    sum += ofRow;
  }
  EXPECT_NEAR(sum / (60000.0 * 784.0), 0.1307, 1e-4);
  // The one file alone is the same rows, so its images agree with the folder's.
  const auto heldOut = openAt(mnist / "t10k-images-idx3-ubyte.gz");
  EXPECT_EQ(heldOut->info().count, 10000);
  EXPECT_EQ(rowBytes(*heldOut, 9999), rowBytes(*dataset, 69999));
  EXPECT_EQ(heldOut->label(0), 7);
}

TEST(IdxDataset, DamagedFilesAreRefusedOrOpenAsTheyWere) {
  checkDamagedFiles({"some-images-idx3-ubyte", imagesFile(), "fuzz_idx"});
  checkDamagedFiles({"some-images-idx3-ubyte.gz", gzipped(imagesFile()), "fuzz_gzip_idx"});
}

}  // namespace
}  // namespace latlas::data::test
