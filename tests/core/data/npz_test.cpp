#include "core/data/formats/npz.h"

#include <cmath>

#include "core/base/error.h"
#include "core/data/arrays/array_names.h"
#include "tests/core/data/archive_fixtures.h"
#include "tests/core/data/array_fixtures.h"
#include "tests/core/data/corruption.h"

namespace latlas::data::test {
namespace {

using Names = std::vector<std::string>;

Bytes imagesOf(std::int64_t count, std::uint8_t first = 0) {
  Bytes pixels = countingBytes(static_cast<std::size_t>(count) * 64);
  for (std::uint8_t& pixel : pixels) pixel = static_cast<std::uint8_t>(pixel + first);
  return npyFile({"|u1", {count, 8, 8}, pixels});
}

TEST(ArrayName, TellsTheSplitFromTheRest) {
  const auto parsed = [](const char* name) {
    const ArrayName found = parseArrayName(name);
    const std::string group = found.group.empty() ? "" : found.group + "/";
    return toString(found.split) + ":" + group + found.base;
  };
  EXPECT_EQ(parsed("train_images"), "train:images");
  EXPECT_EQ(parsed("x_test"), "test:x");
  EXPECT_EQ(parsed("X_train"), "train:x");
  EXPECT_EQ(parsed("ytrain"), "train:y");
  EXPECT_EQ(parsed("train_set_x"), "train:x");
  EXPECT_EQ(parsed("Validation/Labels"), "val:labels");
  EXPECT_EQ(parsed("latents/classes"), ":latents/classes");
  EXPECT_EQ(parsed("/a/b/train/images"), "train:a_b/images");
  EXPECT_EQ(parsed("test/train_x"), "train:test/x");
  EXPECT_EQ(parsed("set_of_images"), ":set_of_images");
  EXPECT_EQ(parsed("test"), "test:");
  EXPECT_EQ(parsed(""), ":");
}

TEST(Npz, OneArrayStoredOrDeflatedInMemoryOrNot) {
  const latlas::test::TemporaryFolder folder;
  for (const bool isDeflated : {false, true})
    for (const OpenOptions& options : {OpenOptions{}, withoutMemory()}) {
      const TemporaryCache cache;
      put(folder / "a.npz", npzFile({{"arr_0", imagesOf(5)}}, isDeflated));
      const DatasetPtr dataset = openAt(folder / "a.npz", options);
      EXPECT_EQ(dataset->info().shape, (Shape{1, 8, 8}));
      EXPECT_EQ(dataset->info().count, 5);
      EXPECT_EQ(dataset->info().options.array, "arr_0");
      EXPECT_EQ(dataset->info().name, "a");
      for (std::int64_t row = 0; row < 5; ++row)
        EXPECT_EQ(rowBytes(*dataset, row)[3], (row * 64 + 3) % 251);
      // What is stored as it is needs no copy on disk.
      const bool isLarge = options.memoryLimit == 1;
      EXPECT_EQ(dataset->info().memoryBytes, isLarge ? 0 : 320);
      EXPECT_EQ(cache.count(), isLarge && isDeflated ? 1 : 0);
      EXPECT_EQ(openAt(folder / "a.npz", dataset->info().options)->info().options,
                dataset->info().options);
    }
}

TEST(Npz, ACachedArrayIsNotUnpackedAgain) {
  const TemporaryCache cache;
  const latlas::test::TemporaryFolder folder;
  put(folder / "a.npz", npzFile({{"arr_0", imagesOf(5)}}, true));
  const DatasetPtr first = openAt(folder / "a.npz", withoutMemory());
  const DatasetPtr again = openAt(folder / "a.npz", withoutMemory());
  EXPECT_EQ(cache.count(), 1);
  EXPECT_EQ(first->fingerprint(), again->fingerprint());
  // Another content under the same name is another entry.
  put(folder / "a.npz", npzFile({{"arr_0", imagesOf(5, 1)}}, true));
  const DatasetPtr other = openAt(folder / "a.npz", withoutMemory());
  EXPECT_EQ(cache.count(), 2);
  EXPECT_EQ(rowBytes(*other, 0)[0], 1);
}

// dSprites' keys; its metadata are pickled Python objects.
Bytes spritesFile(bool withNames) {
  const std::vector<double> values{1, 1, 0.5, 0.0, 0.0, 1.0, 1, 3, 1.0, 3.5, 0.0, 0.5,
                                   1, 2, 0.5, 0.0, 1.0, 0.0, 1, 1, 1.0, 3.5, 1.0, 0.5};
  const std::vector<double> levels{0, 0, 0, 0, 0, 2, 0, 2, 1, 1, 0, 1,
                                   0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1};
  std::vector<std::pair<std::string, Bytes>> arrays{
      {"metadata", npyFile({"|O", {}, {0x80, 2, '}', 'q', 0, '.'}})},
      {"imgs", npyFile({"|u1", {4, 8, 8}, Bytes(256, 1)})},
      {"latents_classes", npyOf("<i8", {4, 6}, levels)},
      {"latents_values", npyOf("<f8", {4, 6}, values)}};
  if (withNames) {
    const std::string names("color\0shape\0scale\0angle\0posX\0\0posY\0\0", 36);
    arrays.push_back({"latents_names", npyFile({"|S6", {6}, Bytes(names.begin(), names.end())})});
  }
  return npzFile(arrays, true);
}

TEST(Npz, DspritesHasFactors) {
  const latlas::test::TemporaryFolder folder;
  for (const bool withNames : {false, true}) {
    put(folder / "dsprites.npz", spritesFile(withNames));
    const DatasetPtr dataset = openAt(folder / "dsprites.npz");
    const DatasetInfo& info = dataset->info();
    Names names;
    for (const Factor& factor : info.factors) names.push_back(factor.name);
    EXPECT_EQ(names, (Names{"color", "shape", "scale", withNames ? "angle" : "orientation", "posX",
                            "posY"}));
    EXPECT_EQ(info.factors[1].values, (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(info.factors[2].values, (std::vector<double>{0.5, 1.0}));
    EXPECT_EQ(info.factors[3].unit, withNames ? "" : "rad");
    EXPECT_EQ(info.factors[5].values, (std::vector<double>{0, 0.5, 1}));
    EXPECT_EQ(dataset->factorLevel(1, 1), 2);
    EXPECT_EQ(dataset->factorLevel(1, 5), 1);
    EXPECT_EQ(dataset->factorLevel(0, 5), 2);
    EXPECT_EQ(info.classes, (Names{"square", "ellipse", "heart"}));
    EXPECT_EQ(dataset->label(1), 2);
    EXPECT_EQ(dataset->label(3), 0);
    EXPECT_TRUE(dataset->columns().empty());
    EXPECT_EQ(rowBytes(*dataset, 0), Bytes(64, 255));  // 0 and 1 are black and white
  }
}

TEST(Npz, MedMnistKeysAreThreeParts) {
  const latlas::test::TemporaryFolder folder;
  // In the archive's order, which is another than the parts'.
  put(folder / "bloodmnist.npz", npzFile({{"test_images", imagesOf(2, 100)},
                                          {"test_labels", npyOf("|u1", {2, 1}, {7, 0})},
                                          {"train_images", imagesOf(3)},
                                          {"train_labels", npyOf("|u1", {3, 1}, {5, 0, 7})},
                                          {"val_images", imagesOf(1, 50)},
                                          {"val_labels", npyOf("|u1", {1, 1}, {9})}}));
  const TemporaryCache cache;
  for (const OpenOptions& options : {OpenOptions{}, withoutMemory()}) {
    const DatasetPtr dataset = openAt(folder / "bloodmnist.npz", options);
    EXPECT_EQ(dataset->info().count, 6);
    EXPECT_EQ(dataset->info().publishedTrainCount, 3);
    EXPECT_EQ(dataset->info().classes, (Names{"0", "5", "7", "9"}));
    const int labels[] = {1, 0, 2, 3, 2, 0};
    const char* splits[] = {"train", "train", "train", "val", "test", "test"};
    const int first[] = {0, 64, 128, 50, 100, 164};
    for (int row = 0; row < 6; ++row) {
      EXPECT_EQ(dataset->label(row), labels[row]);
      EXPECT_EQ(columnOf(*dataset, "split").text(row), splits[row]);
      EXPECT_EQ(rowBytes(*dataset, row)[0], first[row]);
    }
  }
  OpenOptions heldOut;
  heldOut.part = Part::heldOut;
  EXPECT_EQ(openAt(folder / "bloodmnist.npz", heldOut)->info().count, 3);
  OpenOptions one;
  one.array = "val_images";
  const DatasetPtr part = openAt(folder / "bloodmnist.npz", one);
  EXPECT_EQ(part->info().count, 1);
  EXPECT_EQ(part->info().classes, (Names{"9"}));
}

TEST(Npz, SeveralLabelsARowAreColumns) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "chestmnist.npz",
      npzFile({{"train_images", imagesOf(2)},
               {"train_labels", npyOf("|u1", {2, 3}, {0, 1, 1, 0, 0, 0})},
               {"test_images", imagesOf(1)},
               {"test_labels", npyOf("|u1", {1, 3}, {1, 1, 0})}}));
  const DatasetPtr dataset = openAt(folder / "chestmnist.npz");
  EXPECT_TRUE(dataset->info().classes.empty());
  EXPECT_EQ(columnOf(*dataset, "labels 0").numbers, (std::vector<double>{0, 0, 1}));
  EXPECT_EQ(columnOf(*dataset, "labels 2").numbers, (std::vector<double>{1, 0, 0}));
}

TEST(Npz, KerasKeysAndAPartWithoutLabels) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "mnist.npz", npzFile({{"x_test", imagesOf(1)},
                                     {"x_train", imagesOf(2)},
                                     {"y_test", npyOf("|u1", {1}, {4})},
                                     {"y_train", npyOf("<i8", {2}, {4, 2})}}));
  const DatasetPtr dataset = openAt(folder / "mnist.npz");
  EXPECT_EQ(dataset->info().publishedTrainCount, 2);
  EXPECT_EQ(dataset->info().classes, (Names{"2", "4"}));
  EXPECT_EQ(dataset->label(2), 1);
  put(folder / "half.npz", npzFile({{"x_test", imagesOf(1)},
                                    {"x_train", imagesOf(2)},
                                    {"y_train", npyOf("<i8", {2}, {4, 2})}}));
  EXPECT_EQ(openAt(folder / "half.npz")->label(2), -1);
  EXPECT_EQ(openAt(folder / "half.npz")->label(1), 0);
}

TEST(Npz, PartsInFortranOrderFollowOneAnother) {
  const latlas::test::TemporaryFolder folder;
  const auto turned = [](std::int64_t count) {
    const Bytes pixels = countingBytes(static_cast<std::size_t>(count) * 64);
    return npyFile({"|u1", {count, 8, 8}, inFortranOrder(pixels, {count, 8, 8}, 1), true});
  };
  put(folder / "a.npz", npzFile({{"x_train", turned(3)}, {"x_test", imagesOf(2)}}));
  const DatasetPtr dataset = openAt(folder / "a.npz");
  EXPECT_EQ(rowBytes(*dataset, 2)[7], 128 + 7);
  EXPECT_EQ(rowBytes(*dataset, 4)[7], 64 + 7);
  put(folder / "one.npz", npzFile({{"x", turned(3)}}));
  for (const OpenOptions& options : {OpenOptions{}, withoutMemory()}) {
    const TemporaryCache cache;
    EXPECT_EQ(rowBytes(*openAt(folder / "one.npz", options), 2)[7], 128 + 7);
  }
}

TEST(Npz, NamesAndOtherColumns) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "a.npz",
      npzFile({{"data", imagesOf(3)},
               {"target", npyOf("<i8", {3}, {1, 0, 1})},
               {"target_names", npyFile({"|S3", {2}, {'c', 'a', 't', 'd', 'o', 'g'}})},
               {"age", npyOf("<f4", {3}, {0.5, 2, std::nan("")})},
               {"site", npyFile({"|S1", {3}, {'x', 'y', 'x'}})},
               {"threshold", npyOf("<f8", {}, {0.5})}}));
  const DatasetPtr dataset = openAt(folder / "a.npz");
  EXPECT_EQ(dataset->info().classes, (Names{"cat", "dog"}));
  EXPECT_EQ(dataset->label(0), 1);
  ASSERT_EQ(dataset->columns().size(), 2u);
  EXPECT_EQ(columnOf(*dataset, "age").text(1), "2");
  EXPECT_EQ(columnOf(*dataset, "age").text(2), "");
  EXPECT_EQ(columnOf(*dataset, "site").text(2), "x");
  OpenOptions by;
  by.labels = "site";
  EXPECT_EQ(openAt(folder / "a.npz", by)->info().classes, (Names{"x", "y"}));
  EXPECT_EQ(openAt(folder / "a.npz", by)->info().options.labels, "site");
  by.labels = "none";
  EXPECT_TRUE(openAt(folder / "a.npz", by)->info().classes.empty());
}

TEST(Npz, ATableMayNameItsColumns) {
  const latlas::test::TemporaryFolder folder;
  const Bytes names = npyFile({"|S2", {3}, {'a', 'b', 'c', 0, 'd', 0}});
  put(folder / "a.npz",
      npzFile({{"data", npyOf("<f4", {4, 3}, counting(12))}, {"feature_names", names}}));
  const DatasetPtr table = openAt(folder / "a.npz");
  ASSERT_EQ(table->info().variables.size(), 3u);
  EXPECT_EQ(table->info().variables[0].name, "ab");
  EXPECT_EQ(table->info().variables[2].name, "d");
}

TEST(Npz, LevelsAloneAreFactorsToo) {
  const latlas::test::TemporaryFolder folder;
  const std::vector<double> levels{0, 0, 0, 0, 0, 2, 0, 2, 1, 1, 0, 1};
  put(folder / "a.npz",
      npzFile({{"imgs", imagesOf(2)}, {"latents_classes", npyOf("<i8", {2, 6}, levels)}}));
  const DatasetPtr sprites = openAt(folder / "a.npz");
  EXPECT_EQ(sprites->info().factors.size(), 6u);
  EXPECT_EQ(sprites->info().classes, (Names{"square", "heart"}));
}

TEST(Npz, AsksWhichArray) {
  const latlas::test::TemporaryFolder folder;
  const auto path = folder / "a.npz";
  put(path, npzFile({{"images", imagesOf(4)},
                     {"masks", imagesOf(4, 9)},
                     {"labels", npyOf("<i4", {4}, {1, 2, 1, 2})},
                     {"object", npyFile({"|O", {2}, {1}})}}));
  const std::string error = errorOf([&] { openAt(path); });
  expectSays(error, {"a.npz", "images (4 x 8 x 8, bytes), masks (4 x 8 x 8, bytes)", "--array"});
  Progress progress;
  const Survey asked = survey(path.string(), {}, progress);
  EXPECT_EQ(asked.question, "Which array holds the samples?");
  ASSERT_EQ(asked.arrays.size(), 2u);
  EXPECT_EQ(asked.arrays[1].value, "masks");
  OpenOptions chosen;
  chosen.array = "masks";
  EXPECT_EQ(rowBytes(*openAt(path, chosen), 0)[0], 9);
  EXPECT_EQ(openAt(path, chosen)->info().classes, (Names{"1", "2"}));
  const Survey answered = survey(path.string(), chosen, progress);
  EXPECT_TRUE(answered.question.empty());
  EXPECT_EQ(answered.count, 4);
  EXPECT_EQ(answered.shape, (Shape{1, 8, 8}));
  EXPECT_EQ(answered.bytes, 256u);
  EXPECT_EQ(answered.options.labels, "labels");
  EXPECT_EQ(answered.arrays.size(), 2u);
  ASSERT_EQ(answered.labels.size(), 1u);
  chosen.array = "mask";
  expectSays(errorOf([&] { openAt(path, chosen); }),
             {"an array called mask", "The nearest name is masks"});
  chosen.array = "object";
  expectSays(errorOf([&] { openAt(path, chosen); }), {"Python objects"});
  chosen.array = "labels";
  expectSays(errorOf([&] { openAt(path, chosen); }), {"two axes", "found 4, 32-bit integers"});
}

TEST(Npz, SaysWhatIsWrong) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  const auto error = [&](const Bytes& file, const OpenOptions& options = {}) {
    put(folder / "a.npz", file);
    return errorOf([&] { openAt(folder / "a.npz", options); });
  };
  const Bytes images = imagesOf(4);
  expectSays(error(npzFile({{"o", npyFile({"|O", {2}, {1}})}})),
             {"a.npz", "can be samples", "o (Python objects)"});
  expectSays(error(npzFile({{"n", npyOf("<i4", {4}, counting(4))}})), {"n (4, 32-bit integers)"});
  expectSays(error(zipFile({{"x.npy", images}, {"x.npy", images}})), {"x.npy", "it twice"});
  expectSays(error(zipFile({{"x.npy", images, true, true}})), {"a.npz/x.npy", "CRC"});
  expectSays(error(zipFile({{"x.npy", Bytes(images.begin(), images.end() - 1)}})),
             {"x.npy", "4 x 8 x 8, bytes = 256 bytes", "found 255"});
  // The table of contents promises what the data do not have, and the other way round.
  expectSays(error(zipFile({{"x.npy", images, true, false, 100}})), {"x.npy", "wrong size"});
  expectSays(error(zipFile({{"x.npy", images, true, false, 400}})),
             {"x.npy", "wrong size", "expected 400"});
  const Bytes more = npyFile({"|u1", {400, 8, 8}, countingBytes(256)});
  expectSays(error(zipFile({{"x.npy", more, true, false, 128 + 25600}})), {"x.npy", "found"});
  expectSays(error(zipFile({{"x.npy", {'w', 'o', 'r', 'd', 's'}}})), {"x.npy", "magic"});
  expectSays(
      error(npzFile({{"x_train", images}, {"x_test", npyFile({"|u1", {4, 9, 9}, Bytes(324)})}})),
      {"x_test", "4 x 8 x 8, bytes, as x_train has", "4 x 9 x 9"});
  expectSays(error(npzFile({{"x", images}, {"y", npyOf("<i4", {5}, counting(5))}})),
             {"a.npz/y", "expected 4 rows", "found 5"});
  OpenOptions none;
  none.labels = "none";
  EXPECT_EQ(openAt(folder / "a.npz", none)->info().count, 4);
  // A name that is a path leads nowhere.
  put(folder / "b.npz", zipFile({{"../../etc/x.npy", images}, {"dir/", {}}}));
  EXPECT_EQ(openAt(folder / "b.npz")->info().options.array, "../../etc/x");
}

TEST(Npz, BombsAreRefusedUnlessAllowed) {
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  const Bytes zeros = npyFile({"|u1", {400, 256, 256}, Bytes(400 * 65536)});  // 26 MB
  put(folder / "a.npz", npzFile({{"x", zeros}}, true));
  OpenOptions options = withoutMemory();
  options.unpackRatio = 100;
  expectSays(errorOf([&] { openAt(folder / "a.npz", options); }),
             {"a.npz", "100 times", "26.2 MB"});
  options = withoutMemory();
  options.unpackLimit = 1000000;
  expectSays(errorOf([&] { openAt(folder / "a.npz", options); }), {"at most 1.0 MB", "26.2 MB"});
  EXPECT_EQ(cache.count(), 0);
  EXPECT_EQ(openAt(folder / "a.npz", withoutMemory())->info().count, 400);
}

TEST(Npz, PeekNamesIt) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "a.bin", npzFile({{"x", imagesOf(2)}}));
  EXPECT_EQ(peek(folder / "a.bin").what, "NumPy archive");
  EXPECT_TRUE(peek(folder / "a.bin").canOpen);
  put(folder / "b.zip", zipFile({{"readme.txt", {'x'}}}));
  EXPECT_NE(peek(folder / "b.zip").what, "NumPy archive");
}

TEST(Npz, DamagedFilesAreRefusedOrTheSame) {
  const TemporaryCache cache;
  checkDamagedFiles({"stored.npz",
                     npzFile({{"x", imagesOf(6)}, {"y", npyOf("<i4", {6}, counting(6))}}),
                     "fuzz_npz"});
  checkDamagedFiles({"parts.npz",
                     npzFile({{"train_images", imagesOf(6)}, {"test_images", imagesOf(3)}}, true),
                     "fuzz_npz"});
  checkDamagedFiles({"sprites.npz", spritesFile(true), "fuzz_npz"});
}

}  // namespace
}  // namespace latlas::data::test
