#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include "tests/support/fake_model.h"

namespace latlas::train {
namespace {

// A trainer in lockstep on a clock that advances a millisecond a reading.
class TrainerTest : public testing::Test {
 protected:
  Trainer& trainer() {
    if (!trainer_)
      trainer_.emplace(TrainerSetup{test::fakeModelFactory(options), [this] { return now += 1e-3; },
                                    [this] { ++wakes; }});
    return *trainer_;
  }
  void load(std::shared_ptr<const Checkpoint> checkpoint = nullptr) {
    trainer().send(command::Load{1, dataset, config, std::move(checkpoint)});
    trainer().turn();
  }
  void startAndRun(int turns) {
    trainer().send(command::Start{});
    for (int i = 0; i < turns; ++i) trainer().turn();
  }
  void pause() {
    trainer().send(command::Pause{});
    trainer().turn();
  }
  Snapshot snapshot() { return *trainer().snapshots().read(); }
  Checkpoint checkpoint() {
    trainer().send(command::TakeCheckpoint{});
    trainer().turn();
    return *trainer().checkpoints().read();
  }

  test::FakeModelOptions options;
  model::Config config;
  data::DatasetPtr dataset = test::fakeDataset(1000);
  double now = 0.0;
  int wakes = 0;

 private:
  std::optional<Trainer> trainer_;
};

TEST_F(TrainerTest, NothingToDoBeforeALoad) {
  EXPECT_FALSE(trainer().turn());
  startAndRun(1);
  EXPECT_EQ(trainer().snapshots().read(), nullptr);
}

TEST_F(TrainerTest, LoadIsReadyAndPublishesUntrainedWeights) {
  load();
  EXPECT_EQ(snapshot().state, RunState::ready);
  EXPECT_EQ(snapshot().trainCount, 900);
  EXPECT_EQ(snapshot().heldOutCount, 100);
  EXPECT_EQ(snapshot().stepsPerEpoch, 8);
  EXPECT_EQ(snapshot().parameterCount, 16);
  EXPECT_EQ(trainer().weights().read()->step, 0);
  EXPECT_GT(wakes, 0);
  EXPECT_FALSE(trainer().turn());
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
  const Series& losses = snapshot().history.train;
  ASSERT_EQ(losses.size(), 8u);
  const std::size_t column = losses.column("reconstruction").value();
  EXPECT_LT(losses.value(column, 7), losses.value(column, 0));
  EXPECT_GT(snapshot().seconds, 0.0);
}

TEST_F(TrainerTest, OneStepIsOneStep) {
  load();
  for (int expected = 1; expected <= 3; ++expected) {
    trainer().send(command::StepOnce{});
    while (trainer().turn()) {}
    EXPECT_EQ(snapshot().step, expected);
    EXPECT_EQ(snapshot().state, RunState::paused);
  }
}

TEST_F(TrainerTest, StopsAtItsEpochsAndGoesOnForAsManyAgain) {
  config.train.epochs = 2;
  load();
  trainer().send(command::Start{});
  while (trainer().turn()) {}
  EXPECT_EQ(snapshot().state, RunState::finished);
  EXPECT_EQ(snapshot().step, 16);
  trainer().send(command::Start{});
  while (trainer().turn()) {}
  EXPECT_EQ(snapshot().step, 32);
}

TEST_F(TrainerTest, ARunFarBeyondItsEpochsGoesOnForAsManyAgain) {
  config.train.epochs = 3;
  auto far = std::make_shared<Checkpoint>();
  load();
  *far = checkpoint();
  far->step = 8 * 10;
  load(far);
  trainer().send(command::Start{});
  while (trainer().turn()) {}
  EXPECT_EQ(snapshot().step, 8 * 13);
}

TEST_F(TrainerTest, NothingHeldOutHasNoHeldOutLoss) {
  dataset = test::fakeDataset(1);
  load();
  startAndRun(3);
  EXPECT_EQ(trainer().evaluateHeldOut(), std::nullopt);
  EXPECT_TRUE(trainer().snapshots().read()->history.heldOut.empty());
}

TEST_F(TrainerTest, EachFailureIsCounted) {
  config.train.batch = 0;
  load();
  const auto first = snapshot().failureSerial;
  load();
  EXPECT_EQ(snapshot().failureSerial, first + 1);
}

TEST_F(TrainerTest, HeldOutCurveGrowsWithTheTrainingCurve) {
  load();
  startAndRun(80);
  pause();
  ASSERT_EQ(snapshot().history.heldOut.size(), 10u);  // an epoch has 8 steps
  const float last = newest(snapshot().history.heldOut, "loss").value();
  EXPECT_LT(last, snapshot().history.heldOut.value(0, 0));
  const model::Losses all = trainer().evaluateHeldOut().value();
  EXPECT_EQ(static_cast<float>(all.loss), last);
}

TEST_F(TrainerTest, KnobsChangeWhileItRunsAndAreEvents) {
  load();
  trainer().send(command::SetBeta{2.0});  // before the first step: no event
  startAndRun(3);
  trainer().send(command::SetLearningRate{0.5});
  trainer().send(command::SetLearningRate{0.5});
  trainer().send(command::SetBeta{4.0});
  trainer().turn();
  pause();
  EXPECT_EQ(snapshot().config.train.learningRate, 0.5);
  EXPECT_EQ(snapshot().config.train.beta, 4.0);
  ASSERT_EQ(snapshot().events.size(), 2u);
  const double seconds = snapshot().events[0].seconds;
  EXPECT_NEAR(seconds, snapshot().history.train.seconds(2), 1e-6);
  EXPECT_EQ(snapshot().events[0], (Event{3, "lr", "0.001", "0.5", seconds}));
  EXPECT_EQ(snapshot().events[1], (Event{3, "beta", "2", "4", seconds}));
  const Series& points = snapshot().history.train;
  const auto at = [&points](const char* name, std::size_t row) {
    return points.value(points.column(name).value(), row);
  };
  EXPECT_FLOAT_EQ(at("loss", 0), at("reconstruction", 0) + 2.0f * at("kl", 0));
  EXPECT_FLOAT_EQ(at("loss", 3), at("reconstruction", 3) + 4.0f * at("kl", 3));
}

TEST_F(TrainerTest, ResumeEqualsAnUnbrokenRunBitForBit) {
  load();
  startAndRun(20);
  const Checkpoint unbroken = checkpoint();

  Trainer first({test::fakeModelFactory(), [this] { return now += 1e-3; }, {}});
  first.send(command::Load{1, dataset, config, nullptr});
  first.send(command::Start{});
  for (int i = 0; i < 11; ++i) first.turn();
  first.send(command::TakeCheckpoint{});
  first.send(command::Pause{});
  first.turn();
  const auto half = first.checkpoints().read();
  ASSERT_EQ(half->step, 11);

  Trainer second({test::fakeModelFactory(), [this] { return now += 1e-3; }, {}});
  second.send(command::Load{2, dataset, config, half});
  second.turn();
  EXPECT_EQ(second.snapshots().read()->state, RunState::paused);
  second.send(command::Start{});
  for (int i = 0; i < 9; ++i) second.turn();
  second.send(command::TakeCheckpoint{});
  second.turn();
  const auto resumed = second.checkpoints().read();
  ASSERT_EQ(resumed->step, unbroken.step);
  EXPECT_EQ(resumed->weights, unbroken.weights);
  EXPECT_EQ(resumed->optimizer, unbroken.optimizer);
}

TEST_F(TrainerTest, ANonFiniteLossStopsNamesTheTermAndKeepsGoodWeights) {
  options.nonFiniteAtStep = 6;
  load();
  startAndRun(4);
  pause();  // publishes the weights of step 4; the fifth step proves them
  const auto proven = trainer().weights().read();
  startAndRun(10);
  EXPECT_EQ(snapshot().state, RunState::failed);
  ASSERT_TRUE(snapshot().failure);
  EXPECT_NE(snapshot().failure->message.find("step 6"), std::string::npos);
  EXPECT_NE(snapshot().failure->message.find("KL term"), std::string::npos);
  EXPECT_NE(snapshot().failure->message.find("weights of step 4"), std::string::npos);
  EXPECT_EQ(trainer().weights().read()->tensors, proven->tensors);
  EXPECT_EQ(snapshot().step, 5);
}

TEST_F(TrainerTest, AModelThatCannotBeBuiltIsAFailureAndNotTheEnd) {
  config.train.batch = 0;
  load();
  EXPECT_EQ(snapshot().state, RunState::failed);
  EXPECT_EQ(snapshot().failure->task, "build the model");
  startAndRun(1);
  config.train.batch = 10;
  load();
  EXPECT_EQ(snapshot().state, RunState::ready);
}

}  // namespace
}  // namespace latlas::train
