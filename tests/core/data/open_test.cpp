// What open() makes of places that are no dataset by themselves.
#include "core/data/open.h"

#include "tests/core/data/array_fixtures.h"
#include "tests/core/data/fixtures.h"
#include "tests/support/temporary_folder.h"

namespace latlas::data::test {
namespace {

Bytes somePictures() { return npyFile({"|u1", {5, 8, 8}, countingBytes(5 * 64)}); }

TEST(Open, AFolderOfOneDataFileIsThatFile) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "images.npy", somePictures());
  put(folder / "labels.npy", npyFile({"|u1", {5}, {3, 1, 3, 1, 3}}));
  put(folder / "README.md", Bytes{'h', 'i'});
  const DatasetPtr dataset = openAt(folder.path());
  EXPECT_EQ(dataset->info().count, 5);
  EXPECT_EQ(dataset->info().classes, (std::vector<std::string>{"1", "3"}));
  EXPECT_EQ(dataset->info().source, (folder / "images.npy").string());
  EXPECT_TRUE(peek(folder.path()).canOpen);
  expectSays(peek(folder.path()).what, {"folder of one NumPy"});
}

TEST(Open, AFolderOfSeveralDataFilesAsksWhich) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "a.npy", somePictures());
  put(folder / "b.npy", somePictures());
  EXPECT_FALSE(peek(folder.path()).canOpen);
  expectSays(errorOf([&] { openAt(folder.path()); }), {"a.npy, b.npy", "Open one of them"});
}

TEST(Open, WhatIsNoDatasetSaysWhatWouldBe) {
  const latlas::test::TemporaryFolder folder;
  put(folder / "notes", Bytes{1, 2, 3, 4, 5});
  expectSays(errorOf([&] { openAt(folder / "notes"); }), {"notes", "NPZ", "01 02 03 04"});
  expectSays(errorOf([&] { openAt(folder.path()); }), {"images"});
}

}  // namespace
}  // namespace latlas::data::test
