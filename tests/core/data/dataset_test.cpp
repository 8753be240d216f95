#include "core/data/dataset.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>

#include "core/base/error.h"
#include "core/data/storage/array_store.h"
#include "core/data/storage/fingerprint.h"
#include "core/data/storage/memory_limit.h"
#include "core/data/stored_dataset.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

namespace fs = std::filesystem;

DatasetInfo infoOf(std::int64_t count, std::int64_t published) {
  DatasetInfo info;
  info.count = count;
  info.publishedTrainCount = published;
  return info;
}

TEST(Split, IsAPartitionOfTheRightSizeInOrder) {
  for (const std::int64_t count : {2, 3, 10, 1000, 16384})
    for (const double fraction : {0.0, 0.1, 0.5, 1.0}) {
      const Split parts = split(infoOf(count, count), fraction, 3);
      EXPECT_TRUE(std::is_sorted(parts.train.begin(), parts.train.end()));
      EXPECT_TRUE(std::is_sorted(parts.heldOut.begin(), parts.heldOut.end()));
      EXPECT_FALSE(parts.train.empty());
      EXPECT_FALSE(parts.heldOut.empty());
      std::vector<std::int64_t> all = parts.train;
      all.insert(all.end(), parts.heldOut.begin(), parts.heldOut.end());
      std::sort(all.begin(), all.end());
      std::vector<std::int64_t> expected(static_cast<std::size_t>(count));
      std::iota(expected.begin(), expected.end(), std::int64_t{0});
      EXPECT_EQ(all, expected);
    }
  EXPECT_EQ(split(infoOf(1000, 1000), 0.1, 3).heldOut.size(), 100u);
  EXPECT_EQ(split(infoOf(1, 1), 0.5, 3).train.size(), 1u);
}

TEST(Split, SeedDecides) {
  const auto heldOut = [](std::uint64_t seed) {
    return split(infoOf(500, 500), 0.2, seed).heldOut;
  };
  EXPECT_EQ(heldOut(1), heldOut(1));
  EXPECT_NE(heldOut(1), heldOut(2));
}

TEST(Split, KeepsAPublishedSplit) {
  const Split parts = split(infoOf(10, 7), 0.5, 3);
  EXPECT_EQ(parts.train, (std::vector<std::int64_t>{0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(parts.heldOut, (std::vector<std::int64_t>{7, 8, 9}));
}

TEST(StoredDataset, ReadsRowsInTheOrderAsked) {
  DatasetInfo info = infoOf(3, 3);
  info.shape = {1, 1, 2};
  info.classes = {"a", "b"};
  info.factors = {{"f", {0.0, 1.0}, ""}, {"g", {0.0}, ""}};
  const StoredDataset dataset(info, holdBytes(info.shape, {0, 255, 51, 102, 153, 204}),
                              {{1, 0, 1}, {0, 0, 1, 0, 0, 0}});
  const std::vector<std::int64_t> rows{2, 0, 2};
  std::vector<float> pixels(6);
  dataset.read(rows, pixels);
  const float expected[] = {0.6f, 0.8f, 0.0f, 1.0f, 0.6f, 0.8f};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_FLOAT_EQ(pixels[i], expected[i]);
  EXPECT_EQ(pixels[3], 1.0f);  // white is exactly 1: likelihoods take a logarithm beyond it
  EXPECT_EQ(dataset.label(1), 0);
  EXPECT_EQ(dataset.factorLevel(1, 0), 1);
  EXPECT_EQ(dataset.info().memoryBytes, 6 + 3 * 4 + 6 * 4);
}

TEST(Fingerprint, SeesEveryByteTheLengthAndTheOrder) {
  const auto hashOf = [](const Bytes& bytes) {
    Fingerprint hash;
    hash.add(bytes);
    return hash.hex();
  };
  const Bytes bytes = countingBytes(101);
  std::vector<std::string> seen{hashOf(bytes)};
  EXPECT_EQ(seen[0].size(), 16u);
  EXPECT_EQ(seen[0], hashOf(bytes));
  for (std::size_t i = 0; i < bytes.size(); ++i)
    for (int bit = 0; bit < 8; ++bit) {
      Bytes other = bytes;
      other[i] ^= static_cast<std::uint8_t>(1 << bit);
      seen.push_back(hashOf(other));
    }
  for (std::size_t length = 0; length < 70; ++length) seen.push_back(hashOf(Bytes(length)));
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
}

// A run records it: a change would make every saved run doubt its dataset.
TEST(Fingerprint, IsPinned) {
  Fingerprint hash;
  hash.add(countingBytes(1000));
  hash.add(42);
  EXPECT_EQ(hash.hex(), "cfd9dd709d10fc70");
}

TEST(Open, SaysWhatCannotBeOpened) {
  const latlas::test::TemporaryFolder folder;
  const auto error = [&](const fs::path& path) { return errorOf([&] { openAt(path); }); };
  expectSays(error(folder / "none"), {"none", "nothing of that name"});
  expectSays(errorOf([] { openSource(""); }), {"builtin:sprites"});
  put(folder / "empty", {});
  expectSays(error(folder / "empty"), {"empty file", "IDX"});
  put(folder / "words", Bytes{'w', 'o', 'r', 'd', 's'});
  expectSays(error(folder / "words"), {"offset 0", "unknown kind", "77 6f 72 64"});
  put(folder / "a.npy", Bytes{0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
  expectSays(error(folder / "a.npy"), {"a.npy", "offset 8", "header"});
  put(folder / "one.png", pngFile(8, 8, 1, Bytes(64)));
  expectSays(error(folder / "one.png"),
             {"one PNG image", "folder that holds it", folder.path().string()});
  put(folder / "run/run.json", Bytes{'{', '}'});
  expectSays(error(folder / "run"), {"run.json", "training run"});
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  expectSays(error(folder / "pipe"), {"regular file"});
}

TEST(Open, SourceReopensFromAnywhere) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "set/1.png", pngFile(8, 8, 1, Bytes(64, 5)));
  const auto info = openSource(folder.path().string() + "/set/../set/")->info();
  EXPECT_EQ(info.name, "set");
  EXPECT_EQ(info.source, (folder / "set").string());
}

TEST(Open, UnreadableSaysSo) {
  if (geteuid() == 0) GTEST_SKIP() << "root reads everything";
  const latlas::test::TemporaryFolder folder;
  put(folder / "inner/file", Bytes{1});
  fs::permissions(folder / "inner/file", fs::perms::none);
  expectSays(errorOf([&] { openAt(folder / "inner/file"); }), {"Permission denied"});
  fs::permissions(folder / "inner", fs::perms::none);
  expectSays(errorOf([&] { openAt(folder / "inner"); }), {"Permission denied"});
  EXPECT_EQ(peek(folder / "inner").what, "not readable");
  fs::permissions(folder / "inner", fs::perms::owner_all);
}

TEST(Peek, NamesWhatItSees) {
  const latlas::test::TemporaryFolder folder;
  const Bytes image = pngFile(8, 8, 1, Bytes(64));
  put(folder / "classes/a/1.png", image);
  put(folder / "classes/b/1.PNG", image);
  put(folder / "flat/1.png", image);
  put(folder / "flat/2.jpg", image);
  put(folder / "other/text.txt", Bytes{'x'});
  put(folder / "run/run.json", Bytes{'{', '}'});
  put(folder / "labels", idxFile({2}, {1, 2}));
  put(folder / "images.gz", gzipped(idxFile({1, 2, 2}, {1, 2, 3, 4})));
  put(folder / "text.gz", gzipped(Bytes{'x'}));
  put(folder / "x-images-idx3-ubyte", Bytes{9, 9});
  const auto seen = [&](const char* name) {
    const Peek found = peek(folder / name);
    return found.what + (found.canOpen ? " +" : " -");
  };
  EXPECT_EQ(seen("classes"), "image folder, 2 classes +");
  EXPECT_EQ(seen("flat"), "image folder, 2 images +");
  EXPECT_EQ(seen("other"), "folder -");
  EXPECT_EQ(seen("run"), "training run -");
  EXPECT_EQ(seen("flat/1.png"), "PNG image -");
  EXPECT_EQ(seen("other/text.txt"), "file of unknown kind -");
  EXPECT_EQ(seen("labels"), "IDX labels -");
  EXPECT_EQ(seen("images.gz"), "IDX images, gzipped +");
  EXPECT_EQ(seen("text.gz"), "gzipped file -");
  EXPECT_EQ(seen("x-images-idx3-ubyte"), "damaged IDX file -");
  EXPECT_EQ(seen("none"), "not readable -");
}

TEST(MemoryLimit, SpeaksInUnits) {
  EXPECT_EQ(toByteText(999), "999 bytes");
  EXPECT_EQ(toByteText(1500), "1.5 kB");
  EXPECT_EQ(toByteText(3'000'000'000'000u), "3.0 TB");
  EXPECT_NO_THROW(requireMemory("x", 1000, {}, ""));
  // More than any machine has, with the limit that the machine sets itself.
  EXPECT_THROW(requireMemory("x", std::uint64_t{1} << 60, {}, ""), Error);
}

}  // namespace
}  // namespace latlas::data::test
