// A run that was split by a checkpoint equals the unbroken one, bit for bit.
#include <array>
#include <map>
#include <vector>

#include "core/base/error.h"
#include "core/train/continuation.h"
#include "tests/core/train/trainer_fixture.h"

namespace latlas::train {
namespace {

using Script = std::multimap<std::int64_t, std::pair<std::string, std::string>>;

class Resume : public TrainerTest {
 protected:
  static constexpr std::int64_t kSteps = 70;  // of about 29 an epoch

  Resume() {
    dataset = test::fakeDataset(4000);
    config.model.binarize = model::Binarization::dynamic;
    config.train.rateSchedule = model::RateSchedule::cosine;
    config.train.epochs = 20;
    config.train.patience = 9.0;
    config.loss.klSchedule = model::KlSchedule::linear;
    config.loss.klEpochs = 0.9;
  }

  // Steps up to `last`, each change before the step of its number.
  void go(Trainer& worker, std::int64_t first, std::int64_t last) {
    for (std::int64_t step = first; step < last; ++step) {
      const auto [begin, end] = script.equal_range(step);
      for (auto change = begin; change != end; ++change)
        worker.send(command::SetKey{change->second.first, change->second.second});
      worker.send(command::Step{1});
      // The last step's evaluation is left for later.
      if (step + 1 == last)
        worker.turn();
      else
        while (worker.turn()) {
        }
    }
  }
  static std::shared_ptr<const Checkpoint> take(Trainer& worker) {
    worker.send(command::TakeCheckpoint{});
    worker.turn();
    return worker.checkpoints().read();
  }
  std::shared_ptr<const Checkpoint> whole() {
    const auto worker = makeTrainer();
    worker->send(command::Load{1, dataset, config, nullptr});
    go(*worker, 0, kSteps);
    while (worker->turn()) {
    }
    return take(*worker);
  }
  std::shared_ptr<const Checkpoint> brokenAt(std::int64_t step, int turnsBehind = 0) {
    const auto first = makeTrainer();
    first->send(command::Load{1, dataset, config, nullptr});
    go(*first, 0, step);
    for (int i = 0; i < turnsBehind; ++i) first->turn();
    const auto part = take(*first);
    EXPECT_EQ(part->step, step);
    const auto second = makeTrainer();
    second->send(command::Load{2, dataset, part->config, part});
    while (second->turn()) {
    }
    go(*second, step, kSteps);
    while (second->turn()) {
    }
    return take(*second);
  }

  Script script{{5, {"lr", "0.002"}},    {12, {"batch", "50"}},    {20, {"beta", "2"}},
                {40, {"noise", "0.1"}},  {44, {"masking", "0.2"}}, {51, {"batch", "200"}},
                {60, {"missing", "0.1"}}};
};

void expectSameNumbers(const series::Series& found, const series::Series& expected) {
  ASSERT_EQ(found.size(), expected.size());
  ASSERT_EQ(found.columns(), expected.columns());
  for (std::size_t row = 0; row < found.size(); ++row) {
    ASSERT_EQ(found.step(row), expected.step(row));
    ASSERT_EQ(found.epoch(row), expected.epoch(row));
    for (std::size_t column = 0; column < found.columns().size(); ++column) {
      if (found.columns()[column] == "images_per_second") continue;
      ASSERT_EQ(found.value(column, row), expected.value(column, row))
          << found.columns()[column] << " of step " << found.step(row);
    }
  }
}

void expectSame(const Checkpoint& found, const Checkpoint& expected) {
  EXPECT_EQ(found.step, expected.step);
  EXPECT_EQ(found.position, expected.position);
  EXPECT_EQ(found.config, expected.config);
  EXPECT_EQ(found.weights, expected.weights);
  EXPECT_EQ(found.optimizer, expected.optimizer);
  EXPECT_EQ(found.sinceEvaluation, expected.sinceEvaluation);
  EXPECT_EQ(found.waiting, expected.waiting);
  ASSERT_EQ(found.best != nullptr, expected.best != nullptr);
  if (found.best) {
    EXPECT_EQ(*found.best, *expected.best);
  }
  expectSameNumbers(found.history.train, expected.history.train);
  expectSameNumbers(found.history.heldOut, expected.history.heldOut);
  expectSameNumbers(found.history.dimensions, expected.history.dimensions);
  ASSERT_EQ(found.events.size(), expected.events.size());
  for (std::size_t i = 0; i < found.events.size(); ++i) {
    Event event = found.events[i];
    event.seconds = expected.events[i].seconds;
    EXPECT_EQ(event, expected.events[i]);
  }
}

TEST_F(Resume, EqualsAnUnbrokenRunWhereverItWasSplit) {
  const auto unbroken = whole();
  EXPECT_EQ(unbroken->events.size(), script.size());
  EXPECT_GE(unbroken->history.heldOut.size(), 1u);
  EXPECT_TRUE(unbroken->best);
  for (std::int64_t step = 1; step < kSteps; ++step) {
    SCOPED_TRACE(step);
    expectSame(*brokenAt(step), *unbroken);
    if (HasFatalFailure()) return;
  }
}

TEST_F(Resume, AnEvaluationThatWasUnderWayIsDone) {
  script.clear();
  const auto unbroken = whole();
  ASSERT_EQ(unbroken->history.heldOut.size(), 2u);
  EXPECT_EQ(unbroken->history.heldOut.step(0), 29);
  // Two pieces: before the first and before the second.
  expectSame(*brokenAt(29, 0), *unbroken);
  expectSame(*brokenAt(29, 1), *unbroken);
  expectSame(*brokenAt(58, 1), *unbroken);
}

TEST_F(Resume, AForkWithOtherLiveKeysEqualsSettingThemThere) {
  script = {{33, {"lr", "0.01"}}, {33, {"beta", "5"}}, {33, {"batch", "77"}}};
  const auto expected = whole();
  const auto first = makeTrainer();
  first->send(command::Load{1, dataset, config, nullptr});
  go(*first, 0, 33);
  const auto part = take(*first);
  model::Config forked = part->config;
  forked.train.learningRate = 0.01;
  forked.loss.beta = 5.0;
  forked.train.batch = 77;
  script.clear();
  const auto second = makeTrainer();
  second->send(command::Load{2, dataset, forked, part});
  while (second->turn()) {
  }
  go(*second, 33, kSteps);
  while (second->turn()) {
  }
  Checkpoint found = *take(*second);
  // They come in the order of the keys.
  ASSERT_EQ(found.events.size(), 3u);
  EXPECT_EQ(found.events[0].what, "beta");
  found.events = expected->events;
  expectSame(found, *expected);
}

TEST_F(Resume, ARunThatDidNotSayWhereItWasGoesOnFromItsSteps) {
  config.train.patience = 0.0;
  load();
  steps(40);
  Checkpoint old = *checkpoint();
  const Position there = *old.position;
  old.position.reset();
  old.sinceEvaluation = {};
  load(std::make_shared<const Checkpoint>(old));
  finishTurns();
  const auto loaded = checkpoint();
  EXPECT_EQ(loaded->position, there);
  EXPECT_EQ(loaded->sinceEvaluation.step, 29);
  EXPECT_EQ(loaded->history.heldOut.size(), 1u);
}

TEST_F(Resume, OtherDataOrAnotherRunIsRefused) {
  load();
  steps(3);
  const auto here = checkpoint();
  config.model.latent = 3;
  load(here);
  EXPECT_EQ(snapshot().state, RunState::failed);
  EXPECT_NE(snapshot().failure->message.find("'latent'"), std::string::npos);
  config.model.latent = 2;
  dataset = test::fakeDataset(300);
  load(here);
  EXPECT_EQ(snapshot().state, RunState::failed);
  EXPECT_NE(snapshot().failure->message.find("270"), std::string::npos)
      << snapshot().failure->message;
}

TEST(Continuation, LiveKeysThreadsAndDeviceMayChange) {
  const model::Config saved;
  model::Config wanted = saved;
  for (const auto& [key, value] : {std::pair{"lr", "0.5"},
                                   {"beta", "4"},
                                   {"batch", "9"},
                                   {"kl_schedule", "linear"},
                                   {"sigma", "2"},
                                   {"epochs", "99"},
                                   {"threads", "7"},
                                   {"device", "cpu"},
                                   {"noise", "1"}})
    model::setKey(wanted, key, value);
  EXPECT_NO_THROW(requireSameRun(saved, wanted));
  std::vector<Event> events;
  addChanges(events, saved, wanted, 5, 1.0);
  EXPECT_EQ(events.size(), 7u);
  for (const auto& [key, value] : {std::pair{"hidden", "5"},
                                   {"seed", "1"},
                                   {"optimizer", "sgd"},
                                   {"binarize", "static"},
                                   {"held_out", "0.2"},
                                   {"objective", "iwae"},
                                   {"channels", "none"}}) {
    model::Config other = saved;
    model::setKey(other, key, value);
    try {
      requireSameRun(saved, other);
      ADD_FAILURE() << key;
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()).find("'" + std::string(key) + "' cannot change"), 0u)
          << error.what();
    }
  }
}

}  // namespace
}  // namespace latlas::train
