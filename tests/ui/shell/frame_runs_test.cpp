// Steps, pace and the runs kept beside the present one, through the frame and the real trainer.
#include <gtest/gtest.h>
#include <imgui.h>

#include <map>
#include <sstream>
#include <string>

#include "core/base/files.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/shell/frame_fixture.h"

namespace latlas::app {
namespace {

using FrameRuns = FrameTest;

TEST_F(FrameRuns, TrainsAsManyStepsAsAskedForAndToTheEndOfAnEpoch) {
  state.draft.train.batch = 8;
  openSmallSprites();
  frame.ask(request::Step{3});
  ASSERT_TRUE(reaches([this] { return step() == 3 && isState(train::RunState::paused); }));
  frame.ask(request::FinishEpoch{});
  ASSERT_TRUE(reaches([this] { return step() > 3 && isState(train::RunState::paused); }));
  EXPECT_EQ(step(), state.snapshot->stepsPerEpoch);
}

TEST_F(FrameRuns, SlowMotionOutlivesTheRun) {
  state.draft.train.epochs = 0;
  openSmallSprites();
  frame.ask(request::SetPace{0.5});
  frame.ask(request::StartTraining{});
  ASSERT_TRUE(reaches([this] { return step() >= 2; }));
  EXPECT_TRUE(state.isSlowMotion);
  EXPECT_EQ(state.snapshot->secondsPerStep, 0.5);
  const double begun = now;
  const auto before = step();
  ASSERT_TRUE(reaches([&] { return step() == before + 4; }));
  EXPECT_NEAR(now - begun, 2.0, 0.6) << "four steps of half a second";
  frame.ask(request::ResetTraining{});
  ASSERT_TRUE(reaches([this] { return step() == 0; }));
  EXPECT_TRUE(reaches([this] { return state.snapshot->secondsPerStep == 0.5; }));
  frame.ask(request::SetPace{0.0});
  EXPECT_TRUE(reaches([this] { return state.snapshot->secondsPerStep == 0.0; }));
  EXPECT_FALSE(state.isSlowMotion);
}

TEST_F(FrameRuns, AForkKeepsTheRunAndGoesOnFromItWithOtherKnobs) {
  state.draft.train.epochs = 0;
  openSmallSprites();
  frame.ask(request::ForkRun{});
  ui.frames(3);
  EXPECT_TRUE(state.comparedRuns.empty()) << "an untrained run has nothing to keep";
  frame.ask(request::StartTraining{});
  ASSERT_TRUE(reaches([this] { return step() >= 10 && state.map.map; }));
  state.traverse.z = {0.5f, -0.5f};
  state.map.userMoved = true;
  const auto first = state.snapshot->run;
  frame.ask(request::ForkRun{});
  ASSERT_TRUE(reaches([&] { return state.snapshot->run == first + 1; }));
  ASSERT_EQ(state.comparedRuns.size(), 1u);
  const ComparedRun& kept = state.comparedRuns[0];
  EXPECT_EQ(kept.name, "Run 1");
  EXPECT_EQ(state.runLabel.name, "Run 2");
  EXPECT_NE(kept.colour, state.runLabel.colour);
  EXPECT_TRUE(kept.visible);
  const auto forkedAt = kept.snapshot->step;
  EXPECT_GE(forkedAt, 10);
  EXPECT_EQ(kept.snapshot->history.train.size(), static_cast<std::size_t>(forkedAt));
  // It was training, so it goes on; nothing that the user looks at has moved.
  ASSERT_TRUE(reaches([&] { return step() > forkedAt; }));
  EXPECT_EQ(state.traverse.z, (std::vector<float>{0.5f, -0.5f}));
  EXPECT_TRUE(state.map.userMoved);
  frame.ask(request::SetKey{"beta", "4"});
  ASSERT_TRUE(reaches([this] { return state.snapshot->config.loss.beta == 4.0; }));
  EXPECT_EQ(kept.snapshot->config.loss.beta, 1.0);
  EXPECT_EQ(kept.snapshot->step, forkedAt);
}

TEST_F(FrameRuns, SwitchingTradesPlacesAndBothGoOnWhereTheyWere) {
  state.draft.train.epochs = 0;
  openSmallSprites();
  frame.ask(request::Step{5});
  ASSERT_TRUE(reaches([this] { return step() == 5 && isState(train::RunState::paused); }));
  frame.ask(request::ForkRun{});
  ASSERT_TRUE(reaches([this] { return !state.comparedRuns.empty() && step() == 5; }));
  EXPECT_TRUE(isState(train::RunState::paused)) << "what was paused stays so";
  frame.ask(request::Step{4});
  ASSERT_TRUE(reaches([this] { return step() == 9 && isState(train::RunState::paused); }));
  frame.ask(request::SwitchToRun{state.comparedRuns[0].snapshot->run});
  ASSERT_TRUE(reaches([this] { return step() == 5; }));
  EXPECT_EQ(state.runLabel.name, "Run 1");
  ASSERT_EQ(state.comparedRuns.size(), 1u);
  EXPECT_EQ(state.comparedRuns[0].name, "Run 2");
  EXPECT_EQ(state.comparedRuns[0].snapshot->step, 9);
  frame.ask(request::Step{1});
  ASSERT_TRUE(reaches([this] { return step() == 6; }));
  frame.ask(request::RemoveRun{state.comparedRuns[0].snapshot->run});
  ui.frames(2);
  EXPECT_TRUE(state.comparedRuns.empty());
}

TEST_F(FrameRuns, ARunOfOtherDataIsHiddenAndBringsThemBack) {
  openSmallSprites();
  frame.ask(request::Step{2});
  ASSERT_TRUE(reaches([this] { return step() == 2; }));
  frame.ask(request::ForkRun{});
  ASSERT_TRUE(reaches([this] { return !state.comparedRuns.empty() && step() == 2; }));
  open("builtin:sprites?count=80&size=8");
  ASSERT_TRUE(reaches([this] {
    return state.dataset->info().count == 80 && isState(train::RunState::ready);
  }));
  EXPECT_FALSE(state.comparedRuns[0].visible);
  frame.ask(request::SwitchToRun{state.comparedRuns[0].snapshot->run});
  ASSERT_TRUE(reaches([this] { return step() == 2; }));
  EXPECT_EQ(state.dataset->info().count, 64);
  EXPECT_TRUE(state.comparedRuns.empty()) << "the untrained run had nothing to keep";
}

TEST_F(FrameRuns, TheTableHasTheRunsThatAreDrawn) {
  const test::TemporaryFolder folder;
  openSmallSprites();
  for (int run = 0; run < 3; ++run) {
    const auto before = step();
    frame.ask(request::Step{2});
    ASSERT_TRUE(reaches([&] { return step() == before + 2 && isState(train::RunState::paused); }));
    if (run == 2) break;
    frame.ask(request::ForkRun{});
    const auto serial = state.snapshot->run;
    ASSERT_TRUE(reaches([&] { return state.snapshot->run > serial; }));
  }
  state.comparedRuns[0].name = "beta 4, first";
  state.comparedRuns[1].visible = false;
  frame.ask(request::ExportHistory{folder / "runs.csv"});
  ASSERT_TRUE(reaches([&] { return state.status == "Saved " + (folder / "runs.csv").string(); }));
  std::map<std::string, int> trainingRows;
  std::istringstream lines(readText(folder / "runs.csv"));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line))
    if (line.find(",train,") != std::string::npos)
      ++trainingRows[line.substr(0, line.find(',', line.rfind('"') + 1))];
  EXPECT_EQ(trainingRows, (std::map<std::string, int>{{"Run 3", 6}, {"\"beta 4, first\"", 2}}));
}

TEST_F(FrameRuns, TheCommandLineThatRepeatsTheRunIsCopied) {
  state.draft.train.epochs = 0;
  openSmallSprites();
  model::setKey(state.draft, "latent", "3");
  frame.ask(request::Step{2});
  ASSERT_TRUE(reaches([this] { return step() == 2; }));
  frame.ask(request::CopyCommandLine{});
  ui.frames(2);
  const std::string copied = ImGui::GetClipboardText();
  EXPECT_TRUE(copied.starts_with("latlas train 'builtin:sprites?")) << copied;
  EXPECT_NE(copied.find("--latent 3"), std::string::npos) << copied;
  EXPECT_EQ(copied.find("--epochs 0"), std::string::npos) << copied;
  EXPECT_EQ(state.status, "Copied: " + copied);
}

TEST_F(FrameRuns, SaysWhyARunFinished) {
  state.draft.train.epochs = 1;
  openSmallSprites();
  frame.ask(request::StartTraining{});
  ASSERT_TRUE(reaches([this] { return isState(train::RunState::finished); }));
  EXPECT_EQ(state.status, "Finished: " + state.snapshot->stopReason);
  EXPECT_NE(state.status.find("epoch"), std::string::npos) << state.status;
}

}  // namespace
}  // namespace latlas::app
