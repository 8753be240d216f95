// A run of a real network that was split by a saved folder, or repeated by its copied command line,
// equals the unbroken one, bit for bit.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "core/io/run_folder.h"
#include "core/model/torch/torch_model.h"
#include "core/train/command_line.h"
#include "core/train/trainer.h"
#include "tests/core/train/read_line.h"
#include "tests/support/fake_model.h"
#include "tests/support/temporary_folder.h"

namespace latlas::train {
namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

class ResumedNetwork : public testing::TestWithParam<Settings> {
 protected:
  static constexpr std::int64_t kSplit = 23, kSteps = 40;  // of 18 an epoch

  ResumedNetwork() {
    config.model.hidden = {16};
    config.model.channels = {4};
    config.model.latent = 3;
    config.train.batch = 20;
    config.train.threads = 1;
    for (const auto& [key, value] : GetParam()) model::setKey(config, key, value);
  }
  std::unique_ptr<Trainer> begin(std::shared_ptr<const Checkpoint> checkpoint) {
    const model::Config& wanted = checkpoint ? checkpoint->config : config;
    auto trainer = std::make_unique<Trainer>(TrainerSetup{
        model::makeTorchLearner, [this] { return now += 1e-3; }, {}});
    trainer->send(command::Load{1, dataset, wanted, std::move(checkpoint)});
    while (trainer->turn()) {
    }
    return trainer;
  }
  static Checkpoint goTo(Trainer& trainer, std::int64_t step) {
    trainer.send(command::Step{step - trainer.snapshots().read()->step});
    while (trainer.turn()) {
    }
    trainer.send(command::SetKey{"lr", "0.002"});
    trainer.send(command::SetKey{"batch", "31"});
    trainer.send(command::TakeCheckpoint{});
    trainer.turn();
    const auto snapshot = trainer.snapshots().read();
    EXPECT_FALSE(snapshot->failure) << snapshot->failure->message;
    return *trainer.checkpoints().read();
  }

  model::Config config;
  data::DatasetPtr dataset = test::fakeDataset(400, 8);
  double now = 0.0;
};

TEST_P(ResumedNetwork, EqualsAnUnbrokenOne) {
  const auto whole = begin(nullptr);
  goTo(*whole, kSplit);
  const Checkpoint unbroken = goTo(*whole, kSteps);

  const test::TemporaryFolder folder;
  {
    const auto first = begin(nullptr);
    io::saveRun(folder.path(), {goTo(*first, kSplit), io::recordOf(*dataset)});
  }
  const auto second =
      begin(std::make_shared<const Checkpoint>(io::loadRun(folder.path()).checkpoint));
  const Checkpoint resumed = goTo(*second, kSteps);
  ASSERT_EQ(resumed.step, kSteps);
  EXPECT_EQ(resumed.position, unbroken.position);
  EXPECT_EQ(resumed.weights, unbroken.weights);
  EXPECT_EQ(resumed.optimizer, unbroken.optimizer);
  EXPECT_EQ(resumed.sinceEvaluation, unbroken.sinceEvaluation);
  EXPECT_EQ(series::newest(resumed.history.heldOut, "loss"),
            series::newest(unbroken.history.heldOut, "loss"));
}

// Where nobody names a number of threads, a run goes on with those that it began with.
TEST_P(ResumedNetwork, GoesOnWithItsThreads) {
  if (std::thread::hardware_concurrency() < 2) GTEST_SKIP() << "one core: nothing to choose";
  config.train.threads = 2;
  const auto whole = begin(nullptr);
  Checkpoint cut = goTo(*whole, kSplit);
  EXPECT_EQ(cut.threads, 2);
  const Checkpoint unbroken = goTo(*whole, kSteps);
  cut.config.train.threads = 0;
  const auto second = begin(std::make_shared<const Checkpoint>(cut));
  EXPECT_EQ(second->snapshots().read()->placement, "2 threads, as in the run so far");
  EXPECT_EQ(goTo(*second, kSteps).weights, unbroken.weights);
}

TEST_P(ResumedNetwork, IsRepeatedByItsCopiedLine) {
  config.train.epochs = 3;
  const auto whole = begin(nullptr);
  goTo(*whole, kSplit);
  goTo(*whole, kSteps);
  whole->send(command::Start{});
  while (whole->turn()) {
  }
  const Snapshot end = *whole->snapshots().read();

  const ReadLine line = readLine(commandLineOf(end, "data", "RUN"));
  EXPECT_EQ(line.changes.size(), 2u);
  config = line.config;
  const auto repeated = begin(nullptr);
  PlannedRun plan(line.changes);
  for (bool goesOn = true; goesOn;) {
    while (repeated->turn()) {
    }
    const std::vector<Command> commands = plan.next(*repeated->snapshots().read());
    for (const Command& command : commands) repeated->send(command);
    goesOn = !commands.empty();
  }
  const Checkpoint first = goTo(*whole, end.step), second = goTo(*repeated, end.step);
  ASSERT_EQ(second.step, end.step);
  EXPECT_EQ(second.weights, first.weights);
  EXPECT_EQ(second.optimizer, first.optimizer);
  EXPECT_EQ(series::newest(second.history.heldOut, "loss"),
            series::newest(first.history.heldOut, "loss"));
}

INSTANTIATE_TEST_SUITE_P(
    EachKind, ResumedNetwork,
    testing::Values(
        Settings{{"objective", "ae"}}, Settings{{"objective", "rae"}},
        Settings{{"objective", "rae"}, {"rae_regularizer", "weight_decay"}},
        Settings{{"objective", "vae"}, {"binarize", "dynamic"}},
        Settings{{"model", "conv"}, {"channels", "4"}, {"batch_norm", "on"}, {"dropout", "0.2"}},
        Settings{{"objective", "beta-vae"}, {"capacity", "5"}, {"capacity_steps", "30"}},
        Settings{{"objective", "beta-tcvae"}, {"optimizer", "adamw"}},
        Settings{{"objective", "factor-vae"}, {"gamma", "5"}, {"optimizer", "rmsprop"}},
        Settings{{"objective", "dip-vae"},
                 {"optimizer", "sgd"},
                 {"clip", "10"},
                 {"kl_schedule", "cyclical"}},
        Settings{{"objective", "info-vae"}, {"lr_schedule", "cosine"}, {"lr_warm_up", "1"}},
        Settings{{"objective", "iwae"}, {"samples", "3"}, {"noise", "0.1"}, {"masking", "0.1"}},
        Settings{{"likelihood", "gaussian"},
                 {"learn_sigma", "on"},
                 {"missing", "0.2"},
                 {"patience", "9"}}),
    [](const auto& run) {
      std::string name = std::to_string(run.index);
      for (const auto& [key, value] : run.param) name += "_" + key;
      return name;
    });

}  // namespace
}  // namespace latlas::train
