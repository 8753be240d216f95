#include "core/data/formats/cifar.h"

#include "core/base/error.h"
#include "tests/core/data/archive_fixtures.h"
#include "tests/core/data/array_fixtures.h"
#include "tests/core/data/corruption.h"

namespace latlas::data::test {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t kPixels = 3072;

// Record i has the labels given and counting pixels that begin at its first label and i.
Bytes recordsOf(const std::vector<Bytes>& labels) {
  Bytes file;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    file.insert(file.end(), labels[i].begin(), labels[i].end());
    for (std::size_t pixel = 0; pixel < kPixels; ++pixel)
      file.push_back(static_cast<std::uint8_t>((pixel + i * 7 + labels[i][0]) % 253));
  }
  return file;
}

Bytes textOf(const std::string& text) { return {text.begin(), text.end()}; }

const char* const kTenNames =
    "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n";

std::vector<std::pair<std::string, Bytes>> tenFiles() {
  return {{"batches.meta.txt", textOf(kTenNames)},
          {"data_batch_2.bin", recordsOf({{3}})},
          {"data_batch_10.bin", recordsOf({{4}, {5}})},
          {"data_batch_1.bin", recordsOf({{9}, {0}, {1}})},
          {"readme.html", textOf("<html>")},
          {"test_batch.bin", recordsOf({{8}, {9}})}};
}

void expectTen(const Dataset& dataset) {
  EXPECT_EQ(dataset.info().count, 8);
  EXPECT_EQ(dataset.info().publishedTrainCount, 6);
  EXPECT_EQ(dataset.info().shape, (Shape{3, 32, 32}));
  ASSERT_EQ(dataset.info().classes.size(), 10u);
  EXPECT_EQ(dataset.info().classes[9], "truck");
  const int labels[] = {9, 0, 1, 3, 4, 5, 8, 9};
  const int inBatch[] = {0, 1, 2, 0, 0, 1, 0, 1};
  for (int row = 0; row < 8; ++row) {
    EXPECT_EQ(dataset.label(row), labels[row]);
    const Bytes pixels = rowBytes(dataset, row);
    const int first = inBatch[row] * 7 + labels[row];
    for (const int pixel : {0, 1, 1023, 1024, 3071})
      EXPECT_EQ(pixels[static_cast<std::size_t>(pixel)], (pixel + first) % 253);
  }
}

TEST(Cifar, AFolderOfBatchesInPlaceOrInMemory) {
  const latlas::test::TemporaryFolder folder;
  for (const auto& [name, bytes] : tenFiles()) put(folder / name, bytes);
  const DatasetPtr held = openAt(folder.path());
  expectTen(*held);
  EXPECT_EQ(held->info().format, "CIFAR-10 folder");
  const TemporaryCache cache;
  const DatasetPtr inPlace = openAt(folder.path(), withoutMemory());
  expectTen(*inPlace);
  EXPECT_LT(inPlace->info().memoryBytes, 64);  // the labels
  EXPECT_EQ(cache.count(), 0);
  EXPECT_EQ(peek(folder.path()).what, "CIFAR folder, 4 batches");
}

TEST(Cifar, TheArchiveAsDownloaded) {
  std::vector<TarEntry> entries{{"cifar-10-batches-bin/", {}, '5'}};
  for (const auto& [name, bytes] : tenFiles())
    entries.push_back({"cifar-10-batches-bin/" + name, bytes});
  const latlas::test::TemporaryFolder folder;
  const TemporaryCache cache;
  for (const char* name : {"cifar-10-binary.tar.gz", "renamed", "plain.tar"}) {
    const bool isPlain = std::string(name) == "plain.tar";
    put(folder / name, isPlain ? tarFile(entries) : gzipped(tarFile(entries)));
    EXPECT_EQ(peek(folder / name).what, "CIFAR archive");
    const DatasetPtr dataset = openAt(folder / name);
    expectTen(*dataset);
    EXPECT_EQ(dataset->info().name, "CIFAR-10");
    EXPECT_EQ(cache.count(), 0);
  }
  expectTen(*openAt(folder / "renamed", withoutMemory()));
  EXPECT_EQ(cache.count(), 1);
  expectTen(*openAt(folder / "renamed", withoutMemory()));  // from the cache
  EXPECT_EQ(cache.count(), 1);
}

TEST(Cifar, HundredHasCoarseLabelsToo) {
  std::string fine, coarse;
  for (int i = 0; i < 100; ++i) fine += "fine" + std::to_string(i) + "\r\n";
  for (int i = 0; i < 20; ++i) coarse += "coarse" + std::to_string(i) + "\n";
  const std::vector<std::pair<std::string, Bytes>> files{
      {"coarse_label_names.txt", textOf(coarse)},
      {"fine_label_names.txt", textOf(fine)},
      {"test.bin", recordsOf({{19, 99}})},
      {"train.bin", recordsOf({{11, 19}, {0, 42}})}};
  const latlas::test::TemporaryFolder folder;
  std::vector<TarEntry> entries;
  for (const auto& [name, bytes] : files) {
    put(folder / ("plain/" + name), bytes);
    entries.push_back({"cifar-100-binary/" + name, bytes});
  }
  put(folder / "cifar-100-binary.tar.gz", gzipped(tarFile(entries)));
  for (const char* name : {"plain", "cifar-100-binary.tar.gz"}) {
    const DatasetPtr dataset = openAt(folder / name);
    EXPECT_EQ(dataset->info().count, 3);
    EXPECT_EQ(dataset->info().publishedTrainCount, 2);
    ASSERT_EQ(dataset->info().classes.size(), 100u);
    EXPECT_EQ(dataset->info().classes[static_cast<std::size_t>(dataset->label(1))], "fine42");
    EXPECT_EQ(columnOf(*dataset, "coarse").text(0), "coarse11");
    EXPECT_EQ(columnOf(*dataset, "coarse").text(2), "coarse19");
    EXPECT_EQ(rowBytes(*dataset, 2)[3], 3 + 19);
    Progress progress;
    const Survey found = survey((folder / name).string(), {}, progress);
    EXPECT_EQ(found.count, 3);
    EXPECT_EQ(found.trainCount, 2);
    EXPECT_EQ(found.bytes, 3u * 3072);
    ASSERT_EQ(found.labels.size(), 2u);
    OpenOptions by;
    by.labels = found.labels[1].value;
    const DatasetPtr other = openAt(folder / name, by);
    EXPECT_EQ(other->info().classes[static_cast<std::size_t>(other->label(0))], "coarse11");
    EXPECT_EQ(columnOf(*other, "fine").text(0), "fine19");
    by.labels = "none";
    EXPECT_TRUE(openAt(folder / name, by)->info().classes.empty());
  }
}

TEST(Cifar, OneBatchUnderAnyName) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "some.dat", recordsOf({{3}, {7}, {3}}));
  const DatasetPtr ten = openAt(folder / "some.dat");
  EXPECT_EQ(ten->info().classes, (Names{"3", "7"}));
  EXPECT_EQ(ten->info().publishedTrainCount, 3);
  EXPECT_EQ(peek(folder / "some.dat").what, "CIFAR-10 batch");
  put(folder / "other.dat", recordsOf({{3, 50}, {7, 9}}));
  EXPECT_EQ(openAt(folder / "other.dat")->info().classes, (Names{"9", "50"}));
  EXPECT_EQ(columnOf(*openAt(folder / "other.dat"), "coarse").text(1), "7");
  // The right length alone makes no batch.
  put(folder / "noise.dat", Bytes(3073 * 4, 200));
  EXPECT_EQ(peek(folder / "noise.dat").what, "file of unknown kind");
}

TEST(Cifar, SaysWhatIsWrong) {
  const latlas::test::TemporaryFolder folder;
  const auto batch = folder / "data_batch_1.bin";
  const auto error = [&](const std::filesystem::path& path) {
    return errorOf([&] { openAt(path); });
  };
  Bytes records = recordsOf({{1}, {2}, {3}});
  put(batch, {records.begin(), records.end() - 1});
  expectSays(error(batch), {"data_batch_1.bin", "3073", "3074", "9218 bytes"});
  EXPECT_EQ(peek(batch).what, "damaged CIFAR batch");
  put(batch, {});
  expectSays(error(batch), {"whole records", "found 0 bytes"});
  records[3073] = 10;
  put(batch, records);
  expectSays(error(batch), {"offset 3073", "below 10", "found 10"});
  put(batch, recordsOf({{1}, {2}}));
  put(folder / "test.bin", recordsOf({{1, 2}}));
  expectSays(error(folder.path()), {"test.bin", "CIFAR-10, as the other batches", "CIFAR-100"});
  put(folder / "pickles/data_batch_1", Bytes{0x80, 2});
  expectSays(error(folder / "pickles"), {"binary version", "pickled", "-binary.tar.gz"});
  EXPECT_FALSE(peek(folder / "pickles").canOpen);
  put(folder / "py.tar.gz",
      gzipped(tarFile({{"cifar-10-batches-py/data_batch_1", Bytes{0x80, 2}}})));
  expectSays(error(folder / "py.tar.gz"), {"py.tar.gz", "pickled"});
  put(folder / "short.tar.gz",
      gzipped(tarFile({{"c/data_batch_1.bin", Bytes(records.begin(), records.end() - 1)}})));
  expectSays(error(folder / "short.tar.gz"), {"short.tar.gz/data_batch_1.bin", "9218 bytes"});
  Bytes damaged = gzipped(tarFile({{"c/data_batch_1.bin", recordsOf({{1}, {2}})}}));
  damaged[damaged.size() - 6] ^= 1;  // in the checksum
  put(folder / "damaged.tar.gz", damaged);
  expectSays(error(folder / "damaged.tar.gz"), {"damaged.tar.gz", "incorrect data check"});
  put(folder / "bad.tar.gz", gzipped(tarFile({{"c/data_batch_1.bin", records}})));
  expectSays(error(folder / "bad.tar.gz"), {"bad.tar.gz/data_batch_1.bin", "offset", "below 10"});
}

TEST(Cifar, DamagedFilesAreRefusedOrTheSame) {
  const TemporaryCache cache;
  std::vector<Bytes> labels;
  for (std::uint8_t i = 0; i < 7; ++i) labels.push_back({i});
  const Bytes records = recordsOf(labels);
  checkDamagedFiles({"data_batch_1.bin", records, "fuzz_cifar"});
  checkDamagedFiles({"cifar-10-binary.tar.gz",
                     gzipped(tarFile({{"c/batches.meta.txt", textOf(kTenNames)},
                                      {"c/data_batch_1.bin", records}})),
                     "fuzz_cifar"});
  checkDamagedFiles({"train.bin", recordsOf({{1, 2}, {19, 99}, {0, 3}}), ""});
}

}  // namespace
}  // namespace latlas::data::test
