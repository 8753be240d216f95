// Changes at given steps: how they are written, and that a run with them is the one in which the
// user made them.
#include "core/train/changes.h"

#include <functional>

#include "core/train/command_line.h"
#include "tests/core/train/read_line.h"
#include "tests/core/train/trainer_fixture.h"

namespace latlas::train {
namespace {

std::string messageOf(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

void expectSaid(const std::string& message, std::initializer_list<const char*> parts) {
  for (const char* part : parts) EXPECT_NE(message.find(part), std::string::npos) << message;
}

TEST(Changes, AreReadAndWritten) {
  EXPECT_EQ(parseChange("2000:lr=0.0001"), (Change{2000, "lr", "0.0001"}));
  EXPECT_EQ(parseChange("0:kl_schedule=linear"), (Change{0, "kl_schedule", "linear"}));
  EXPECT_EQ(toString({7, "alpha", "-0.5"}), "7:alpha=-0.5");
}

TEST(Changes, WhatIsWrongWithThemIsSaid) {
  const auto faultOf = [](const char* text) { return messageOf([text] { parseChange(text); }); };
  for (const char* text : {"lr=0.5", "5:lr", "lr:5", "lr=5:1", ""})
    expectSaid(faultOf(text), {"STEP:KEY=VALUE", text});
  for (const char* text : {"-1:lr=0.5", "half:lr=0.5", "1.5:lr=0.5", ":lr=0.5",
                           "99999999999999999999:lr=0.5", " 1:lr=0.5"})
    expectSaid(faultOf(text), {"at least 0", text});
  expectSaid(faultOf("5:betta=1"), {"betta", "\"beta\""});
  expectSaid(faultOf("5:lr=fast"), {"\"lr\"", "fast"});
  expectSaid(faultOf("5:held_out=0.2"), {"held_out", "what the run is", "--held-out"});
}

TEST(Changes, MustBePossibleInTheirOrderOfSteps) {
  model::Config config;
  config.train.epochs = 0;
  const data::Shape shape = test::fakeDataset(1)->info().shape;
  const std::vector<Change> both{{9, "lr_schedule", "cosine"}, {9, "epochs", "5"}};
  EXPECT_NO_THROW(requirePossible(both, config, shape)) << "together they are";
  const std::vector<Change> late{{8, "lr_schedule", "cosine"}, {9, "epochs", "5"}};
  expectSaid(messageOf([&] { requirePossible(late, config, shape); }), {"8:lr_schedule", "epochs"});
}

class RunWithChanges : public TrainerTest {
 protected:
  // Of what was told apart from how fast it went.
  static std::vector<Event> timeless(std::vector<Event> events) {
    for (Event& event : events) event.seconds = 0.0;
    return events;
  }
  // As `latlas train` does it, up to `most` steps.
  static void carryOut(Trainer& trainer, std::vector<Change> changes,
                       std::int64_t most = std::numeric_limits<std::int64_t>::max()) {
    PlannedRun plan(std::move(changes));
    for (;;) {
      while (trainer.turn()) {
      }
      const Snapshot now = *trainer.snapshots().read();
      std::vector<Command> commands = plan.next(now);
      if (commands.empty() || now.step >= most) break;
      for (Command& command : commands) {
        auto* step = std::get_if<command::Step>(&command);
        if (step) step->steps = std::min(step->steps, most - now.step);
        if (std::holds_alternative<command::Start>(command) &&
            most < std::numeric_limits<std::int64_t>::max())
          command = command::Step{most - now.step};
        trainer.send(command);
      }
    }
  }
  static Checkpoint checkpointOf(Trainer& trainer) {
    trainer.send(command::TakeCheckpoint{});
    trainer.turn();
    return *trainer.checkpoints().read();
  }
  std::unique_ptr<Trainer> loaded(const model::Config& wanted,
                                  std::shared_ptr<const Checkpoint> from = nullptr) {
    auto made = makeTrainer();
    made->send(command::Load{2, dataset, wanted, std::move(from)});
    made->turn();
    return made;
  }
  void expectSame(const Checkpoint& repeated, const Checkpoint& lived) {
    EXPECT_EQ(repeated.step, lived.step);
    EXPECT_EQ(repeated.position, lived.position);
    EXPECT_EQ(repeated.weights, lived.weights);
    EXPECT_EQ(repeated.optimizer, lived.optimizer);
    EXPECT_EQ(repeated.config, lived.config);
    EXPECT_EQ(timeless(repeated.events), timeless(lived.events));
    EXPECT_EQ(repeated.sinceEvaluation, lived.sinceEvaluation);
    ASSERT_EQ(repeated.history.train.size(), lived.history.train.size());
    ASSERT_EQ(repeated.history.heldOut.size(), lived.history.heldOut.size());
    for (const char* name : {"loss", "kl", "lr"})
      for (std::size_t row = 0; row < lived.history.train.size(); ++row)
        ASSERT_EQ(repeated.history.train.value(*repeated.history.train.column(name), row),
                  lived.history.train.value(*lived.history.train.column(name), row))
            << name << " of row " << row;
    EXPECT_EQ(series::newest(repeated.history.heldOut, "loss"),
              series::newest(lived.history.heldOut, "loss"));
  }
  // In the window, with a hand on every knob: to the end of an epoch.
  Checkpoint lived() {
    config.train.epochs = 0;
    config.train.seed = 3;
    config.train.batch = 100;  // 9 an epoch
    load();
    set("lr", "0.002");  // before the first step
    steps(3);
    set("beta", "4");
    set("lr", "0.5");
    set("lr", "0.01");
    start();
    for (int i = 0; i < 6; ++i) trainer().turn();
    set("batch", "50");  // where an evaluation is due
    set("clip", "1.5");
    pause();
    set("epochs", "2");
    start();
    finishTurns();
    EXPECT_EQ(snapshot().state, RunState::finished);
    start();  // as many again
    for (int i = 0; i < 7; ++i) trainer().turn();
    set("lr_schedule", "step");
    set("lr_step", "1");
    set("noise", "0.25");
    trainer().send(command::Epoch{});
    finishTurns();
    return *checkpoint();
  }
  ReadLine copied() { return readLine(commandLineOf(snapshot(), "data", "RUN")); }
};

TEST_F(RunWithChanges, TheCopiedLineRepeatsALivedRunBitForBit) {
  const Checkpoint before = lived();
  ASSERT_GE(before.events.size(), 7u);
  const ReadLine line = copied();
  const auto repeated = loaded(line.config);
  carryOut(*repeated, line.changes);
  Checkpoint after = checkpointOf(*repeated);
  // Where it ends is said by an event more.
  EXPECT_EQ(after.events.back().what, "epochs");
  EXPECT_EQ(after.events.back().step, before.step);
  after.events.pop_back();
  after.config.train.epochs = before.config.train.epochs;
  expectSame(after, before);
}

TEST_F(RunWithChanges, TheCopiedLineSaysHowManyThreadsComputed) {
  lived();
  Snapshot run = snapshot();
  run.threads = 3;
  const auto lineOf = [&run] { return commandLineOf(run, "data", "RUN"); };
  EXPECT_NE(lineOf().find(" --threads 3 "), std::string::npos) << lineOf();
  run.config.train.threads = 2;
  EXPECT_NE(lineOf().find(" --threads 2 "), std::string::npos) << "as it was asked for";
  run.config.train.threads = 0;
  run.threads = 0;
  EXPECT_EQ(lineOf().find("--threads"), std::string::npos) << "they do not matter to the result";
}

TEST_F(RunWithChanges, ResumesAnywhereWithoutMakingAChangeTwice) {
  const Checkpoint before = lived();
  const ReadLine line = copied();
  for (const std::int64_t split : {2, 3, 5, 9, 20, 33}) {
    const auto first = loaded(line.config);
    carryOut(*first, line.changes, split);
    const auto cut = std::make_shared<const Checkpoint>(checkpointOf(*first));
    ASSERT_EQ(cut->step, split);
    const auto second = loaded(cut->config, cut);
    carryOut(*second, changesLeft(line.changes, *cut));
    Checkpoint after = checkpointOf(*second);
    after.events.pop_back();
    after.config.train.epochs = before.config.train.epochs;
    expectSame(after, before);
  }
}

TEST_F(RunWithChanges, ARunThatHasPassedAChangeWithoutItIsRefused) {
  load();
  steps(3);
  set("lr", "0.5");
  steps(3);
  const Checkpoint run = *checkpoint();
  const auto left = changesLeft({{6, "lr", "0.2"}, {3, "lr", "5e-1"}, {9, "beta", "2"}}, run);
  EXPECT_EQ(left, (std::vector<Change>{{6, "lr", "0.2"}, {9, "beta", "2"}}));
  EXPECT_NO_THROW(changesLeft({{2, "lr", "0.001"}}, run)) << "it was so";
  expectSaid(messageOf([&] {
               changesLeft({{2, "lr", "0.5"}}, run);
             }),
             {"2:lr=0.5", "at least 6", "0.001"});
}

TEST_F(RunWithChanges, GoesOnToTheLastChangeAndNoFurtherThanItsEpochs) {
  config.train.epochs = 1;  // 8 steps
  const auto planned = loaded(config);
  carryOut(*planned, {{20, "lr", "0.5"}, {4, "beta", "2"}});
  const Checkpoint end = checkpointOf(*planned);
  EXPECT_EQ(end.step, 20);
  ASSERT_EQ(end.events.size(), 2u);
  EXPECT_EQ(end.events[0], (Event{4, "beta", "1", "2", end.events[0].seconds}));
  EXPECT_EQ(end.events[1], (Event{20, "lr", "0.001", "0.5", end.events[1].seconds}));
}

TEST_F(RunWithChanges, WithoutChangesAFinishedRunStaysAsItIs) {
  config.train.epochs = 1;
  const auto first = loaded(config);
  carryOut(*first, {});
  const auto end = std::make_shared<const Checkpoint>(checkpointOf(*first));
  EXPECT_EQ(end->step, 8);
  const auto second = loaded(config, end);
  carryOut(*second, {});
  EXPECT_EQ(checkpointOf(*second).step, 8);
  carryOut(*second, {{8, "epochs", "2"}});
  EXPECT_EQ(checkpointOf(*second).step, 16);
}

TEST_F(RunWithChanges, AFailureEndsIt) {
  options.nonFiniteAtStep = 3;
  const auto planned = loaded(config);
  carryOut(*planned, {{9, "lr", "0.5"}});
  EXPECT_EQ(planned->snapshots().read()->state, RunState::failed);
  EXPECT_EQ(checkpointOf(*planned).step, 3);
  const auto refused = loaded(config);
  refused->send(command::SetKeys{{{"lr", "0.5"}, {"epochs", "0"}, {"lr_schedule", "cosine"}}});
  carryOut(*refused, {});
  const Snapshot end = *refused->snapshots().read();
  EXPECT_EQ(end.failure->task, "change lr, epochs, lr_schedule");
  EXPECT_EQ(end.config, config) << "all or nothing";
  EXPECT_EQ(end.step, 0);
}

}  // namespace
}  // namespace latlas::train
