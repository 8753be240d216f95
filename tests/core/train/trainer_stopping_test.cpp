// How a run comes to its end: by its goals, by early stopping, by what is not finite.
#include <cmath>

#include "core/base/error.h"
#include "core/train/not_finite.h"
#include "core/train/stopping.h"
#include "tests/core/train/trainer_fixture.h"
#include "tests/support/made_dataset.h"

namespace latlas::train {
namespace {

using Stopping = TrainerTest;

TEST_F(Stopping, ByTheClockAndForAsLongAgain) {
  config.train.stopAfter = 0.02;
  load();
  start();
  finishTurns();
  EXPECT_EQ(snapshot().state, RunState::finished);
  EXPECT_EQ(snapshot().stopReason, "0.02 s are over");
  const std::int64_t first = snapshot().step;
  EXPECT_NEAR(snapshot().seconds, 0.02, 2e-3);
  start();
  finishTurns();
  EXPECT_NEAR(snapshot().seconds, 0.04, 4e-3);
  EXPECT_GT(snapshot().step, first);
}

// The fake's own held-out loss falls; these offsets draw the curve.
TEST_F(Stopping, WithoutABetterHeldOutLossTheBestWeightsAreKept) {
  options.evaluationOffsets = {500.0, 400.0, 100.0, 200.0, 200.0, 200.0, 300.0};
  config.train.patience = 2.0;
  config.train.epochs = 20;
  load();
  steps(8 * 3);
  const model::Tensors best = checkpoint()->weights;
  ASSERT_TRUE(snapshot().best);
  EXPECT_EQ(snapshot().best->step, 24);
  EXPECT_EQ(snapshot().best->epoch, 3.0);
  start();
  finishTurns();
  EXPECT_EQ(snapshot().state, RunState::finished);
  EXPECT_EQ(snapshot().step, 8 * 5);
  const float loss = snapshot().history.heldOut.value(0, 2);
  EXPECT_EQ(static_cast<float>(snapshot().best->heldOutLoss), loss);
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", snapshot().best->heldOutLoss);
  EXPECT_EQ(snapshot().stopReason,
            std::string("no better held-out loss for 2 epochs; best was ") + text + " at step 24");
  const auto end = checkpoint();
  ASSERT_TRUE(end->best);
  EXPECT_EQ(end->best->tensors, best);
  EXPECT_EQ(end->best->at, *snapshot().best);
  EXPECT_NE(end->weights, best) << "the run itself is where it is";
  start();
  finishTurns();
  EXPECT_EQ(snapshot().step, 8 * 7) << "patience begins anew";
}

TEST_F(Stopping, WithoutPatienceNothingIsKept) {
  load();
  steps(24);
  EXPECT_FALSE(snapshot().best);
  EXPECT_EQ(checkpoint()->best, nullptr);
}

TEST_F(Stopping, PatienceWaitsForTheObjectivesFullForm) {
  options.evaluationOffsets = {0.0, 1.0, 2.0, 3.0, 500.0, 499.0, 600.0};
  config.train.patience = 1.0;
  config.train.epochs = 30;
  config.loss.klSchedule = model::KlSchedule::linear;
  config.loss.klEpochs = 5.0;
  load();
  start();
  finishTurns();
  ASSERT_TRUE(snapshot().best);
  EXPECT_EQ(snapshot().best->step, 8 * 6) << "lower values of the warm-up do not compare";
  EXPECT_EQ(snapshot().step, 8 * 7);
}

TEST_F(Stopping, AnotherObjectiveForgetsTheBest) {
  config.train.patience = 3.0;
  load();
  steps(8);
  ASSERT_TRUE(snapshot().best);
  set("lr", "0.01");
  EXPECT_TRUE(snapshot().best);
  set("beta", "3");
  EXPECT_FALSE(snapshot().best);
}

TEST_F(Stopping, PausedOrNotItStopsAtTheSameEvaluation) {
  options.evaluationOffsets = {0.0, 100.0};
  config.train.patience = 1.0;
  load();
  steps(16);
  EXPECT_EQ(snapshot().state, RunState::finished);
  EXPECT_FALSE(snapshot().stopReason.empty());
}

TEST(Goals, SayWhatWasReached) {
  model::TrainConfig train;
  train.epochs = 1;
  train.stopAfter = 60.0;
  const Goals goals = Goals::ahead(train, 0, 0.0);
  EXPECT_EQ(goals.reason(0, 59.0), "");
  EXPECT_EQ(goals.reason(1, 59.0), "reached 1 epoch");
  EXPECT_EQ(goals.reason(0, 60.1), "60 s are over");
  EXPECT_EQ(patienceReason(3.0, {4220, 7.0, 98.21}),
            "no better held-out loss for 3 epochs; best was 98.21 at step 4,220");
  EXPECT_EQ(patienceReason(1.0, {1234567, 7.0, 0.5}),
            "no better held-out loss for 1 epoch; best was 0.5 at step 1,234,567");
}

TEST_F(Stopping, WhatIsNotFiniteStopsAndGoodWeightsComeBack) {
  options.nonFiniteAtStep = 6;
  load();
  steps(4);
  const auto early = checkpoint();
  now += 10.0;  // another copy is due
  steps(1);
  startAndRun(10);
  EXPECT_EQ(snapshot().state, RunState::failed);
  ASSERT_TRUE(snapshot().failure);
  const std::string message = snapshot().failure->message;
  EXPECT_EQ(message.find("At step 6 the KL term is not finite. The weights of step 4 were "
                         "restored. Lower lr (0.001), set clip"),
            0u)
      << message;
  EXPECT_EQ(trainer().weights().read()->tensors, early->weights);
  EXPECT_EQ(checkpoint()->optimizer, early->optimizer);
  EXPECT_EQ(snapshot().step, 6) << "the step counts";
  ASSERT_EQ(snapshot().history.train.size(), 6u);
  EXPECT_TRUE(std::isnan(trained("kl", 5)));
  EXPECT_FALSE(series::isMissing(trained("kl", 5)));
  EXPECT_TRUE(std::isfinite(trained("reconstruction", 5)));

  set("lr", "0.0001");
  steps(3);
  EXPECT_EQ(snapshot().state, RunState::paused) << "and it goes on";
  EXPECT_EQ(snapshot().step, 9);
  EXPECT_TRUE(std::isfinite(trained("loss", 8)));
}

TEST_F(Stopping, ACopyIsMadeOnceInSomeSeconds) {
  options.nonFiniteAtStep = 40;
  load();
  start();
  finishTurns();
  EXPECT_NE(snapshot().failure->message.find("weights of step 0 were restored"), std::string::npos);
}

TEST_F(Stopping, AFirstStepThatFailsLeavesTheWeights) {
  options.nonFiniteAtStep = 1;
  load();
  const auto before = checkpoint();
  steps(1);
  EXPECT_NE(snapshot().failure->message.find("left as they were"), std::string::npos);
  EXPECT_EQ(checkpoint()->weights, before->weights);
}

TEST_F(Stopping, DataThatCannotBeReadStopItUntilTheyCan) {
  auto broken = std::make_shared<bool>(false);
  test::Made made;
  made.info = dataset->info();
  made.value = [broken](std::int64_t row, std::int64_t) {
    if (*broken) throw Error("/data/digits: expected more bytes, found none");
    return static_cast<float>(row) / 1000.0f;
  };
  dataset = std::make_shared<const test::MadeDataset>(std::move(made));
  load();
  steps(3);
  *broken = true;
  steps(3);
  EXPECT_EQ(snapshot().state, RunState::failed);
  EXPECT_EQ(snapshot().failure->message, "/data/digits: expected more bytes, found none");
  EXPECT_EQ(snapshot().step, 3) << "no step was made";
  *broken = false;
  steps(3);
  EXPECT_EQ(snapshot().state, RunState::paused);
  EXPECT_EQ(snapshot().step, 6);
}

TEST(NotFinite, TheAdviceIsForTheCause) {
  model::Config config;
  const auto message = [&config](const char* what) { return notFiniteMessage(config, what, 7, 3); };
  EXPECT_EQ(message("the gradient of decoder.2.weight"),
            "At step 7 the gradient of decoder.2.weight is not finite. The weights of step 3 were "
            "restored. Set clip, such as 10, or lower lr (0.001), then start again or reset.");
  config.train.clip = 5.0;
  EXPECT_NE(message("the gradient of mu.weight").find("Lower clip (5)"), std::string::npos);
  EXPECT_NE(message("the KL term").find("kl_schedule linear"), std::string::npos);
  config.model.likelihood = model::Likelihood::gaussian;
  EXPECT_NE(message("the reconstruction term").find("Raise sigma (0.1)"), std::string::npos);
  config.model.learnSigma = true;
  EXPECT_NE(message("the gradient of log_sigma").find("learn_sigma off"), std::string::npos);
  selectObjective(config, model::Objective::factorVae);
  EXPECT_NE(message("the term discriminator").find("Lower gamma (35)"), std::string::npos);
  selectObjective(config, model::Objective::betaTcVae);
  EXPECT_NE(message("the term total_correlation").find("Lower beta (6)"), std::string::npos);
  EXPECT_NE(notFiniteMessage(config, "the KL term", 1, std::nullopt).find("left as they were"),
            std::string::npos);
}

}  // namespace
}  // namespace latlas::train
