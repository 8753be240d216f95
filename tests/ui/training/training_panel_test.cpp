#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "app/training/training_panels.h"
#include "app/training/training_requests.h"
#include "core/model/objectives.h"
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
    return [this] { drawTrainingPanel(state, {300, 500}, requests, ofOtherWings_); };
  }

 private:
  std::vector<SettingsFold> ofOtherWings_{{"Training/Runs", "", "", [] {}}};
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
  state.preferences.openFolds = {"Training/Pace & stop"};
  beginRun(RunState::paused);
  UiHarness ui(panel());
  ui.click("Training/Step");
  ui.click("Training/Steps");
  ui.click("Training/Epoch");
  ui.click("Training/Reset");
  const auto steps = asked<request::Step>();
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[0].steps, 1);
  EXPECT_EQ(steps[1].steps, 100);
  EXPECT_EQ(asked<request::FinishEpoch>().size(), 1u);
  EXPECT_EQ(asked<request::ResetTraining>().size(), 1u);
}

TEST_F(TrainingPanel, StepsAreAsManyAndAsSlowAsItsFoldSays) {
  beginRun(RunState::paused);
  UiHarness ui(panel());
  EXPECT_FALSE(ui.exists("Training/steps at once"));
  ui.click("Training/Pace & stop");
  ui.enter("Training/steps at once", "7");
  ui.enter("Training/slow motion", "0.25");
  EXPECT_TRUE(requests.empty());
  ui.click("Training/Steps");
  EXPECT_EQ(asked<request::Step>().at(0).steps, 7);
  ui.click("Training/Slow motion");
  ASSERT_EQ(asked<request::SetPace>().size(), 1u);
  EXPECT_DOUBLE_EQ(asked<request::SetPace>()[0].secondsPerStep, 0.25);
  state.isSlowMotion = true;
  ui.enter("Training/slow motion", "2");
  EXPECT_DOUBLE_EQ(asked<request::SetPace>().at(1).secondsPerStep, 2.0);
  ui.click("Training/Slow motion");
  EXPECT_DOUBLE_EQ(asked<request::SetPace>().at(2).secondsPerStep, 0.0);
}

TEST_F(TrainingPanel, FoldsAreClosedAtFirstAndRemembered) {
  openData();
  UiHarness ui(panel());
  for (const char* fold : {"Training/Objective", "Training/Schedules", "Training/Optimizer",
                           "Training/Corruption", "Training/Pace & stop", "Training/Runs"})
    EXPECT_EQ(ui.value(fold), "folded") << fold;
  ui.click("Training/Schedules");
  EXPECT_TRUE(ui.exists("Training/rate schedule"));
  EXPECT_TRUE(state.preferences.openFolds.contains("Training/Schedules"));
  ui.click("Training/Schedules");
  EXPECT_FALSE(ui.exists("Training/rate schedule"));
  EXPECT_TRUE(state.preferences.openFolds.empty());
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
  const auto keys = asked<request::SetKey>();
  ASSERT_EQ(keys.size(), 1u);
  EXPECT_EQ(keys[0].key, "lr");
  EXPECT_EQ(keys[0].value, "0.02");
  EXPECT_DOUBLE_EQ(state.draft.train.learningRate, 0.02);
}

TEST_F(TrainingPanel, SendsBetaToTheRunButOnlyDraftsItBeforeOne) {
  openData();
  UiHarness ui(panel());
  ui.enter("Training/beta", "4");
  EXPECT_DOUBLE_EQ(state.draft.loss.beta, 4.0);
  EXPECT_TRUE(requests.empty());

  beginRun(RunState::paused);
  ui.frames(2);
  ui.enter("Training/beta", "0.5");
  ASSERT_EQ(asked<request::SetKey>().size(), 1u);
  EXPECT_EQ(asked<request::SetKey>()[0].key, "beta");
  EXPECT_EQ(asked<request::SetKey>()[0].value, "0.5");
}

TEST_F(TrainingPanel, EveryLiveKnobReachesARunThatGoesOn) {
  state.preferences.openFolds = {"Training/Objective", "Training/Schedules", "Training/Optimizer",
                                 "Training/Corruption", "Training/Pace & stop"};
  beginRun(RunState::running);
  UiHarness ui([this] { drawTrainingPanel(state, {300, 780}, requests); });
  const std::vector<std::pair<std::string, std::string>> typed{
      {"epochs", "3"},   {"free bits", "0.5"}, {"rate warm-up", "2"}, {"batch", "64"},
      {"clip", "5"},     {"noise", "0.1"},     {"masking", "0.25"},   {"missing", "0.125"},
      {"patience", "4"}, {"stop after", "60"}};
  for (const auto& [title, value] : typed) {
    requests.clear();
    ui.enter("Training/" + title, value);
    ASSERT_EQ(asked<request::SetKey>().size(), 1u) << title;
    EXPECT_EQ(asked<request::SetKey>()[0].value, value) << title;
  }
  requests.clear();
  ui.click("Training/KL schedule");
  ui.click("Training/KL schedule/cyclical");
  EXPECT_EQ(asked<request::SetKey>().at(0).value, "cyclical");
  ui.frames(2);
  ui.enter("Training/KL epochs", "4");
  EXPECT_EQ(asked<request::SetKey>().at(1).key, "kl_epochs");
  EXPECT_FALSE(ui.isEnabled("Training/optimizer"));
}

TEST_F(TrainingPanel, WhatARunCannotHaveIsNotSentAndSaidInPlace) {
  state.preferences.openFolds = {"Training/Schedules", "Training/Pace & stop"};
  state.draft.train.epochs = 0;
  beginRun(RunState::running);
  UiHarness ui(panel());
  ui.click("Training/rate schedule");
  ui.click("Training/rate schedule/cosine");
  EXPECT_TRUE(requests.empty());
  EXPECT_EQ(state.draft.train.rateSchedule, model::RateSchedule::constant);
  ui.frames(2);
  EXPECT_NE(ui.value("Training/rate schedule error").find("Kept constant"), std::string::npos);
  ui.enter("Training/epochs", "-1");
  EXPECT_NE(ui.value("Training/epochs error").find("at least 0"), std::string::npos);
  ui.enter("Training/epochs", "5");
  EXPECT_FALSE(ui.exists("Training/epochs error"));
  ui.click("Training/rate schedule");
  ui.click("Training/rate schedule/cosine");
  EXPECT_EQ(asked<request::SetKey>().back().value, "cosine");
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Training/rate schedule error"));
}

TEST_F(TrainingPanel, TheObjectivesOwnWeightStandsBelowTheLearningRate) {
  openData();
  const std::vector<std::pair<model::Objective, std::string>> weights{
      {model::Objective::vae, "beta"},        {model::Objective::betaVae, "beta"},
      {model::Objective::betaTcVae, "beta"},  {model::Objective::dipVae, "beta"},
      {model::Objective::factorVae, "gamma"}, {model::Objective::infoVae, "lambda"},
      {model::Objective::iwae, "samples"}};
  for (const auto& [objective, weight] : weights) {
    model::selectObjective(state.draft, objective);
    UiHarness ui(panel());
    for (const char* known : {"beta", "gamma", "lambda", "samples"})
      EXPECT_EQ(ui.exists(std::string("Training/") + known), known == weight)
          << model::infoOf(objective).title << " " << known;
  }
  model::selectObjective(state.draft, model::Objective::betaVae);
  state.draft.loss.capacity = 25.0;
  UiHarness led(panel());
  EXPECT_TRUE(led.exists("Training/gamma"));
  EXPECT_FALSE(led.exists("Training/beta"));
}

TEST_F(TrainingPanel, AnAutoencoderHasNoBeta) {
  beginRun(RunState::ready);
  model::selectObjective(state.draft, model::Objective::ae);
  UiHarness ui(panel());
  EXPECT_FALSE(ui.exists("Training/beta"));
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

TEST_F(TrainingPanel, ShowsWhatASchedulesKnobsAreNow) {
  beginRun(RunState::running);
  publish([](train::Snapshot& snapshot) {
    snapshot.history.train = series::Series({"loss", "gradient_norm"});
    snapshot.history.train.append({1, 0.1, 0.1}, std::array{120.0f, 3.5f});
    snapshot.learningRate = 0.0005;
    snapshot.klScale = 0.25;
    snapshot.best = train::Best{40, 1.5, 98.25};
  });
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Training/gradient"), "3.5");
  EXPECT_EQ(ui.value("Training/best"), "98.25");
  EXPECT_FALSE(ui.exists("Training/rate now")) << "a constant rate stands in its field";
  EXPECT_FALSE(ui.exists("Training/KL weight"));
  publish([](train::Snapshot& snapshot) {
    snapshot.config.train.rateSchedule = model::RateSchedule::step;
    snapshot.config.loss.klSchedule = model::KlSchedule::linear;
  });
  ui.frames(2);
  EXPECT_EQ(ui.value("Training/rate now"), "0.0005");
  EXPECT_EQ(ui.value("Training/KL weight"), "0.25");
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
