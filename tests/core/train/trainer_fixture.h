// A trainer in lockstep on a clock that advances a millisecond a reading.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/train/trainer.h"
#include "tests/support/fake_model.h"

namespace latlas::train {

class TrainerTest : public testing::Test {
 protected:
  std::unique_ptr<Trainer> makeTrainer() {
    return std::make_unique<Trainer>(TrainerSetup{test::fakeModels(options).makeLearner,
                                                  [this] { return now += 1e-3; },
                                                  [this] { ++wakes; }});
  }
  Trainer& trainer() {
    if (!trainer_) trainer_ = makeTrainer();
    return *trainer_;
  }
  void load(std::shared_ptr<const Checkpoint> checkpoint = nullptr) {
    trainer().send(command::Load{1, dataset, config, std::move(checkpoint)});
    trainer().turn();
  }
  // All that can be done now.
  void finishTurns() {
    while (trainer().turn()) {
    }
  }
  void start() { trainer().send(command::Start{}); }
  // Evaluations are turns of their own.
  void startAndRun(int turns) {
    start();
    for (int i = 0; i < turns; ++i) trainer().turn();
  }
  void steps(std::int64_t count) {
    trainer().send(command::Step{count});
    finishTurns();
  }
  void pause() {
    trainer().send(command::Pause{});
    trainer().turn();
  }
  void set(std::string key, std::string value) {
    trainer().send(command::SetKey{std::move(key), std::move(value)});
    trainer().turn();
  }
  Snapshot snapshot() { return *trainer().snapshots().read(); }
  std::shared_ptr<const Checkpoint> checkpoint() {
    trainer().send(command::TakeCheckpoint{});
    trainer().turn();
    return trainer().checkpoints().read();
  }
  float trained(const char* column, std::size_t row) {
    const series::Series series = snapshot().history.train;
    return series.value(series.column(column).value(), row);
  }

  test::FakeModelOptions options;
  model::Config config;
  data::DatasetPtr dataset = test::fakeDataset(1000);
  double now = 0.0;
  int wakes = 0;

 private:
  std::unique_ptr<Trainer> trainer_;
};

}  // namespace latlas::train
