#include "core/train/trainer.h"

#include "tests/core/train/trainer_fixture.h"

namespace latlas::train {
namespace {

TEST_F(TrainerTest, NothingToDoBeforeALoad) {
  EXPECT_FALSE(trainer().turn());
  startAndRun(1);
  set("lr", "1");
  steps(3);
  EXPECT_EQ(trainer().snapshots().read(), nullptr);
}

TEST_F(TrainerTest, LoadIsReadyAndPublishesUntrainedWeights) {
  config.model.hidden = {5};
  load();
  EXPECT_EQ(snapshot().state, RunState::ready);
  EXPECT_EQ(snapshot().trainCount, 900);
  EXPECT_EQ(snapshot().heldOutCount, 100);
  EXPECT_EQ(snapshot().stepsPerEpoch, 8);
  // 16-5-2 and 2-5-16, with mu and logvar.
  EXPECT_EQ(snapshot().parameterCount, 16 * 5 + 5 + 2 * (5 * 2 + 2) + 2 * 5 + 5 + 5 * 16 + 16);
  EXPECT_EQ(snapshot().placement, "1 thread, nothing to measure");
  EXPECT_EQ(snapshot().stopReason, "");
  EXPECT_EQ(trainer().weights().read()->step, 0);
  EXPECT_GT(wakes, 0);
  EXPECT_FALSE(trainer().turn());
}

TEST_F(TrainerTest, TheModelIsAskedForWithOptimizerAndBatch) {
  options.log = std::make_shared<test::FakeModelLog>();
  config.train.optimizer = model::Optimizer::sgd;
  config.train.batch = 50;
  config.train.threads = 3;
  load();
  ASSERT_EQ(options.log->requests.size(), 1u);
  const model::LearnerRequest& request = options.log->requests[0];
  EXPECT_EQ(request.optimizer, model::Optimizer::sgd);
  EXPECT_EQ(request.batch, 50);
  EXPECT_EQ(request.threads, 3);
  EXPECT_EQ(request.purpose, model::Purpose::training);
}

TEST_F(TrainerTest, TrainsPausesAndGoesOn) {
  load();
  startAndRun(5);
  pause();
  EXPECT_EQ(snapshot().state, RunState::paused);
  EXPECT_EQ(snapshot().step, 5);
  EXPECT_EQ(trainer().weights().read()->step, 5);
  EXPECT_FALSE(trainer().turn());
  startAndRun(3);
  pause();
  EXPECT_EQ(snapshot().step, 8);
  EXPECT_EQ(snapshot().epoch, 1.0);
  ASSERT_EQ(snapshot().history.train.size(), 8u);
  EXPECT_LT(trained("reconstruction", 7), trained("reconstruction", 0));
  EXPECT_GT(snapshot().seconds, 0.0);
}

TEST_F(TrainerTest, OneStepIsOneStepAndThreeAreThree) {
  load();
  for (std::int64_t expected = 1; expected <= 3; ++expected) {
    steps(1);
    EXPECT_EQ(snapshot().step, expected);
    EXPECT_EQ(snapshot().state, RunState::paused);
  }
  steps(3);
  EXPECT_EQ(snapshot().step, 6);
  EXPECT_EQ(snapshot().state, RunState::paused);
  steps(0);
  EXPECT_EQ(snapshot().step, 6);
}

TEST_F(TrainerTest, AnEpochGoesToTheEndOfTheOneAtHand) {
  load();
  steps(3);
  trainer().send(command::Epoch{});
  finishTurns();
  EXPECT_EQ(snapshot().step, 8);
  EXPECT_EQ(snapshot().state, RunState::paused);
  trainer().send(command::Epoch{});
  finishTurns();
  EXPECT_EQ(snapshot().step, 16);
  EXPECT_EQ(snapshot().epoch, 2.0);
}

TEST_F(TrainerTest, StopsAtItsEpochsAndGoesOnForAsManyAgain) {
  config.train.epochs = 2;
  load();
  start();
  finishTurns();
  EXPECT_EQ(snapshot().state, RunState::finished);
  EXPECT_EQ(snapshot().stopReason, "reached 2 epochs");
  EXPECT_EQ(snapshot().step, 16);
  start();
  trainer().turn();
  EXPECT_EQ(snapshot().stopReason, "");
  finishTurns();
  EXPECT_EQ(snapshot().step, 32);
  EXPECT_EQ(snapshot().stopReason, "reached 4 epochs");
}

TEST_F(TrainerTest, ARunFarBeyondItsEpochsGoesOnForAsManyAgain) {
  config.train.epochs = 3;
  load();
  Checkpoint far = *checkpoint();
  far.step = 8 * 10;
  far.position = Position{10, 0};
  load(std::make_shared<const Checkpoint>(far));
  start();
  finishTurns();
  EXPECT_EQ(snapshot().step, 8 * 13);
}

TEST_F(TrainerTest, NothingHeldOutHasNoHeldOutLoss) {
  dataset = test::fakeDataset(1);
  load();
  steps(3);
  EXPECT_EQ(trainer().evaluateHeldOut(), std::nullopt);
  EXPECT_TRUE(snapshot().history.heldOut.empty());
  EXPECT_EQ(snapshot().history.dimensions.size(), 3u) << "the KL of training has its rows";
}

TEST_F(TrainerTest, HeldOutCurveGrowsWithTheTrainingCurve) {
  load();
  steps(80);
  ASSERT_EQ(snapshot().history.heldOut.size(), 10u);  // an epoch has 8 steps
  const float last = series::newest(snapshot().history.heldOut, "loss").value();
  EXPECT_LT(last, snapshot().history.heldOut.value(0, 0));
  const model::Losses all = trainer().evaluateHeldOut().value();
  EXPECT_EQ(static_cast<float>(all.loss), last);
}

TEST_F(TrainerTest, SmallBatchesAreNotEvaluatedMoreOftenForTheirNumber) {
  dataset = test::fakeDataset(60'000);
  config.train.batch = 16;
  load();
  steps(1600);
  ASSERT_EQ(snapshot().history.heldOut.size(), 2u);
  EXPECT_EQ(snapshot().history.heldOut.step(0), 800);
}

TEST_F(TrainerTest, ColumnsAreThoseOfTheObjective) {
  selectObjective(config, model::Objective::betaTcVae);
  load();
  steps(8);
  const History history = snapshot().history;
  const std::vector<std::string> losses{
      "loss", "reconstruction", "kl", "mutual_information", "total_correlation", "dimension_kl"};
  std::vector<std::string> train = losses, heldOut = losses;
  train.insert(train.end(), {"gradient_norm", "lr", "images_per_second"});
  heldOut.insert(heldOut.end(), {"kl_0", "kl_1"});
  EXPECT_EQ(history.train.columns(), train);
  EXPECT_EQ(history.heldOut.columns(), heldOut);
  EXPECT_EQ(history.dimensions.columns(), (std::vector<std::string>{"kl_0", "kl_1"}));
  EXPECT_FLOAT_EQ(trained("total_correlation", 3), 2.0f * trained("kl", 3));
  const auto heldOutValue = [&](const char* name) {
    return *series::newest(history.heldOut, name);
  };
  EXPECT_FLOAT_EQ(heldOutValue("kl_0") + heldOutValue("kl_1"), heldOutValue("kl"));
}

TEST_F(TrainerTest, APlainAutoencoderHasNoDimensionsAndNoNoise) {
  config.model.objective = model::Objective::ae;
  options.log = std::make_shared<test::FakeModelLog>();
  load();
  steps(8);
  EXPECT_EQ(snapshot().history.heldOut.columns().size(), 3u);
  EXPECT_TRUE(snapshot().history.dimensions.empty());
  EXPECT_TRUE(options.log->steps[0].noise.empty());
  EXPECT_TRUE(options.log->evaluations[0].noise.empty());
}

TEST_F(TrainerTest, DimensionsAreMeansOverTheStepsSinceTheLastEvaluation) {
  load();
  steps(16);
  const series::Series dimensions = snapshot().history.dimensions;
  ASSERT_EQ(dimensions.size(), 2u);
  EXPECT_EQ(dimensions.step(1), 16);
  for (const std::size_t row : {0u, 1u}) {
    double sum = 0.0;
    for (std::size_t step = 0; step < 8; ++step) sum += trained("kl", row * 8 + step);
    EXPECT_NEAR(dimensions.value(0, row) + dimensions.value(1, row), sum / 8.0, 1e-5);
  }
}

TEST_F(TrainerTest, APauseDoesNotWaitForAnEvaluation) {
  dataset = test::fakeDataset(10'000);
  config.train.batch = 900;
  load();
  startAndRun(10);  // an epoch, at whose end 1,000 images are evaluated
  pause();
  EXPECT_EQ(snapshot().state, RunState::paused);
  EXPECT_TRUE(snapshot().history.heldOut.empty());
  finishTurns();
  EXPECT_EQ(snapshot().history.heldOut.size(), 1u) << "it goes on behind the pause";
  EXPECT_EQ(snapshot().step, 10);
}

TEST_F(TrainerTest, ACommandThatFailsIsAFailureOfTheRunAndNotTheEnd) {
  options.refusals = std::make_shared<int>(0);
  load();
  startAndRun(3);
  *options.refusals = 2;  // also that of the weights that a failure publishes
  pause();
  EXPECT_EQ(snapshot().state, RunState::failed);
  EXPECT_EQ(snapshot().failure->task, "pause training");
  EXPECT_EQ(snapshot().failure->message, "no memory for the weights");
  EXPECT_EQ(snapshot().step, 3);
  EXPECT_EQ(trainer().weights().read()->step, 0) << "those from before stay";
  EXPECT_FALSE(trainer().turn());
  startAndRun(2);
  pause();
  EXPECT_EQ(snapshot().state, RunState::paused) << "it goes on once it can";
  EXPECT_EQ(snapshot().step, 5);
  EXPECT_FALSE(snapshot().failure);
}

TEST_F(TrainerTest, CommandsBehindOneThatFailsAreApplied) {
  options.refusals = std::make_shared<int>(0);
  load();
  steps(2);
  const auto failures = snapshot().failureSerial;
  *options.refusals = 2;
  trainer().send(command::TakeCheckpoint{});
  trainer().send(command::Load{2, dataset, config, nullptr});
  trainer().send(command::Step{1});
  finishTurns();
  EXPECT_EQ(trainer().checkpoints().read(), nullptr);
  EXPECT_EQ(snapshot().run, 2u);
  EXPECT_EQ(snapshot().step, 1);
  EXPECT_EQ(snapshot().state, RunState::paused);
  EXPECT_EQ(snapshot().failureSerial, failures + 1);
}

TEST_F(TrainerTest, ACheckpointThatCannotBeTakenIsNamed) {
  options.refusals = std::make_shared<int>(0);
  load();
  *options.refusals = 1;
  EXPECT_EQ(checkpoint(), nullptr);
  EXPECT_EQ(snapshot().failure->task, command::kTakeCheckpointTask);
  EXPECT_NE(checkpoint(), nullptr);
}

TEST_F(TrainerTest, AModelThatCannotBeBuiltIsAFailureAndNotTheEnd) {
  config.train.batch = 0;
  load();
  EXPECT_EQ(snapshot().state, RunState::failed);
  EXPECT_EQ(snapshot().failure->task, "build the model");
  const auto first = snapshot().failureSerial;
  load();
  EXPECT_EQ(snapshot().failureSerial, first + 1) << "each failure is counted";
  startAndRun(1);
  steps(1);
  set("lr", "1");
  config.train.batch = 10;
  load();
  EXPECT_EQ(snapshot().state, RunState::ready);
}

}  // namespace
}  // namespace latlas::train
