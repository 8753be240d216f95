// What is changed while a run goes on.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <thread>

#include "core/base/worker_thread.h"
#include "tests/core/train/trainer_fixture.h"

namespace latlas::train {
namespace {

using LiveKeys = TrainerTest;

TEST_F(LiveKeys, ChangeFromTheNextBatchOnAndAreEvents) {
  load();
  set("beta", "2");  // before the first step: no event
  steps(3);
  set("lr", "0.5");
  set("lr", "0.5");
  set("beta", "4");
  steps(1);
  EXPECT_EQ(snapshot().config.train.learningRate, 0.5);
  EXPECT_EQ(snapshot().config.loss.beta, 4.0);
  ASSERT_EQ(snapshot().events.size(), 2u);
  const double seconds = snapshot().events[0].seconds;
  EXPECT_NEAR(seconds, snapshot().history.train.seconds(2), 1e-6);
  EXPECT_EQ(snapshot().events[0], (Event{3, "lr", "0.001", "0.5", seconds}));
  EXPECT_EQ(snapshot().events[1], (Event{3, "beta", "2", "4", seconds}));
  EXPECT_FLOAT_EQ(trained("loss", 0), trained("reconstruction", 0) + 2.0f * trained("kl", 0));
  EXPECT_FLOAT_EQ(trained("loss", 3), trained("reconstruction", 3) + 4.0f * trained("kl", 3));
  EXPECT_FLOAT_EQ(trained("lr", 2), 0.001f);
  EXPECT_FLOAT_EQ(trained("lr", 3), 0.5f);
}

TEST_F(LiveKeys, WhatNoBatchSawIsNoEvent) {
  load();
  steps(1);
  for (const char* rate : {"0.1", "0.2", "0.3"}) set("lr", rate);
  set("clip", "1");
  set("clip", "0");
  ASSERT_EQ(snapshot().events.size(), 1u);
  EXPECT_EQ(snapshot().events[0].from, "0.001");
  EXPECT_EQ(snapshot().events[0].to, "0.3");
}

TEST_F(LiveKeys, EachOfThemReachesTheModel) {
  options.log = std::make_shared<test::FakeModelLog>();
  config.model.likelihood = model::Likelihood::gaussian;
  load();
  const std::pair<const char*, const char*> changes[] = {
      {"sigma", "0.5"},   {"batch", "30"},      {"clip", "2"},         {"noise", "0.2"},
      {"momentum", "0"},  {"beta", "3"},        {"weight_decay", "1"}, {"kl_schedule", "linear"},
      {"missing", "0.5"}, {"free_bits", "0.25"}};
  steps(1);
  for (const auto& [key, value] : changes) set(key, value);
  steps(1);
  EXPECT_EQ(snapshot().events.size(), std::size(changes));
  EXPECT_FALSE(snapshot().failure);
  const test::FakeBatch& seen = options.log->steps.back();
  EXPECT_EQ(seen.options.loss.sigma, 0.5);
  EXPECT_EQ(seen.targets.size(), 30u * 16);
  EXPECT_EQ(seen.inputs.size(), 30u * 16);
  EXPECT_GT(std::ranges::count_if(seen.targets, [](float x) { return std::isnan(x); }), 100);
  EXPECT_EQ(seen.options.clip, 2.0);
  EXPECT_EQ(seen.options.momentum, 0.0);
  EXPECT_EQ(seen.options.weightDecay, 1.0);
  EXPECT_EQ(seen.options.loss.weights.beta, 3.0);
  EXPECT_EQ(seen.options.loss.weights.freeBits, 0.25);
  EXPECT_LT(seen.options.loss.klScale, 0.1);
}

TEST_F(LiveKeys, WhatCannotBeIsAFailureThatChangesNothing) {
  load();
  steps(2);
  const Snapshot before = snapshot();
  const auto expectRefused = [&](const char* key, const char* value, const char* part) {
    const std::uint64_t serial = snapshot().failureSerial;
    set(key, value);
    EXPECT_EQ(snapshot().failureSerial, serial + 1);
    ASSERT_TRUE(snapshot().failure);
    EXPECT_EQ(snapshot().failure->task, std::string("change ") + key);
    EXPECT_NE(snapshot().failure->message.find(part), std::string::npos)
        << snapshot().failure->message;
    EXPECT_EQ(snapshot().config, before.config);
    EXPECT_EQ(snapshot().state, before.state);
    EXPECT_TRUE(snapshot().events.empty());
  };
  expectRefused("lr", "-1", "\"lr\"");
  expectRefused("lr", "fast", "\"lr\"");
  expectRefused("latent", "3", "'latent'");
  expectRefused("betta", "3", "\"beta\"");
  config.train.epochs = 0;
  set("epochs", "0");
  const Snapshot open = snapshot();
  set("lr_schedule", "cosine");
  EXPECT_NE(snapshot().failure->message.find("cosine"), std::string::npos);
  EXPECT_EQ(snapshot().config, open.config);
  steps(1);
  EXPECT_EQ(snapshot().step, 3);
  EXPECT_FALSE(snapshot().failure) << "what goes on has no failure";
}

TEST_F(LiveKeys, TheBatchSizeChangesWithinAnEpoch) {
  load();
  steps(3);
  set("batch", "516");
  EXPECT_EQ(snapshot().stepsPerEpoch, 2);
  steps(1);
  EXPECT_EQ(snapshot().epoch, 1.0) << "900 = 3 * 128 + 516";
  set("batch", "90");
  steps(5);
  EXPECT_EQ(snapshot().epoch, 1.5);
}

TEST_F(LiveKeys, EpochsAndSecondsMoveTheGoal) {
  load();
  steps(3);
  set("epochs", "2");
  start();
  finishTurns();
  EXPECT_EQ(snapshot().step, 16);
  set("epochs", "5");
  start();
  finishTurns();
  EXPECT_EQ(snapshot().step, 40) << "in all, not once more";
  set("epochs", "0");
  set("stop_after", "0.1");
  start();
  finishTurns();
  EXPECT_EQ(snapshot().stopReason, "0.1 s are over");
  EXPECT_GE(snapshot().seconds, 0.1);
}

TEST_F(LiveKeys, SlowMotionTakesAStepThenWaits) {
  load();
  trainer().send(command::SetPace{1.0});
  start();
  EXPECT_TRUE(trainer().turn()) << "the first step at once";
  EXPECT_EQ(snapshot().secondsPerStep, 1.0);
  EXPECT_FALSE(trainer().turn()) << "nothing to do yet";
  now += 1.0;
  EXPECT_TRUE(trainer().turn());
  EXPECT_FALSE(trainer().turn());
  pause();
  EXPECT_EQ(snapshot().state, RunState::paused) << "without waiting";
  EXPECT_EQ(snapshot().step, 2);
  trainer().send(command::SetPace{0.0});
  startAndRun(4);
  pause();
  EXPECT_EQ(snapshot().step, 6);
}

TEST_F(LiveKeys, AWaitingWorkerIsWokenByACommand) {
  const auto seconds = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
  };
  Trainer slow({test::fakeModels().makeLearner, seconds, {}});
  const WorkerThread thread(slow);
  slow.send(command::Load{1, dataset, config, nullptr});
  slow.send(command::SetPace{3600.0});
  slow.send(command::Start{});
  slow.send(command::Pause{});
  const double deadline = seconds() + 60.0;
  const auto state = [&slow] {
    const auto snapshot = slow.snapshots().read();
    return snapshot ? snapshot->state : RunState::empty;
  };
  while (state() != RunState::paused) {
    ASSERT_LT(seconds(), deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace
}  // namespace latlas::train
