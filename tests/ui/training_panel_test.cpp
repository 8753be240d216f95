#include <gtest/gtest.h>

#include <algorithm>

#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;
using train::RunState;

class TrainingPanel : public testing::Test, protected PanelFixture {
 protected:
  auto panel() {
    return [this] { drawTrainingPanel(state, {300, 500}, requests); };
  }
};

TEST_F(TrainingPanel, HasNothingToStartWithoutData) {
  UiHarness ui(panel());
  EXPECT_FALSE(ui.isEnabled("Training/Start"));
  EXPECT_FALSE(ui.isEnabled("Training/Step"));
  EXPECT_FALSE(ui.isEnabled("Training/Reset"));
  ui.click("Training/Start");
  EXPECT_TRUE(requests.empty());
}

TEST_F(TrainingPanel, StartsWhenReadyAndPausesWhenRunning) {
  beginRun(RunState::ready);
  UiHarness ui(panel());
  ui.click("Training/Start");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(asked<request::StartTraining>().size(), 1u);

  publish([](train::Snapshot& snapshot) { snapshot.state = RunState::running; });
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Training/Start"));
  EXPECT_FALSE(ui.isEnabled("Training/Step"));
  ui.click("Training/Pause");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(asked<request::PauseTraining>().size(), 1u);
}

TEST_F(TrainingPanel, StepsAndResets) {
  beginRun(RunState::paused);
  UiHarness ui(panel());
  ui.click("Training/Step");
  ui.click("Training/Reset");
  EXPECT_EQ(asked<request::StepOnce>().size(), 1u);
  EXPECT_EQ(asked<request::ResetTraining>().size(), 1u);
}

TEST_F(TrainingPanel, SendsAChangedLearningRateOnceAndOnlyWhenCommitted) {
  beginRun(RunState::running);
  UiHarness ui(panel());
  ui.click("Training/learning rate");
  ui.key("A", true);
  ui.type("0.02");
  EXPECT_TRUE(requests.empty());
  ui.key("Enter");
  ui.frames(5);
  const auto rates = asked<request::SetLearningRate>();
  ASSERT_EQ(rates.size(), 1u);
  EXPECT_DOUBLE_EQ(rates[0].value, 0.02);
  EXPECT_DOUBLE_EQ(state.draft.train.learningRate, 0.02);
}

TEST_F(TrainingPanel, SendsBetaToTheRunButOnlyDraftsItBeforeOne) {
  openData();
  UiHarness ui(panel());
  ui.enter("Training/beta", "4");
  EXPECT_DOUBLE_EQ(state.draft.train.beta, 4.0);
  EXPECT_TRUE(requests.empty());

  beginRun(RunState::paused);
  ui.frames(2);
  ui.enter("Training/beta", "0.5");
  ASSERT_EQ(asked<request::SetBeta>().size(), 1u);
  EXPECT_DOUBLE_EQ(asked<request::SetBeta>()[0].value, 0.5);
}

TEST_F(TrainingPanel, FixesWhatARunDependsOnOnceItBegan) {
  beginRun(RunState::ready);
  UiHarness ui(panel());
  ui.enter("Training/batch", "64");
  ui.enter("Training/epochs", "0");
  ui.enter("Training/seed", "7");
  ui.enter("Training/held out", "0.25");
  EXPECT_EQ(state.draft.train.batch, 64);
  EXPECT_EQ(state.draft.train.epochs, 0);
  EXPECT_EQ(state.draft.train.seed, 7u);
  EXPECT_DOUBLE_EQ(state.draft.train.heldOut, 0.25);

  publish([](train::Snapshot& snapshot) { snapshot.state = RunState::running; });
  ui.frames(2);
  for (const char* label : {"Training/batch", "Training/epochs", "Training/seed",
                            "Training/held out"})
    EXPECT_FALSE(ui.isEnabled(label)) << label;
  EXPECT_TRUE(ui.isEnabled("Training/learning rate"));
  EXPECT_TRUE(ui.isEnabled("Training/beta"));
}

TEST_F(TrainingPanel, AnAutoencoderHasNoBeta) {
  beginRun(RunState::ready);
  state.draft.model.objective = model::Objective::ae;
  UiHarness ui(panel());
  EXPECT_FALSE(ui.isEnabled("Training/beta"));
}

TEST_F(TrainingPanel, ShowsHowFarTheRunIs) {
  beginRun(RunState::running);
  publish([](train::Snapshot& snapshot) {
    snapshot.step = 12400;
    snapshot.epoch = 10.699;
    snapshot.seconds = 125.2;
    snapshot.imagesPerSecond = 14230;
  });
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Training/step"), "12,400");
  EXPECT_EQ(ui.value("Training/epoch"), "10.69");
  EXPECT_EQ(ui.value("Training/time"), "2 m 05 s");
  EXPECT_EQ(ui.value("Training/speed"), "14.2k/s");
}

TEST_F(TrainingPanel, SaysWhyARunFailed) {
  beginRun(RunState::failed);
  publish([](train::Snapshot& snapshot) {
    snapshot.failure = Failure{"train", "The KL term is not finite at step 12"};
  });
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Training/Failure"), "The KL term is not finite at step 12");
}

}  // namespace
}  // namespace latlas
