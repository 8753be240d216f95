// Runs kept by a fork have folders of their own and are found again by the next start.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "app/shell/preferences_file.h"
#include "core/base/files.h"
#include "core/io/run_folder.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/shell/start_to_end.h"

namespace latlas::app {
namespace {

using Session = test::StartToEnd;

std::vector<std::filesystem::path> foldersIn(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> found;
  if (std::filesystem::exists(folder))
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

TEST(KeptRuns, AreSavedWhenTheyAreKept) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.train(5);
  session.fork();
  session.train(2);
  session.saved();
  const auto folders = foldersIn(keptRunsFolder(session.state));
  ASSERT_EQ(folders.size(), 1u);
  EXPECT_EQ(session.state.comparedRuns[0].folder, folders[0]);
  EXPECT_NE(folders[0].filename().string().find("Run-1"), std::string::npos) << folders[0];
  const io::Run kept = io::loadRun(folders[0]);
  EXPECT_EQ(kept.checkpoint.step, 5);
  EXPECT_EQ(kept.family.name, "Run 1");
  EXPECT_TRUE(kept.family.relatives.empty());
  const io::Run present = io::loadRun(session.state.autosaveFolder);
  EXPECT_EQ(present.checkpoint.step, 7);
  EXPECT_EQ(present.family.name, "Run 2");
  ASSERT_EQ(present.family.relatives.size(), 1u);
  EXPECT_EQ(present.family.relatives[0].folder, folders[0]);
  EXPECT_EQ(session.state.preferences.recent[0].source, folders[0].string());
  EXPECT_TRUE(session.state.status.starts_with("Run 1 is kept")) << session.state.status;
}

TEST(KeptRuns, AreBesideTheRunWhenItIsReopened) {
  const test::TemporaryFolder data;
  {
    Session session(data.path());
    session.openSmallSprites();
    session.train(3);
    session.fork();
    session.train(1);
    session.fork();
    session.train(1);
    session.state.comparedRuns[1].name = "the second";
    session.train(1);
    session.saved();
  }
  Session session(data.path());
  session.openSmallSprites();
  session.reopen(session.state.autosaveFolder);
  EXPECT_EQ(session.state.runLabel.name, "Run 3");
  ASSERT_EQ(session.state.comparedRuns.size(), 2u);
  const ComparedRun& first = session.state.comparedRuns[0];
  EXPECT_EQ(first.name, "Run 1");
  EXPECT_EQ(first.snapshot->step, 3);
  EXPECT_EQ(first.snapshot->history.train.size(), 3u);
  EXPECT_TRUE(first.visible);
  EXPECT_EQ(session.state.comparedRuns[1].name, "the second");
  EXPECT_NE(first.colour, session.state.comparedRuns[1].colour);

  // They go on as if the program had never ended.
  session.frame.ask(request::SwitchToRun{first.snapshot->run});
  ASSERT_TRUE(session.reaches([&] { return session.step() == 3; }));
  EXPECT_EQ(session.state.runLabel.name, "Run 1");
  session.train(2);
  // A further fork takes a name and a colour that are free; the run has its folder already.
  session.fork();
  EXPECT_EQ(session.state.runLabel.name, "Run 4");
  for (const ComparedRun& run : session.state.comparedRuns)
    EXPECT_NE(run.colour, session.state.runLabel.colour);
  session.train(1);
  session.saved();
  const auto folders = foldersIn(keptRunsFolder(session.state));
  ASSERT_EQ(folders.size(), 3u) << "of Run 1, Run 2 and Run 3";
  std::vector<std::int64_t> steps;
  for (const auto& folder : folders) steps.push_back(io::loadRun(folder).checkpoint.step);
  std::ranges::sort(steps);
  EXPECT_EQ(steps, (std::vector<std::int64_t>{4, 5, 6}));
}

TEST(KeptRuns, ThatAreGoneOrDamagedKeepNobodyFromOpeningTheRun) {
  const test::TemporaryFolder data;
  std::vector<std::filesystem::path> folders;
  {
    Session session(data.path());
    session.openSmallSprites();
    for (int run = 0; run < 3; ++run) {
      session.train(2);
      session.fork();
      folders.push_back(session.state.comparedRuns.back().folder);
    }
    session.train(1);
    session.saved();
  }
  std::filesystem::remove_all(folders[0]);
  writeFileAtomically(folders[1] / "weights.safetensors", std::string_view("torn"));
  Session session(data.path());
  session.reopen(session.state.autosaveFolder);
  EXPECT_EQ(session.step(), 7);
  EXPECT_FALSE(session.state.notice);
  ASSERT_EQ(session.state.comparedRuns.size(), 1u);
  EXPECT_EQ(session.state.comparedRuns[0].folder, folders[2]);
}

TEST(KeptRuns, OpenedByThemselvesTakeTheirPlace) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.train(2);
  session.fork();
  session.train(2);
  session.saved();
  const auto folder = session.state.comparedRuns[0].folder;
  session.reopen(folder);
  EXPECT_EQ(session.step(), 2);
  EXPECT_EQ(session.state.runLabel.name, "Run 1");
  EXPECT_TRUE(session.state.comparedRuns.empty()) << "it is the present run now";
  // The run that it replaced was saved under its own name.
  ASSERT_TRUE(session.reaches([&] { return !session.tasks.busy(); }));
  EXPECT_EQ(io::loadRun(session.state.autosaveFolder).family.name, "Run 2");
  // A new run may not be kept in the old one's place.
  session.frame.ask(request::ResetTraining{});
  ASSERT_TRUE(session.reaches([&] { return session.step() == 0; }));
  session.train(1);
  session.fork();
  ASSERT_TRUE(session.reaches([&] { return !session.tasks.busy(); }));
  EXPECT_EQ(io::loadRun(folder).checkpoint.step, 2);
  EXPECT_EQ(foldersIn(keptRunsFolder(session.state)).size(), 2u);
}

TEST(KeptRuns, RemovedFromTheListStayOnTheDisk) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.train(2);
  session.fork();
  const auto folder = session.state.comparedRuns[0].folder;
  session.frame.ask(request::RemoveRun{session.state.comparedRuns[0].snapshot->run});
  session.train(1);
  session.saved();
  EXPECT_TRUE(session.state.comparedRuns.empty());
  EXPECT_TRUE(io::isRunFolder(folder));
  EXPECT_TRUE(io::loadRun(session.state.autosaveFolder).family.relatives.empty());
}

TEST(KeptRuns, LeaveTheDatasetsAmongTheRecentSources) {
  Preferences preferences;
  rememberSource(preferences, {"/data/mnist", {}}, "/kept");
  for (int run = 0; run < 20; ++run)
    rememberSource(preferences, {"/kept/run-" + std::to_string(run), {}}, "/kept");
  ASSERT_EQ(preferences.recent.size(), 5u);
  EXPECT_EQ(preferences.recent[0].source, "/kept/run-19");
  EXPECT_EQ(preferences.recent[3].source, "/kept/run-16");
  EXPECT_EQ(preferences.recent[4].source, "/data/mnist");
}

}  // namespace
}  // namespace latlas::app
