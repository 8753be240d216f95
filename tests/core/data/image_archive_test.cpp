#include <archive.h>

#include <map>
#include <memory>

#include "core/base/error.h"
#include "core/data/annotations.h"
#include "core/data/image_set/archive_images.h"
#include "tests/core/data/archive_fixtures.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/allocation_peak.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

namespace fs = std::filesystem;

Bytes grey(std::uint8_t value) { return pngFile(8, 8, 1, plainImage(8, 8, {value})); }

// Two classes in a folder of their own, as most archives are packed.
const std::vector<std::pair<std::string, Bytes>>& someImages() {
  static const std::vector<std::pair<std::string, Bytes>> images{
      {"pets/dog/3.png", grey(30)},
      {"pets/cat/1.png", grey(10)},
      {"pets/cat/2.png", grey(20)},
      {"pets/readme.txt", Bytes{'h', 'i'}}};
  return images;
}

Bytes someZip(bool isDeflated) {
  std::vector<ZipEntry> entries{{"pets/", {}}};
  for (const auto& [name, content] : someImages()) entries.push_back({name, content, isDeflated});
  return zipFile(entries);
}

Bytes someTar() {
  std::vector<TarEntry> entries{{"pets/", {}, '5'}};
  for (const auto& [name, content] : someImages()) entries.push_back({name, content});
  return tarFile(entries);
}

class ImageArchive : public testing::Test {
 protected:
  DatasetPtr open(const Bytes& archive, const OpenOptions& options = {}) {
    put(path_, archive);
    return openAt(path_, options);
  }
  std::string errorOfOpening(const Bytes& archive, const OpenOptions& options = {}) {
    const std::string text = errorOf([&] { open(archive, options); });
    expectSays(text, {path_.string(), "expected", "found"});
    return text;
  }
  // By the name in the archive.
  std::map<std::string, std::string> skippedOf(const Dataset& dataset) const {
    std::map<std::string, std::string> why;
    for (const Skipped& file : dataset.info().skipped)
      why[file.path.string().substr(path_.string().size() + 1)] = file.why;
    return why;
  }

  latlas::test::TemporaryFolder folder_;
  fs::path path_ = folder_ / "any name";  // content decides
};

TEST_F(ImageArchive, EveryPackingOpensAsTheFolderDoes) {
  for (const auto& [name, content] : someImages()) put(folder_ / name, content);
  const auto unpacked = openAt(folder_ / "pets");
  const std::vector<std::pair<std::string, Bytes>> packings{
      {"ZIP of images", someZip(false)},
      {"ZIP of images", someZip(true)},
      {"TAR of images", someTar()},
      {"TAR of images, gzipped", gzipped(someTar())},
      {"TAR of images, bzip2", compressed(someTar(), archive_write_add_filter_bzip2)},
      {"TAR of images, xz", compressed(someTar(), archive_write_add_filter_xz)},
      {"TAR of images, zstd", compressed(someTar(), archive_write_add_filter_zstd)}};
  for (const auto& [kind, archive] : packings) {
    SCOPED_TRACE(kind);
    const auto dataset = open(archive);
    const DatasetInfo& info = dataset->info();
    EXPECT_EQ(peek(path_).what, kind);
    EXPECT_TRUE(peek(path_).canOpen);
    EXPECT_EQ(info.format, kind);
    EXPECT_EQ(info.name, "any name");
    EXPECT_EQ(info.source, path_.string());
    EXPECT_EQ(info.classes, (std::vector<std::string>{"cat", "dog"}));
    EXPECT_TRUE(info.skipped.empty());
    ASSERT_EQ(info.count, 3);
    EXPECT_EQ(dataset->columns().at(0).name, kFileColumn);
    EXPECT_EQ(dataset->columns().at(0).text(2), "pets/dog/3.png");
    EXPECT_EQ(rowBytes(*dataset, 2), Bytes(64, 30));
    EXPECT_EQ(dataset->fingerprint(), unpacked->fingerprint());
    Progress progress;
    const Survey found = survey(path_.string(), {}, progress);
    EXPECT_EQ(found.what, kind + ", 2 classes");
    EXPECT_EQ(found.count, 3);
    EXPECT_EQ(found.shape, (Shape{1, 8, 8}));
  }
}

TEST_F(ImageArchive, OnlyWhatLiesInsideIsUsed) {
  const auto skipped = skippedOf(*open(zipFile({{"ok.png", grey(1)},
                                                {"../up.png", grey(2)},
                                                {"a/../../up.png", grey(2)},
                                                {"/etc/passwd", Bytes{'r'}},
                                                {"C:\\x.png", grey(2)},
                                                {"__MACOSX/._ok.png", grey(2)},
                                                {".hidden.png", grey(2)},
                                                {"./", {}},
                                                {"bad.png", Bytes{1, 2, 3}},
                                                {"text.csv", Bytes{1, 2, 3}}})));
  ASSERT_EQ(skipped.size(), 5u);
  expectSays(skipped.at("../up.png"), {"leads out"});
  expectSays(skipped.at("a/../../up.png"), {"leads out"});
  expectSays(skipped.at("/etc/passwd"), {"absolute"});
  expectSays(skipped.at("C:/x.png"), {"absolute"});
  expectSays(skipped.at("bad.png"), {"not a PNG"});
  EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), {}), 1) << "nothing was unpacked";

  const auto links = skippedOf(*open(tarFile({{"ok.png", grey(1)},
                                              {"link.png", {}, '2', "/etc/passwd"},
                                              {"hard.png", {}, '1', "ok.png"},
                                              {"device.png", {}, '3'},
                                              {"pipe", {}, '6'}})));
  ASSERT_EQ(links.size(), 3u);
  for (const char* name : {"link.png", "hard.png", "device.png"})
    expectSays(links.at(name), {"link in an archive"});
}

TEST(EntryNames, AreTidied) {
  EXPECT_EQ(tidyEntryName("./a//b/./1.png").name, "a/b/1.png");
  EXPECT_EQ(tidyEntryName("a\\b\\1.png").name, "a/b/1.png");
  EXPECT_EQ(tidyEntryName("a/b\\1.png").name, "a/b\\1.png") << "a letter as any other here";
  EXPECT_FALSE(tidyEntryName("..\\1.png").fault.empty());
  EXPECT_FALSE(tidyEntryName("a/..").fault.empty());
  EXPECT_TRUE(tidyEntryName("a..b/1.png").fault.empty());
  EXPECT_TRUE(tidyEntryName("a/.git/1.png").isHidden);
  EXPECT_TRUE(tidyEntryName("").isHidden);
  EXPECT_TRUE(tidyEntryName("./").isHidden);
}

TEST_F(ImageArchive, NamesOfAnyLanguageAndNone) {
  // The flag of a ZIP that says UTF-8, without which any code page may be meant.
  Bytes zip = zipFile({{"\xe6\x97\xa5/1.png", grey(1)}, {"\xe6\x9c\xac/2.png", grey(2)}});
  for (std::size_t i = 0; i + 10 < zip.size(); ++i)
    if (zip[i] == 'P' && zip[i + 1] == 'K' && (zip[i + 2] == 3 || zip[i + 2] == 1))
      zip[i + (zip[i + 2] == 3 ? 7 : 9)] |= 8;
  EXPECT_EQ(open(zip)->info().classes, (std::vector<std::string>{"\xe6\x97\xa5", "\xe6\x9c\xac"}));
  const auto tar = open(tarFile({{"Z\xfcrich/1.png", grey(1)}, {"Bern/2.png", grey(2)}}));
  EXPECT_EQ(tar->info().classes, (std::vector<std::string>{"Bern", "Z\xef\xbf\xbdrich"}));
}

TEST_F(ImageArchive, TheLaterOfTwoFilesOfOneNameCounts) {
  const auto dataset = open(tarFile({{"a.png", grey(1)}, {"b.png", grey(2)}, {"a.png", grey(3)}}));
  ASSERT_EQ(dataset->info().count, 2);
  EXPECT_EQ(rowBytes(*dataset, 0), Bytes(64, 3));
  expectSays(skippedOf(*dataset).at("a.png"), {"later file"});
}

TEST_F(ImageArchive, DamagedFilesAreSkippedInAZip) {
  Bytes noise = countingBytes(3 * 64 * 64);
  std::vector<ZipEntry> files{{"0.png", pngFile(64, 64, 3, noise), true},
                              {"1.png", pngFile(64, 64, 3, noise), true, true},
                              {"2.png", pngFile(64, 64, 3, noise), true, false, 100},
                              {"3.png", pngFile(64, 64, 3, noise), true},
                              {"4.png", pngFile(64, 64, 3, noise), true}};
  Bytes zip = zipFile(files);
  // Into the deflated data of 3.png, which libarchive then gives up.
  const std::string_view text(reinterpret_cast<const char*>(zip.data()), zip.size());
  const std::size_t at = text.find("3.png") + 5;
  std::fill_n(zip.begin() + static_cast<std::ptrdiff_t>(at), 8, std::uint8_t{0xff});
  const auto dataset = open(zip);
  EXPECT_EQ(dataset->info().count, 2);
  EXPECT_EQ(dataset->columns().at(0).text(1), "4.png");
  const auto skipped = skippedOf(*dataset);
  ASSERT_EQ(skipped.size(), 3u);
  expectSays(skipped.at("1.png"), {"damaged", "CRC"});
  expectSays(skipped.at("2.png"), {"damaged", "size"});
  expectSays(skipped.at("3.png"), {"damaged"});
}

TEST_F(ImageArchive, CutArchivesAreRefused) {
  const Bytes zip = someZip(true), tar = someTar(), packed = gzipped(someTar());
  const auto cut = [](const Bytes& whole, std::size_t length) {
    return Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
  };
  errorOfOpening(cut(zip, zip.size() - 30));
  expectSays(errorOfOpening(cut(tar, 600)), {"whole ZIP or TAR", "runcated", "Download"});
  path_ = folder_ / "set.tar.gz";  // so short a one is known by its name alone
  expectSays(errorOfOpening(cut(packed, packed.size() - 30)), {"runcated"});
  EXPECT_EQ(errorOfOpening(cut(zip, 4)).find("IDX"), std::string::npos);
}

TEST_F(ImageArchive, WhatHoldsNoImagesSaysSo) {
  expectSays(errorOfOpening(zipFile({{"a.txt", Bytes{1}}, {"b.dat", Bytes{2}}})),
             {"none among 2 files"});
  errorOfOpening(zipFile({}));
  expectSays(errorOfOpening(zipFile({{"a/", {}}})), {"no files"});
  expectSays(errorOfOpening(tarFile({{"../a.png", grey(1)}})), {"../a.png", "leads out"});
  put(path_, zipFile({{"a.txt", Bytes{1}}}));
  EXPECT_EQ(peek(path_).what, "ZIP archive");
  EXPECT_FALSE(peek(path_).canOpen);
  // Images may come late: then only opening finds them.
  std::vector<ZipEntry> late;
  for (int i = 0; i < 100; ++i) late.push_back({"notes/" + std::to_string(i) + ".xml", Bytes{1}});
  late.push_back({"pictures/1.png", grey(1)});
  EXPECT_EQ(open(zipFile(late))->info().count, 1);
}

TEST_F(ImageArchive, OthersArchivesAreLeftToThem) {
  put(path_, zipFile({{"arr_0.npy", Bytes{1, 2, 3}}}));
  EXPECT_EQ(peek(path_).what.find("images"), std::string::npos);
  put(path_, gzipped(Bytes(2000, 7)));
  EXPECT_EQ(peek(path_).what, "gzipped file");
}

TEST_F(ImageArchive, AnEncryptedZipIsRefused) {
  Bytes zip = someZip(false);
  for (std::size_t i = 0; i + 10 < zip.size(); ++i)
    if (zip[i] == 'P' && zip[i + 1] == 'K' && (zip[i + 2] == 3 || zip[i + 2] == 1))
      zip[i + (zip[i + 2] == 3 ? 6 : 8)] |= 1;
  expectSays(errorOfOpening(zip), {"pets/", "encrypted", "password"});
}

// A picture of 8 x 8 with megabytes behind its end: nothing but zeros, so it packs to kilobytes.
Bytes inflated(std::size_t bytes) {
  Bytes file = grey(1);
  file.resize(bytes);
  return file;
}

TEST_F(ImageArchive, BombsAreDefusedBeforeTheyFillMemory) {
  const Bytes bomb = zipFile({{"a.png", grey(1)}, {"bomb.png", inflated(20'000'000), true}});
  EXPECT_LT(bomb.size(), 60'000u);
  OpenOptions options;
  options.unpackLimit = 10'000'000;
  put(path_, bomb);
  latlas::test::restartAllocationPeak();
  const std::size_t before = latlas::test::allocatedBytes();
  expectSays(errorOf([&] { openAt(path_, options); }),
             {path_.string(), "at most 10.0 MB", "20.0 MB or more", "--unpack-limit"});
  EXPECT_LT(latlas::test::allocationPeak() - before, 4'000'000u);
  options = {};
  options.unpackRatio = 100;
  expectSays(errorOfOpening(bomb, options), {"at most 100 times", "--unpack-ratio"});
  EXPECT_EQ(open(bomb)->info().count, 2) << "it is a picture all the same, and within the limits";

  // Declares little and unpacks to much.
  const Bytes liar =
      zipFile({{"a.png", grey(1)}, {"liar.png", inflated(20'000'000), true, false, 99}});
  options = {};
  options.unpackLimit = 10'000'000;
  put(path_, liar);
  latlas::test::restartAllocationPeak();
  expectSays(errorOf([&] { openAt(path_, options); }), {"at most 10.0 MB", "--unpack-limit"});
  EXPECT_LT(latlas::test::allocationPeak() - before, 40'000'000u);

  // Declares more than any such picture needs.
  const Bytes vast =
      zipFile({{"a.png", grey(1)}, {"vast.png", inflated(9000), false, false, 2'000'000'000}});
  expectSays(errorOfOpening(vast), {"2.0 GB", "--unpack-ratio"});
  options = {};
  options.unpackRatio = 1e9;
  const auto dataset = open(vast, options);
  EXPECT_EQ(dataset->info().count, 1);
  expectSays(skippedOf(*dataset).at("vast.png"), {"2000000000 bytes"});
}

TEST_F(ImageArchive, PackedTarsAreWatchedWhileTheyArePassedOver) {
  // What is no picture is unpacked too, on the way to the next.
  Bytes film(20'000'000);
  const Bytes tar = tarFile({{"film.dat", film}, {"a.png", grey(1)}});
  const Bytes bomb = compressed(tar, archive_write_add_filter_xz);
  EXPECT_LT(bomb.size(), 20'000u);
  expectSays(errorOfOpening(bomb), {"2000 times", "20.0 MB", "--unpack-ratio"});
  OpenOptions trusting;
  trusting.unpackRatio = 1e6;
  EXPECT_EQ(open(bomb, trusting)->info().count, 1);
  trusting.unpackLimit = 18'000'000;
  expectSays(errorOfOpening(bomb, trusting), {"18.0 MB", "--unpack-limit"});
  // Plain, it is passed over without a look.
  OpenOptions strict;
  strict.unpackLimit = 1'000'000;
  EXPECT_EQ(open(tar, strict)->info().count, 1);
  path_ = folder_ / "twice.tar.gz";
  expectSays(errorOfOpening(gzipped(gzipped(someTar()))), {"compressed once", "more than once"});
}

TEST_F(ImageArchive, AnArchiveThatChangesIsNoticed) {
  put(path_, someTar());
  const auto bytes = std::make_shared<const FileBytes>(path_);
  ArchiveImages images(bytes, path_, {});
  Progress progress;
  const ImageList list = images.list(progress);
  ASSERT_EQ(list.images.size(), 3u);
  const ProgressPart part{progress, 0.0, 1.0, ""};
  const auto ignore = [](std::size_t, std::span<const std::uint8_t>, const std::string&) {};
  EXPECT_NO_THROW(images.readEach(list.images, ignore, part));
  fs::resize_file(path_, 3 * 512);
  EXPECT_THROW(images.readEach(list.images, ignore, part), Error);
  put(folder_ / "other", tarFile({{"pets/cat/1.png", grey(1)}}));
  fs::copy_file(folder_ / "other", path_, fs::copy_options::overwrite_existing);
  expectSays(errorOf([&] { images.readEach(list.images, ignore, part); }),
             {"as when it was opened", "Open it again"});
}

TEST_F(ImageArchive, FaultsOfTheDecodersEndTheReading) {
  put(path_, someZip(true));
  const auto bytes = std::make_shared<const FileBytes>(path_);
  ArchiveImages images(bytes, path_, {});
  Progress progress;
  const ImageList list = images.list(progress);
  const auto fail = [](std::size_t, std::span<const std::uint8_t>, const std::string&) {
    throw Error("full");
  };
  expectSays(errorOf([&] {
               images.readEach(list.images, fail, {progress, 0.0, 1.0, ""});
             }),
             {"full"});
  progress.cancel();
  const auto ignore = [](std::size_t, std::span<const std::uint8_t>, const std::string&) {};
  EXPECT_THROW(images.readEach(list.images, ignore, {progress, 0.0, 1.0, ""}), Cancelled);
}

}  // namespace
}  // namespace latlas::data::test
