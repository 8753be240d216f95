// What was decoded once opens at once: folders and archives of images through the cache.
#include <stdlib.h>
#include <sys/resource.h>

#include <csignal>
#include <map>

#include "core/base/files.h"
#include "tests/core/data/archive_fixtures.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

namespace fs = std::filesystem;

// Files cannot grow beyond `bytes` while it lives: for this program the disk is full.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FullDisk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_{};
};

class ImageCache : public testing::Test {
 protected:
  ImageCache() {
    ::setenv("XDG_CACHE_HOME", cache_.path().c_str(), 1);
    // Enough files to be worth it, of one byte of content each.
    for (int i = 0; i < 600; ++i) {
      const int part = i % 3 == 0 ? 1 : 0;
      put(folder_ / fileName(i), pngFile(8, 8, 1, plainImage(8, 8, {pixelOf(i)})));
      counts_[part] += 1;
    }
    put(folder_ / "train/dog/bad.png", Bytes{1, 2, 3});
    const Bytes good = pngFile(8, 8, 1, plainImage(8, 8, {1}));
    put(folder_ / "train/cat/cut.png", std::span(good).first(good.size() - 9));
  }
  ~ImageCache() override { ::unsetenv("XDG_CACHE_HOME"); }

  static std::uint8_t pixelOf(int i) { return static_cast<std::uint8_t>(i % 250); }
  static std::string fileName(int i) {
    return std::string(i % 3 == 0 ? "test/" : "train/") + (i % 2 ? "cat/" : "dog/") +
           std::to_string(1000 + i) + ".png";
  }
  std::vector<fs::path> entries() const {
    std::vector<fs::path> found;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(cache_ / "latlas/decoded", none))
      found.push_back(entry.path());
    return found;
  }

  void expectAll(const Dataset& dataset) {
    const DatasetInfo& info = dataset.info();
    EXPECT_EQ(info.format, "image folder");
    EXPECT_EQ(info.count, 600);
    EXPECT_EQ(info.publishedTrainCount, counts_[0]);
    EXPECT_EQ(info.shape, (Shape{1, 8, 8}));
    EXPECT_EQ(info.classes, (std::vector<std::string>{"cat", "dog"}));
    EXPECT_EQ(info.options.imageSize, 8);
    ASSERT_EQ(info.skipped.size(), 2u);
    EXPECT_EQ(info.skipped[0].path, folder_ / "train/dog/bad.png");
    EXPECT_EQ(info.skipped[1].path, folder_ / "train/cat/cut.png");
    expectSays(info.skipped[1].why, {"truncated"});
    ASSERT_EQ(dataset.columns().size(), 1u);
    for (std::int64_t row = 0; row < info.count; ++row) {
      const std::string file = dataset.columns()[0].text(row);
      const int i = std::stoi(file.substr(file.rfind('/') + 1)) - 1000;
      ASSERT_EQ(file, fileName(i));
      ASSERT_EQ(dataset.label(row), i % 2 ? 0 : 1);
      ASSERT_EQ(rowBytes(dataset, row), Bytes(64, pixelOf(i)));
    }
  }

  latlas::test::TemporaryFolder cache_, folder_;
  std::int64_t counts_[2]{};
};

TEST_F(ImageCache, TheSecondOpeningIsTheFirst) {
  const auto first = openAt(folder_.path());
  expectAll(*first);
  EXPECT_EQ(entries().size(), 2u) << "the list, and the samples";
  const auto second = openAt(folder_.path());
  expectAll(*second);
  EXPECT_EQ(second->fingerprint(), first->fingerprint());
  EXPECT_EQ(entries().size(), 2u);
  // Asked for by its size it is the same.
  OpenOptions options;
  options.imageSize = 8;
  expectAll(*openAt(folder_.path(), options));
  EXPECT_EQ(entries().size(), 2u);
}

TEST_F(ImageCache, EveryChoiceThatDecidesPixelsIsPartOfTheKey) {
  openAt(folder_.path());
  std::size_t known = entries().size();
  for (const auto& [key, value] : std::map<std::string, std::string>{{"image_size", "9"},
                                                                     {"colour", "rgb"},
                                                                     {"fit", "pad"},
                                                                     {"background", "black"},
                                                                     {"labels", "none"},
                                                                     {"part", "train"}}) {
    OpenOptions options;
    setOption(options, key, value);
    openAt(folder_.path(), options);
    EXPECT_EQ(entries().size(), ++known) << key;
  }
  // A trial with a few is not kept.
  OpenOptions options;
  options.subset = 100;
  EXPECT_GE(openAt(folder_.path(), options)->info().count, 99);  // one file is damaged
  EXPECT_EQ(entries().size(), known);
}

TEST_F(ImageCache, AChangedFolderIsReadAnew) {
  openAt(folder_.path());
  // Same length, same date: only the date of the last change of any kind tells.
  const fs::path path = folder_ / fileName(7);
  const auto date = fs::last_write_time(path);
  const auto length = fs::file_size(path);
  put(path, pngFile(8, 8, 1, plainImage(8, 8, {99})));
  ASSERT_EQ(fs::file_size(path), length);
  fs::last_write_time(path, date);
  const auto changed = openAt(folder_.path());
  for (std::int64_t row = 0; row < changed->info().count; ++row)
    if (changed->columns()[0].text(row) == fileName(7)) {
      EXPECT_EQ(rowBytes(*changed, row), Bytes(64, 99));
    }
  fs::remove(path);
  EXPECT_EQ(openAt(folder_.path())->info().count, 599);
  put(folder_ / "train/cat/new.png", pngFile(8, 8, 1, plainImage(8, 8, {98})));
  EXPECT_EQ(openAt(folder_.path())->info().count, 600);
  // Text beside the images may change as it likes.
  const std::size_t known = entries().size();
  put(folder_ / "notes.txt", Bytes{'a'});
  openAt(folder_.path());
  EXPECT_EQ(entries().size(), known);
}

TEST_F(ImageCache, WhatDoesNotFitInMemoryIsReadFromTheCache) {
  OpenOptions options;
  options.memoryLimit = 10'000;  // of 38,400
  const auto first = openAt(folder_.path(), options);
  expectAll(*first);
  const auto second = openAt(folder_.path(), options);
  expectAll(*second);
  EXPECT_EQ(first->fingerprint(), second->fingerprint());
  // The columns' texts and the labels remain.
  EXPECT_LT(second->info().memoryBytes, openAt(folder_.path())->info().memoryBytes - 38'000);
}

// Grey pictures stored in colour, of which one cannot be decoded: planes and rows close ranks.
TEST_F(ImageCache, GapsAreClosedInMemoryAndInTheCache) {
  const latlas::test::TemporaryFolder folder;
  for (int i = 0; i < 20; ++i) {
    Bytes file = bmpFile(8, 8, 3, plainImage(8, 8, Bytes(3, static_cast<std::uint8_t>(i))));
    if (i % 7 == 3) file.resize(file.size() - 1);
    put(folder / (std::to_string(100 + i) + ".bmp"), file);
  }
  for (const std::uint64_t limit : {std::uint64_t{0}, std::uint64_t{500}}) {
    OpenOptions options;
    options.memoryLimit = limit;
    const auto dataset = openAt(folder.path(), options);
    ASSERT_EQ(dataset->info().count, 17);
    EXPECT_EQ(dataset->info().shape, (Shape{1, 8, 8}));
    std::int64_t row = 0;
    for (int i = 0; i < 20; ++i)
      if (i % 7 != 3) {
        EXPECT_EQ(rowBytes(*dataset, row++), Bytes(64, static_cast<std::uint8_t>(i)));
      }
  }
}

TEST_F(ImageCache, OnAFullDiskSmallSetsOpenAndLargeOnesSayWhatIsNeeded) {
  const FullDisk disk(8192);
  expectAll(*openAt(folder_.path()));
  EXPECT_TRUE(entries().empty()) << "nothing half-written is left";
  OpenOptions options;
  options.memoryLimit = 10'000;
  expectSays(errorOf([&] { openAt(folder_.path(), options); }),
             {"latlas/decoded", "room for 38.5 kB", "found", "XDG_CACHE_HOME"});
  EXPECT_TRUE(entries().empty());
}

TEST_F(ImageCache, ADamagedEntryIsMadeAnew) {
  openAt(folder_.path());
  for (const fs::path& entry : entries()) fs::resize_file(entry, fs::file_size(entry) / 2);
  expectAll(*openAt(folder_.path()));
  // Whole by its lengths, but not what was written.
  for (const fs::path& entry : entries()) {
    Bytes bytes = readFile(entry);
    std::string text(bytes.begin(), bytes.end());
    for (const std::string key : {"\"labels\":[", "\"widths\":["})
      if (const std::size_t at = text.find(key); at != std::string::npos)
        text[at + key.size()] = '-';
    put(entry, Bytes(text.begin(), text.end()));
  }
  expectAll(*openAt(folder_.path()));
}

TEST_F(ImageCache, AnArchiveIsKnownByItsContent) {
  std::vector<ZipEntry> files;
  for (int i = 0; i < 600; ++i)
    files.push_back({"set/" + fileName(i), pngFile(8, 8, 1, plainImage(8, 8, {pixelOf(i)}))});
  const latlas::test::TemporaryFolder folder;
  put(folder / "set.zip", zipFile(files));
  const auto first = openAt(folder / "set.zip");
  EXPECT_EQ(entries().size(), 2u);
  const auto second = openAt(folder / "set.zip");
  EXPECT_EQ(second->info().format, "ZIP of images");
  EXPECT_EQ(second->info().publishedTrainCount, 400);
  EXPECT_EQ(second->fingerprint(), first->fingerprint());
  EXPECT_EQ(entries().size(), 2u);
  fs::remove(folder_ / "train/dog/bad.png");
  fs::remove(folder_ / "train/cat/cut.png");
  EXPECT_EQ(openAt(folder_.path())->fingerprint(), first->fingerprint());
  files[0].content = pngFile(8, 8, 1, plainImage(8, 8, {200}));
  put(folder / "set.zip", zipFile(files));
  EXPECT_NE(openAt(folder / "set.zip")->fingerprint(), first->fingerprint());
}

}  // namespace
}  // namespace latlas::data::test
