// Runs kept by a fork have folders of their own and are found again by the next start.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "app/shell/preferences_file.h"
#include "core/base/files.h"
#include "core/io/run_folder.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/shell/frame_fixture.h"

namespace latlas::app {
namespace {

// The window from one start to its end, of which nothing is left but its files.
class Session : public FrameTest {
 public:
  using FrameTest::behind, FrameTest::frame, FrameTest::isState, FrameTest::open,
      FrameTest::openSmallSprites, FrameTest::reaches, FrameTest::state, FrameTest::step,
      FrameTest::tasks, FrameTest::ui;
  explicit Session(const std::filesystem::path& data) : FrameTest({.isSavable = true}) {
    state.autosaveFolder = data / "last-run";
    state.draft.train.epochs = 0;
  }
  void TestBody() override {}
  void train(std::int64_t steps) {
    const std::int64_t end = step() + steps;
    frame.ask(request::Step{steps});
    ASSERT_TRUE(reaches([&] { return step() == end && isState(train::RunState::paused); }));
  }
  void fork() {
    const std::size_t kept = state.comparedRuns.size();
    const auto run = state.snapshot->run;
    frame.ask(request::ForkRun{});
    ASSERT_TRUE(reaches([&] {
      return state.comparedRuns.size() == kept + 1 && state.snapshot->run > run;
    }));
  }
  void saved() {
    ASSERT_TRUE(reaches([this] { return state.autosavedStep == step() && !tasks.busy(); }));
  }
  void reopen(const std::filesystem::path& run) {
    const auto before = state.snapshot ? state.snapshot->run : 0;
    open(run.string());
    ASSERT_TRUE(
        reaches([&] { return isState(train::RunState::paused) && state.snapshot->run > before; }));
  }
};

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

TEST(KeptRuns, TextsOfARunGoWithItThroughForksSwitchesAndReopening) {
  const test::TemporaryFolder data;
  {
    Session session(data.path());
    session.openSmallSprites();
    session.train(2);
    session.behind.run.setExtra("thoughts.md", "first");
    session.fork();
    EXPECT_EQ(session.behind.run.extras().at("thoughts.md"), "first");
    session.behind.run.setExtra("thoughts.md", "second");
    session.train(1);
    session.frame.ask(request::SwitchToRun{session.state.comparedRuns[0].snapshot->run});
    ASSERT_TRUE(session.reaches([&] { return session.step() == 2; }));
    EXPECT_EQ(session.behind.run.extras().at("thoughts.md"), "first");
    session.frame.ask(request::SwitchToRun{session.state.comparedRuns[0].snapshot->run});
    ASSERT_TRUE(session.reaches([&] { return session.step() == 3; }));
    EXPECT_EQ(session.behind.run.extras().at("thoughts.md"), "second");
    session.train(1);
    session.saved();
  }
  Session session(data.path());
  session.reopen(session.state.autosaveFolder);
  EXPECT_EQ(session.behind.run.extras().at("thoughts.md"), "second");
  session.frame.ask(request::SwitchToRun{session.state.comparedRuns.at(0).snapshot->run});
  ASSERT_TRUE(session.reaches([&] { return session.step() == 2; }));
  EXPECT_EQ(session.behind.run.extras().at("thoughts.md"), "first");
  session.frame.ask(request::ResetTraining{});
  ASSERT_TRUE(session.reaches([&] { return session.step() == 0; }));
  EXPECT_TRUE(session.behind.run.extras().empty()) << "a new run has none";
}

TEST(KeptRuns, ATextIsSavedByItselfWithoutAStep) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.train(1);
  session.saved();
  session.behind.run.setExtra("thoughts.md", "written while paused");
  EXPECT_TRUE(session.frame.isWaiting()) << "the window must not sleep until it is saved";
  ASSERT_TRUE(session.reaches([&] {
    return !session.behind.run.hasUnsavedExtras() && !session.frame.busy() &&
           !session.behind.run.awaitsCheckpoint();
  }));
  EXPECT_EQ(io::loadRun(session.state.autosaveFolder).extras.at("thoughts.md"),
            "written while paused");
  EXPECT_FALSE(session.frame.isWaiting());
}

TEST(KeptRuns, ATextThatCannotBeReadKeepsNobodyFromOpeningTheRun) {
  const test::TemporaryFolder data;
  {
    Session session(data.path());
    session.openSmallSprites();
    session.behind.run.setExtra("thoughts.md", "gone soon");
    session.train(1);
    session.saved();
  }
  const auto folder = data / "last-run";
  ASSERT_TRUE(std::filesystem::remove(folder / "thoughts.md"));
  Session session(data.path());
  session.reopen(folder);
  ASSERT_TRUE(session.state.notice);
  EXPECT_NE(session.state.notice->title.find("thoughts.md"), std::string::npos);
}

TEST(KeptRuns, WhatIsWrittenBeforeTheFirstStepStaysWhenTheModelIsChosenAnew) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.behind.run.setExtra("thoughts.md", "three latents this time");
  session.state.draft.model.latent = 3;
  session.train(1);
  EXPECT_EQ(session.state.snapshot->config.model.latent, 3);
  EXPECT_EQ(session.behind.run.extras().at("thoughts.md"), "three latents this time");
}

TEST(KeptRuns, TextsOfUntrainedRunsPushNoTrainedRunOut) {
  const test::TemporaryFolder data;
  {
    Session session(data.path());
    session.openSmallSprites();
    session.train(4);
    session.saved();
  }
  Session session(data.path());
  session.openSmallSprites();
  for (const int latent : {3, 4, 5}) {
    session.behind.run.setExtra("thoughts.md", "with " + std::to_string(latent));
    session.state.draft.model.latent = latent;
    session.frame.ask(request::ResetTraining{});
    ASSERT_TRUE(session.reaches([&] {
      return session.behind.run.isPresent() && !session.behind.run.hasUnsavedExtras() &&
             !session.behind.run.awaitsCheckpoint() && !session.frame.busy();
    }));
  }
  session.train(1);
  session.saved();
  EXPECT_EQ(io::loadRun(data / "run-before").checkpoint.step, 4);
  EXPECT_EQ(io::loadRun(data / "last-run").extras.at("thoughts.md"), "with 5");
}

TEST(KeptRuns, ATextAloneIsSavedWithoutTheWeights) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.train(2);
  session.saved();
  const auto weights = session.state.autosaveFolder / "weights.safetensors";
  const auto before = std::filesystem::last_write_time(weights);
  session.behind.run.setExtra("thoughts.md", "an afterthought");
  ASSERT_TRUE(session.reaches([&] { return !session.frame.isWaiting() && !session.frame.busy(); }));
  EXPECT_EQ(io::loadRun(session.state.autosaveFolder).extras.at("thoughts.md"), "an afterthought");
  EXPECT_EQ(std::filesystem::last_write_time(weights), before);
}

TEST(KeptRuns, AModelThatCannotBeBuiltDoesNotEndTheSaves) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.state.draft.train.batch = 0;
  session.frame.ask(request::ResetTraining{});
  ASSERT_TRUE(session.reaches([&] { return session.isState(train::RunState::failed); }));
  session.state.notice.reset();
  session.behind.run.setExtra("thoughts.md", "why?");
  session.ui.frames(3);
  EXPECT_FALSE(session.behind.run.awaitsCheckpoint());
  EXPECT_TRUE(session.reaches([&] { return session.frame.saveBeforeQuitting(); }));
  session.state.draft.train.batch = 16;
  session.train(2);
  session.saved();
  EXPECT_EQ(io::loadRun(session.state.autosaveFolder).extras.at("thoughts.md"), "why?");
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
