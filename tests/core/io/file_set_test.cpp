#include "core/io/file_set.h"

#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/temporary_folder.h"

namespace latlas::io {
namespace {

namespace fs = std::filesystem;

std::vector<NamedFile> filesSaying(const std::string& text) {
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  return {{"a", bytes}, {"b", bytes}, {"c", bytes}};
}

std::string readAll(const fs::path& folder) {
  std::string all;
  for (const char* name : {"a", "b", "c"}) all += readText(currentPath(folder, name)) + " ";
  return all;
}

// What a killed save leaves in a sub-folder.
void leave(const fs::path& folder, std::initializer_list<const char*> names,
           std::string_view text) {
  for (const char* name : names) writeFileAtomically(folder / name, text);
}

TEST(FileSet, ReplacesAllAndLeavesOthersAlone) {
  const test::TemporaryFolder folder;
  const fs::path run = folder / "deep/run";
  replaceFiles(run, filesSaying("one"));
  writeFileAtomically(run / "notes.txt", std::string_view("mine"));
  replaceFiles(run, filesSaying("two"));
  EXPECT_EQ(readAll(run), "two two two ");
  EXPECT_EQ(readText(run / "notes.txt"), "mine");
  EXPECT_EQ(std::distance(fs::directory_iterator(run), {}), 4);
}

TEST(FileSet, KilledBeforeTheCommitKeepsTheOld) {
  const test::TemporaryFolder folder;
  replaceFiles(folder.path(), filesSaying("old"));
  leave(folder / ".saving", {"a", "b.x7Yq2w"}, "new");
  EXPECT_EQ(readAll(folder.path()), "old old old ");
  replaceFiles(folder.path(), filesSaying("next"));
  EXPECT_EQ(readAll(folder.path()), "next next next ");
  EXPECT_FALSE(fs::exists(folder / ".saving"));
}

TEST(FileSet, KilledAfterTheCommitReadsTheNew) {
  const test::TemporaryFolder folder;
  replaceFiles(folder.path(), filesSaying("old"));
  leave(folder / ".saved", {"a", "b", "c"}, "new");
  for (const char* moved : {"", "b", "c", "a"}) {
    if (*moved) fs::rename(folder / ".saved" / moved, folder / moved);
    EXPECT_EQ(readAll(folder.path()), "new new new ") << moved;
  }
}

TEST(FileSet, TheNextSaveFinishesACommittedOneEvenIfItFailsItself) {
  const test::TemporaryFolder folder;
  replaceFiles(folder.path(), filesSaying("old"));
  leave(folder / ".saved", {"a", "c"}, "new");
  writeFileAtomically(folder / "b", std::string_view("new"));
  // A name inside a folder that is a file cannot be written.
  auto bad = filesSaying("bad");
  bad[2].name = "a/c";
  EXPECT_THROW(replaceFiles(folder.path(), bad), Error);
  EXPECT_EQ(readAll(folder.path()), "new new new ");
  EXPECT_FALSE(fs::exists(folder / ".saved"));
  EXPECT_FALSE(fs::exists(folder / ".saving"));
}

TEST(FileSet, AFileInPlaceOfTheFolderIsNamed) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "run", std::string_view("a file"));
  try {
    replaceFiles(folder / "run", filesSaying("x"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find((folder / "run").string()), std::string::npos);
  }
  EXPECT_EQ(readText(folder / "run"), "a file");
}

TEST(FileSet, ReadersBesideAWriterNeverSeeAMixture) {
  const test::TemporaryFolder folder;
  replaceFiles(folder.path(), filesSaying("0"));
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 1; i <= 40; ++i) replaceFiles(folder.path(), filesSaying(std::to_string(i)));
    done = true;
  });
  do {
    const ReadLock lock(folder.path());
    const std::string all = readAll(folder.path());
    const std::string one = all.substr(0, all.find(' ') + 1);
    EXPECT_EQ(all, one + one + one);
  } while (!done);
  writer.join();
  EXPECT_EQ(readAll(folder.path()), "40 40 40 ");
}

}  // namespace
}  // namespace latlas::io
