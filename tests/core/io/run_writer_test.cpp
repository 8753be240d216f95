#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <optional>
#include <thread>

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/random.h"
#include "core/io/run_folder.h"
#include "tests/core/io/made_run.h"
#include "tests/support/temporary_folder.h"

namespace latlas::io {
namespace {

namespace fs = std::filesystem;

std::uintmax_t historySize(const fs::path& folder) { return fs::file_size(folder / "history.csv"); }

TEST(RunWriter, AppendsWhatIsNewAndLeavesWhatAnOnlySaveLeaves) {
  const test::TemporaryFolder folder;
  RunWriter writer(folder / "grown");
  for (const std::int64_t step : {0, 1, 2, 1500, 1500, 1700}) {
    writer.save(runAt(step));
    saveRun(folder / "once", runAt(step));
    for (const char* name : {"run.json", "history.csv", "events.jsonl"})
      EXPECT_EQ(readText(folder / "grown" / name), readText(folder / "once" / name)) << step;
  }
  struct stat before {
  }, after{};
  ASSERT_EQ(::stat((folder / "grown" / "history.csv").c_str(), &before), 0);
  writer.save(runAt(1701));
  ASSERT_EQ(::stat((folder / "grown" / "history.csv").c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino) << "the file was written anew";
  EXPECT_GT(after.st_size, before.st_size);
  expectEqual(loadRun(folder / "grown"), runAt(1701));
}

TEST(RunWriter, AnotherRunInTheSameFolderIsWrittenWhole) {
  const test::TemporaryFolder folder;
  RunWriter writer(folder.path());
  writer.save(runAt(20));
  writer.save(runAt(5));  // began anew
  expectEqual(loadRun(folder.path()), runAt(5));
  saveRun(folder.path(), runAt(3));  // by somebody else
  writer.save(runAt(6));
  expectEqual(loadRun(folder.path()), runAt(6));
  fs::remove(folder / "history.csv");
  writer.save(runAt(7));
  expectEqual(loadRun(folder.path()), runAt(7));
  auto other = runAt(9);
  other.checkpoint.history.train = other.checkpoint.history.train.withColumns({"loss", "clip"});
  writer.save(other);
  EXPECT_EQ(loadRun(folder.path()).checkpoint.history.train.size(), 9u);
}

TEST(RunWriter, WhatACutOffSaveAppendedDoesNotCount) {
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runAt(4));
  const auto size = historySize(folder.path());
  {
    FolderWriter writer(folder.path());
    writer.append("history.csv", "5,1.6666666,0.714285,train,0.2,5,,\n6,2,0.8");
  }
  EXPECT_GT(historySize(folder.path()), size);
  expectEqual(loadRun(folder.path()), runAt(4));
  RunWriter(folder.path()).save(runAt(5));
  expectEqual(loadRun(folder.path()), runAt(5));
  EXPECT_EQ(readText(folder / "history.csv").find("6,2,0.8"), std::string::npos);
}

TEST(RunWriter, AFullDiskLeavesTheRunBefore) {
  // A device that takes nothing stands for the full disk.
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  const test::TemporaryFolder folder;
  fs::create_symlink("/dev/full", folder / "history.csv");
  FolderWriter writer(folder.path());
  try {
    writer.append("history.csv", "1,2,3\n");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("No space left"), std::string::npos) << error.what();
  }
}

Run runWithNotes(std::int64_t step) {
  Run run = runAt(step);
  run.extras = {{"notes.md", "at step " + std::to_string(step)}};
  return run;
}

// A child process that saves one step after the other, and says so after each, until it is killed.
class EndlessSaver {
 public:
  EndlessSaver(const fs::path& folder, std::int64_t firstStep) {
    int ends[2] = {-1, -1};
    if (::pipe(ends) != 0) throw Error("no pipe");
    child_ = ::fork();
    if (child_ == 0) {
      RunWriter writer(folder);
      for (std::int64_t step = firstStep;; ++step) {
        writer.save(runWithNotes(step));
        if (::write(ends[1], &step, sizeof step) != sizeof step) ::_exit(1);
      }
    }
    ::close(ends[1]);
    saved_ = ends[0];
  }
  ~EndlessSaver() { ::close(saved_); }
  EndlessSaver(const EndlessSaver&) = delete;
  EndlessSaver& operator=(const EndlessSaver&) = delete;

  // The next step that was saved, once it is; nothing after the child's end.
  std::optional<std::int64_t> nextSaved() {
    std::int64_t step = 0;
    if (::read(saved_, &step, sizeof step) != sizeof step) return std::nullopt;
    return step;
  }
  // False when it had ended by itself.
  bool kill() {
    int status = 0;
    ::kill(child_, SIGKILL);
    return ::waitpid(child_, &status, 0) == child_ && WIFSIGNALED(status);
  }

 private:
  pid_t child_ = -1;
  int saved_ = -1;
};

TEST(RunFolder, AKilledSaveLeavesTheRunBeforeOrAfterIt) {
  using Clock = std::chrono::steady_clock;
  const test::TemporaryFolder folder;
  saveRun(folder.path(), runAt(1));
  writeFileAtomically(folder / "notes.txt", std::string_view("mine"));
  Random random(50);
  std::int64_t step = 1;
  for (int round = 0; round < 50; ++round) {
    const auto start = Clock::now();
    EndlessSaver saver(folder.path(), step + 1);
    auto saved = saver.nextSaved();
    ASSERT_TRUE(saved);
    // Anywhere within about one and a half of the next saves, however busy the machine is.
    std::this_thread::sleep_for((Clock::now() - start) * 1.5 * random.uniform());
    ASSERT_TRUE(saver.kill());
    for (; saved; saved = saver.nextSaved()) step = *saved;

    const auto run = loadRun(folder.path());
    ASSERT_TRUE(run.checkpoint.step == step || run.checkpoint.step == step + 1)
        << run.checkpoint.step << " after " << step;
    step = run.checkpoint.step;
    expectEqual(run, runAt(step));
  }
  EXPECT_EQ(readText(folder / "notes.txt"), "mine");
}

TEST(RunFolder, AKilledSaveLeavesTheNotesOfTheSameSave) {
  using Clock = std::chrono::steady_clock;
  const test::TemporaryFolder folder;
  Random random(51);
  for (int round = 0; round < 10; ++round) {
    const auto start = Clock::now();
    EndlessSaver saver(folder.path(), 1 + 100 * round);
    ASSERT_TRUE(saver.nextSaved());
    std::this_thread::sleep_for((Clock::now() - start) * 1.5 * random.uniform());
    ASSERT_TRUE(saver.kill());
    const auto run = loadRun(folder.path());
    EXPECT_EQ(run.extras, runWithNotes(run.checkpoint.step).extras);
  }
}

}  // namespace
}  // namespace latlas::io
