// Texts that belong to a run (io::Run::extras) go with it wherever it goes, and cost no other run
// anything.
#include <gtest/gtest.h>

#include "core/io/run_folder.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/shell/start_to_end.h"

namespace latlas::app {
namespace {

using Session = test::StartToEnd;

TEST(RunTexts, TextsOfARunGoWithItThroughForksSwitchesAndReopening) {
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

TEST(RunTexts, ATextIsSavedByItselfWithoutAStep) {
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

TEST(RunTexts, ATextThatCannotBeReadKeepsNobodyFromOpeningTheRun) {
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

TEST(RunTexts, WhatIsWrittenBeforeTheFirstStepStaysWhenTheModelIsChosenAnew) {
  const test::TemporaryFolder data;
  Session session(data.path());
  session.openSmallSprites();
  session.behind.run.setExtra("thoughts.md", "three latents this time");
  session.state.draft.model.latent = 3;
  session.train(1);
  EXPECT_EQ(session.state.snapshot->config.model.latent, 3);
  EXPECT_EQ(session.behind.run.extras().at("thoughts.md"), "three latents this time");
}

TEST(RunTexts, TextsOfUntrainedRunsPushNoTrainedRunOut) {
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

TEST(RunTexts, ATextAloneIsSavedWithoutTheWeights) {
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

TEST(RunTexts, AModelThatCannotBeBuiltDoesNotEndTheSaves) {
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

}  // namespace
}  // namespace latlas::app
