#include "core/data/formats/idx.h"

#include "core/base/error.h"
#include "tests/core/data/corruption.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

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
    EXPECT_EQ(idx.dimensions, (std::vector<std::int64_t>{kCount, kHeight, kWidth}));
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
      {"floats", floats, {"offset 2", "08", "32-bit floats"}},
      {"no dimensions", {0, 0, 8, 0, 1}, {"offset 0"}},
      {"header cut", {0, 0, 8, 3, 0, 0, 0, 5, 0, 0}, {"offset 10", "dimension 2 of 3"}},
      {"zero size", idxFile({3, 0, 4}, {}), {"offset 8", "at least 1", "found 0"}},
      {"overflow", overflowing, {"offset", "4294967295"}},
      {"too little", idxFile({10, 28, 28}, countingBytes(7000)), {"10 x 28 x 28 = 7840", "7000"}},
      {"absurd", idxFile({0x7fffffff, 28, 28}, {1, 2}), {"2147483647 x 28 x 28", "found 2"}},
      {"absurd, gzipped", gzipped(idxFile({0x7fffffff, 28, 28}, {1, 2})), {"at most"}},
      {"too much", longer, {"offset 610", "more bytes"}},
      {"too much, gzipped", gzipped(longer), {"decompressed offset 610", "more bytes"}},
      {"too little, gzipped", gzipped(idxFile({10, 8, 8}, countingBytes(600))),
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
          EXPECT_EQ(idx.dimensions, (std::vector<std::int64_t>{kCount, kHeight, kWidth})) << i;
        } catch (const Error& error) {
          expectSays(error.what(), {"some.idx", "expected", "found"});
        }
      }
}

TEST(IdxDataset, FindsTheLabelsBesideUnderTheUsualNames) {
  for (const auto& [images, labels] :
       std::vector<std::pair<std::string, std::string>>{
           {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"},
           {"train-images.idx3-ubyte", "train-labels.idx1-ubyte"},
           {"train-images.idx3-ubyte", "train-labels-idx1-ubyte.gz"},
           {"emnist-images-idx3-ubyte.gz", "emnist-labels-idx1-ubyte"}}) {
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
  put(folder / "third-images", imagesFile());
  expectSays(error(folder.path()), {"3 of them", "Open one of the files"});
  EXPECT_FALSE(peek(folder.path()).canOpen);

  const latlas::test::TemporaryFolder odd;
  put(odd / "four", idxFile({2, 3, 4, 5}, Bytes(120)));
  expectSays(error(odd / "four"), {"3 dimensions", "found 4"});
  put(odd / "wide", idxFile({1, 1, 70000}, Bytes(70000)));
  expectSays(error(odd / "wide"), {"offset 12", "65536", "70000"});
  put(odd / "train-images-idx3-ubyte", Bytes{1, 2, 3, 4, 5});
  expectSays(error(odd / "train-images-idx3-ubyte"), {"offset 0", "01 02 03 04"});
}

TEST(IdxDataset, MemoryLimitIsKeptBeforeReading) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "images.gz", gzipped(idxFile({200, 100, 100}, Bytes(2'000'000))));
  OpenOptions options;
  options.memoryLimit = 1'999'999;
  expectSays(errorOf([&] { openAt(folder / "images.gz", options); }), {"2.0 MB", "images.gz"});
  options.memoryLimit = 2'000'000;
  EXPECT_EQ(openAt(folder / "images.gz", options)->info().memoryBytes, 2'000'000);
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
