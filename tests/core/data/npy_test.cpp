#include "core/data/formats/npy_dataset.h"

#include <cmath>

#include "tests/core/data/array_fixtures.h"
#include "tests/core/data/corruption.h"

namespace latlas::data::test {
namespace {

using Dims = std::vector<std::int64_t>;

struct Type {
  const char* descr;
  std::vector<double> numbers;  // 2 x 2 x 2 pixels
  double least, most;           // black and white
};

TEST(Npy, EveryTypeInEitherOrder) {
  const std::vector<Type> types{
      {"|b1", {0, 1, 1, 0, 1, 0, 0, 1}, 0, 1},
      {"|u1", {0, 1, 2, 127, 128, 253, 254, 255}, 0, 255},
      {"|i1", {-128, -1, 0, 1, 2, 3, 126, 127}, -128, 127},
      {"u2", {0, 1, 256, 257, 4096, 32768, 65534, 65535}, 0, 65535},
      {"i2", {0, 1, 256, 257, 4096, 8192, 32766, 32767}, 0, 65535},
      {"u4", {0, 1, 2, 65536, 1 << 20, 1 << 24, 1 << 25, 4294967296.0 - 512}, 0, 4294966784.0},
      {"i4", {-2147483648.0, -1, 0, 1, 2, 3, 4, 2147483520.0}, -2147483648.0, 2147483520.0},
      {"u8", {0, 1, 2, 3, 4, 5, 250, 255}, 0, 255},
      {"i8", {0, 1, 2, 3, 4, 5, 250, 255}, 0, 255},
      {"f2", {0, 0.5, 0.25, 0.125, 0.75, 1, 0.0009765625, 0.333251953125}, 0, 1},
      {"f4", {-1, -0.5, 0, 0.25, 0.5, 0.75, 0.125, 1}, -1, 1},
      {"f8", {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.999, 1}, 0, 1},
  };
  const latlas::test::TemporaryFolder folder;
  for (const Type& type : types)
    for (const std::string order : {"<", ">"}) {
      const std::string descr = type.descr[0] == '|' ? type.descr : order + type.descr;
      SCOPED_TRACE(descr);
      put(folder / "x.npy", npyOf(descr, {2, 2, 2}, type.numbers));
      for (const OpenOptions& options : {OpenOptions{}, withoutMemory()}) {
        const DatasetPtr dataset = openAt(folder / "x.npy", options);
        ASSERT_EQ(dataset->info().shape, (Shape{1, 2, 2}));
        for (std::int64_t row = 0; row < 2; ++row) {
          const auto values = rowOf(*dataset, row);
          for (std::size_t i = 0; i < 4; ++i) {
            const double number = type.numbers[static_cast<std::size_t>(row) * 4 + i];
            EXPECT_NEAR(values[i], (number - type.least) / (type.most - type.least), 1.2e-7);
          }
        }
      }
    }
}

// Pixel (n, c, y, x) of the images below.
std::uint8_t pixelAt(std::int64_t n, std::int64_t c, std::int64_t y, std::int64_t x) {
  return static_cast<std::uint8_t>(n * 97 + c * 41 + y * 13 + x * 3 + 1);
}

struct Axes {
  const char* name;
  Dims dims;
  const char* order;  // which axis is which: n, c, y, x
  Shape shape;
};

TEST(Npy, AxesAndOrdersAreTheSameImages) {
  const std::vector<Axes> cases{
      {"[N, H, W]", {5, 8, 9}, "nyx", {1, 8, 9}},
      {"[N, 1, H, W]", {5, 1, 8, 9}, "ncyx", {1, 8, 9}},
      {"[N, H, W, 1]", {5, 8, 9, 1}, "nyxc", {1, 8, 9}},
      {"[N, 3, H, W]", {5, 3, 8, 9}, "ncyx", {3, 8, 9}},
      {"[N, H, W, 3]", {5, 8, 9, 3}, "nyxc", {3, 8, 9}},
      // Both fit: the images that are nearer to a square.
      {"[N, 3, 3, W]", {5, 3, 3, 9}, "ncyx", {3, 3, 9}},
      {"[N, 3, H, 3]", {5, 3, 8, 3}, "nyxc", {3, 3, 8}},
      {"[N, 3, 4, 1]", {5, 3, 4, 1}, "nyxc", {1, 3, 4}},
  };
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  for (const Axes& axes : cases)
    for (const bool isFortran : {false, true})
      for (const OpenOptions& options : {OpenOptions{}, withoutMemory()}) {
        SCOPED_TRACE(std::string(axes.name) + (isFortran ? " Fortran" : " C"));
        Bytes values;
        Dims index(axes.dims.size());
        const std::string order = axes.order;
        const auto along = [&](char axis) {
          const std::size_t at = order.find(axis);
          return at == std::string::npos ? 0 : index[at];
        };
        std::int64_t count = 1;
        for (const std::int64_t size : axes.dims) count *= size;
        for (std::int64_t k = 0; k < count; ++k) {
          values.push_back(pixelAt(along('n'), along('c'), along('y'), along('x')));
          for (std::size_t axis = index.size(); axis-- > 0 && ++index[axis] == axes.dims[axis];)
            index[axis] = 0;
        }
        if (isFortran) values = inFortranOrder(values, axes.dims, 1);
        put(folder / "x.npy", npyFile({"|u1", axes.dims, values, isFortran}));
        const DatasetPtr dataset = openAt(folder / "x.npy", options);
        const Shape shape = dataset->info().shape;
        ASSERT_EQ(shape, axes.shape);
        ASSERT_EQ(dataset->info().count, 5);
        for (std::int64_t n = 0; n < 5; ++n) {
          const Bytes row = rowBytes(*dataset, n);
          std::size_t i = 0;
          for (int c = 0; c < shape.channels; ++c)
            for (int y = 0; y < shape.height; ++y)
              for (int x = 0; x < shape.width; ++x, ++i) ASSERT_EQ(row[i], pixelAt(n, c, y, x));
        }
      }
}

TEST(Npy, LargeOnesAreReadInPlace) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  put(folder / "x.npy", npyFile({"|u1", {7, 9, 11}, countingBytes(7 * 9 * 11)}));
  const DatasetPtr held = openAt(folder / "x.npy");
  const DatasetPtr inPlace = openAt(folder / "x.npy", withoutMemory());
  EXPECT_EQ(held->info().memoryBytes, 7 * 9 * 11);
  EXPECT_EQ(inPlace->info().memoryBytes, 0);
  EXPECT_EQ(cache.count(), 0);
  for (std::int64_t row = 0; row < 7; ++row)
    EXPECT_EQ(rowBytes(*held, row), rowBytes(*inPlace, row));
  put(folder / "x.npy", npyFile({"|u1", {7, 9, 11}, countingBytes(7 * 9 * 11)}));
}

TEST(Npy, RowsAreVectorsUnlessTheyAreSquaresOfBytes) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "f.npy", npyOf("<f8", {4, 3}, {1, 10, 5, 2, 20, 5, 3, 30, 5, 4, 40, 5}));
  const DatasetPtr vectors = openAt(folder / "f.npy");
  EXPECT_EQ(vectors->info().shape, vectorShape(3));
  expectNear(rowInUnits(*vectors, 2), {3, 30, 5});
  EXPECT_NEAR(rowOf(*vectors, 0)[1], (10 - 25) / std::sqrt(125.0), 1e-6);

  put(folder / "u.npy", npyFile({"|u1", {6, 64}, countingBytes(384)}));
  const DatasetPtr images = openAt(folder / "u.npy");
  EXPECT_EQ(images->info().shape, (Shape{1, 8, 8}));
  EXPECT_EQ(rowBytes(*images, 1)[9], 64 + 9);
  OpenOptions as;
  as.meaning = Meaning::vectors;
  EXPECT_EQ(openAt(folder / "u.npy", as)->info().shape, vectorShape(64));
  expectNear(rowInUnits(*openAt(folder / "u.npy", as), 0), counting(64));

  // 49 is below the least square; floats of 64 columns are vectors; told otherwise, images.
  put(folder / "s.npy", npyFile({"|u1", {6, 49}, countingBytes(294)}));
  EXPECT_EQ(openAt(folder / "s.npy")->info().shape, vectorShape(49));
  put(folder / "d.npy", npyOf("<f4", {2, 64}, counting(128)));
  EXPECT_EQ(openAt(folder / "d.npy")->info().shape, vectorShape(64));
  as.meaning = Meaning::images;
  EXPECT_EQ(openAt(folder / "s.npy", as)->info().shape, (Shape{1, 7, 7}));
  EXPECT_EQ(openAt(folder / "d.npy", as)->info().shape, (Shape{1, 8, 8}));
  put(folder / "c.npy", npyFile({"|u1", {2, 192}, countingBytes(384)}));
  EXPECT_EQ(openAt(folder / "c.npy", as)->info().shape, (Shape{3, 8, 8}));
  EXPECT_EQ(rowBytes(*openAt(folder / "c.npy", as), 0), countingBytes(192));
  put(folder / "g.npy", npyOf("<f4", {4, 5}, counting(20)));
  expectSays(errorOf([&] { openAt(folder / "g.npy", as); }), {"g.npy", "side x side", "4 x 5"});
  // Fortran order of rows.
  const Bytes turned = inFortranOrder(stored(counting(12), "<f4"), {4, 3}, 4);
  put(folder / "t.npy", npyFile({"<f4", {4, 3}, turned, true}));
  expectNear(rowInUnits(*openAt(folder / "t.npy"), 2), {6, 7, 8});
  expectNear(rowInUnits(*openAt(folder / "t.npy", withoutMemory()), 3), {9, 10, 11});
  // Images as vectors: every number in one row.
  as.meaning = Meaning::vectors;
  put(folder / "i.npy", npyOf("<i2", {2, 2, 3}, counting(12)));
  expectNear(rowInUnits(*openAt(folder / "i.npy", as), 1), {6, 7, 8, 9, 10, 11});
}

TEST(Npy, FindsTheLabelsBeside) {
  const Bytes images = npyFile({"|u1", {4, 8, 8}, countingBytes(256)});
  const Bytes labels = npyOf("<i8", {4}, {7, -2, 7, 10});
  for (const auto& [samples, beside] :
       std::vector<std::pair<std::string, std::string>>{{"a.npy", "a_labels.npy"},
                                                        {"train_images.npy", "train_labels.npy"},
                                                        {"data.npy", "labels.npy"},
                                                        {"X.npy", "y.npy"},
                                                        {"X_train.npy", "y_train.npy"},
                                                        {"train-x.npy", "train-y.npy"},
                                                        {"pixels.npy", "labels.npy"},
                                                        {"pixels.npy", "y.npy"},
                                                        {"pixels.npy", "targets.npy"}}) {
    SCOPED_TRACE(samples + " " + beside);
    const latlas::test::TemporaryFolder folder;
    put(folder / samples, images);
    put(folder / beside, labels);
    const DatasetPtr dataset = openAt(folder / samples);
    EXPECT_EQ(dataset->info().classes, (std::vector<std::string>{"-2", "7", "10"}));
    EXPECT_EQ(dataset->label(0), 1);
    EXPECT_EQ(dataset->label(1), 0);
    EXPECT_EQ(dataset->label(3), 2);
    EXPECT_EQ(dataset->info().options.labels, beside);
    EXPECT_EQ(openAt(folder / samples, dataset->info().options)->fingerprint(),
              dataset->fingerprint());
    OpenOptions none;
    none.labels = "none";
    EXPECT_TRUE(openAt(folder / samples, none)->info().classes.empty());
  }
}

TEST(Npy, LabelsOfEveryKind) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "a.npy", npyFile({"|u1", {4, 8, 8}, countingBytes(256)}));
  const auto openWith = [&](const Bytes& labels) {
    put(folder / "a_labels.npy", labels);
    return openAt(folder / "a.npy");
  };
  using Names = std::vector<std::string>;
  // UTF-32 in either order, and bytes; empty texts are missing.
  for (const std::string order : {"<", ">"}) {
    const Bytes letters = stored({'b', 0, 0xe9, 0x1f600, 'b', 0, 0, 0}, order + "u4");
    const auto named = openWith(npyFile({order + "U2", {4}, letters}));
    EXPECT_EQ(named->info().classes, (Names{"b", "\xc3\xa9\xf0\x9f\x98\x80"}));
    EXPECT_EQ(named->label(1), 1);
    EXPECT_EQ(named->label(3), -1);
  }
  const auto bytes = openWith(npyFile({"|S2", {4}, {'c', 'd', 'a', 0, 'c', 'd', 'b', 0}}));
  EXPECT_EQ(bytes->info().classes, (Names{"a", "b", "cd"}));
  // Whole floats, booleans, one column, one-hot.
  EXPECT_EQ(openWith(npyOf("<f4", {4, 1}, {2, 0, 2, 1}))->info().classes, (Names{"0", "1", "2"}));
  EXPECT_EQ(openWith(npyOf("|b1", {4}, {1, 0, 0, 1}))->label(3), 1);
  const auto hot = openWith(npyOf("<f4", {4, 3}, {0, 0, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0}));
  EXPECT_EQ(hot->info().classes, (Names{"0", "1", "2"}));
  EXPECT_EQ(hot->label(0), 2);
  EXPECT_EQ(hot->label(3), 1);
  // A missing label; numbers that are no classes; several labels a row.
  const auto some = openWith(npyOf("<f8", {4}, {3, std::nan(""), 3, 4}));
  EXPECT_EQ(some->label(1), -1);
  EXPECT_EQ(some->label(3), 1);
  const auto numbers = openWith(npyOf("<f8", {4}, {0.5, 1.5, std::nan(""), 4}));
  EXPECT_TRUE(numbers->info().classes.empty());
  EXPECT_EQ(columnOf(*numbers, "a_labels").numbers[1], 1.5);
  EXPECT_TRUE(std::isnan(columnOf(*numbers, "a_labels").numbers[2]));
  const auto multi = openWith(npyOf("|u1", {4, 2}, {0, 1, 1, 1, 0, 0, 1, 0}));
  EXPECT_TRUE(multi->info().classes.empty());
  EXPECT_EQ(columnOf(*multi, "a_labels 1").numbers, (std::vector<double>{1, 1, 0, 0}));
}

TEST(Npy, RefusesWrongLabels) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "a.npy", npyFile({"|u1", {4, 8, 8}, countingBytes(256)}));
  const auto error = [&](const OpenOptions& options = {}) {
    return errorOf([&] { openAt(folder / "a.npy", options); });
  };
  put(folder / "a_labels.npy", npyOf("<i4", {5}, counting(5)));
  expectSays(error(), {"a_labels.npy", "expected 4 rows", "found 5"});
  put(folder / "a_labels.npy", npyFile({"|O", {4}, {0x80, 4}}));
  expectSays(error(), {"a_labels.npy", "Python objects", "never run"});
  put(folder / "a_labels.npy", npyFile({"|u1", {4, 300}, Bytes(1200)}));
  expectSays(error(), {"1 to 256 values", "300"});
  put(folder / "a_labels.npy", npyFile({"|S1", {4, 2}, Bytes(8)}));
  expectSays(error(), {"one text", "found 2"});
  put(folder / "a_labels.npy", npyFile({"<i4", {4}, Bytes(15)}));
  expectSays(error(), {"a_labels.npy", "16 bytes", "found 15"});
  OpenOptions chosen;
  chosen.labels = "absent";
  expectSays(error(chosen), {"absent", "no file of that name"});
  // Under a general name they may belong to others.
  std::filesystem::remove(folder / "a_labels.npy");
  put(folder / "y.npy", npyOf("<i4", {5}, counting(5)));
  const DatasetPtr dataset = openAt(folder / "a.npy");
  EXPECT_TRUE(dataset->info().classes.empty());
  ASSERT_EQ(dataset->info().skipped.size(), 1u);
  expectSays(dataset->info().skipped[0].why, {"5 rows", "4 samples"});
}

TEST(Npy, SaysWhatCannotBeOpened) {
  const latlas::test::TemporaryFolder folder;
  const auto error = [&](const Bytes& file) {
    put(folder / "x.npy", file);
    return errorOf([&] { openAt(folder / "x.npy"); });
  };
  const Bytes values = countingBytes(2 * 8 * 8);
  expectSays(error({}), {"x.npy", "empty"});
  expectSays(error(npyFile({"|O", {3, 3}, {0x80, 4}})), {"Python objects", "never run"});
  expectSays(error(npyFile({"<c8", {3, 3}, Bytes(72)})), {"complex numbers", "astype"});
  expectSays(error(npyFile({"<U3", {3, 3}, Bytes(108)})), {"expected numbers", "texts"});
  expectSays(error(npyFile({"|u1", {5}, Bytes(5)})), {"two axes", "found 5, bytes", "labels"});
  expectSays(error(npyFile({"|u1", {}, Bytes(1)})), {"two axes", "one number"});
  expectSays(error(npyFile({"|u1", {0, 8, 8}, {}})), {"at least one sample", "0 x 8 x 8"});
  expectSays(error(npyFile({"|u1", {2, 8, 8, 4}, Bytes(512)})), {"1 or 3 channels", "8 x 8 x 4"});
  expectSays(error(npyFile({"|u1", {1, 2, 8, 8, 1}, values})), {"[N, H, W]", "1 x 2 x 8 x 8 x 1"});
  expectSays(error(npyFile({"|u1", {2, 1, 70000}, Bytes(140000)})), {"65536", "70000"});
  expectSays(error(npyFile({"|u1", {3, 8, 8}, values})),
             {"offset 128", "3 x 8 x 8, bytes = 192", "found 128"});
  expectSays(error(npyFile({"|u1", {1, 8, 8}, values})), {"= 64 bytes to the end", "found 128"});
  expectSays(error(npyFile({"<f8", {1000000000, 28, 28}, values})),
             {"1000000000 x 28 x 28, 64-bit floats", "found 128"});
  Bytes bad = npyOf("<f4", {2, 8, 8}, counting(128));
  const Bytes nan = stored({std::nan("")}, "<f4");
  std::copy(nan.begin(), nan.end(), bad.end() - 8);
  expectSays(error(bad), {"x.npy", "row 1", "NaN"});
  // Under any name: content decides.
  put(folder / "picture.png", npyFile({"|u1", {2, 8, 8}, values}));
  EXPECT_EQ(openAt(folder / "picture.png")->info().count, 2);
}

TEST(Npy, PeekAndSurveySayWhatItIs) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "x.npy", npyFile({"|u1", {20, 64}, countingBytes(1280)}));
  put(folder / "other.npy", npyOf("<i4", {20}, counting(20)));
  put(folder / "more.npy", npyOf("<i4", {19}, counting(19)));
  put(folder / "o.npy", npyFile({"|O", {20}, {1}}));
  EXPECT_EQ(peek(folder / "x.npy").what, "NumPy array, 20 x 64, bytes");
  EXPECT_TRUE(peek(folder / "x.npy").canOpen);
  EXPECT_FALSE(peek(folder / "other.npy").canOpen);
  EXPECT_EQ(peek(folder / "o.npy").what, "NumPy array of Python objects");
  Progress progress;
  const Survey found = survey((folder / "x.npy").string(), {}, progress);
  EXPECT_EQ(found.count, 20);
  EXPECT_EQ(found.shape, (Shape{1, 8, 8}));
  EXPECT_EQ(found.bytes, 1280u);
  EXPECT_TRUE(found.hasMeaning);
  EXPECT_TRUE(found.isGuess);
  EXPECT_TRUE(found.question.empty());
  ASSERT_EQ(found.labels.size(), 1u);
  EXPECT_EQ(found.labels[0].value, "other.npy");
  OpenOptions as;
  as.meaning = Meaning::vectors;
  const Survey told = survey((folder / "x.npy").string(), as, progress);
  EXPECT_EQ(told.shape, vectorShape(64));
  EXPECT_FALSE(told.isGuess);
  put(folder / "axes.npy", npyFile({"|u1", {20, 8, 8}, countingBytes(1280)}));
  EXPECT_TRUE(survey((folder / "axes.npy").string(), {}, progress).hasMeaning);
  EXPECT_FALSE(survey((folder / "axes.npy").string(), {}, progress).isGuess);
}

TEST(Npy, DamagedFilesAreRefusedOrTheSame) {
  checkDamagedFiles({"images.npy", npyFile({"|u1", {6, 9, 11}, countingBytes(594)}), "fuzz_npy"});
  checkDamagedFiles({"vectors.npy", npyOf("<f4", {30, 4}, counting(120)), "fuzz_npy"});
  const Bytes turned = inFortranOrder(stored(counting(96), ">i2"), {2, 6, 8}, 2);
  checkDamagedFiles({"fortran.npy", npyFile({">i2", {2, 6, 8}, turned, true, 2}), "fuzz_npy"});
}

}  // namespace
}  // namespace latlas::data::test
