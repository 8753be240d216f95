// What a model is given in a step.
#include <vector>

#include "core/train/streams.h"
#include "tests/core/train/trainer_fixture.h"

namespace latlas::train {
namespace {

using Inputs = TrainerTest;

TEST_F(Inputs, AStepIsGivenItsSchedulesNoiseAndSeed) {
  options.log = std::make_shared<test::FakeModelLog>();
  config.loss.klSchedule = model::KlSchedule::linear;
  config.loss.klEpochs = 2.0;
  config.train.rateWarmUp = 1.0;
  config.train.clip = 3.0;
  config.train.momentum = 0.7;
  config.train.batch = 90;
  load();
  steps(11);
  EXPECT_EQ(snapshot().klScale, 0.55);
  EXPECT_EQ(snapshot().learningRate, 1e-3);
  const auto& seen = options.log->steps;
  ASSERT_EQ(seen.size(), 11u);
  EXPECT_DOUBLE_EQ(seen[0].options.loss.klScale, 0.0);
  EXPECT_DOUBLE_EQ(seen[5].options.loss.klScale, 0.25);
  EXPECT_DOUBLE_EQ(seen[0].options.learningRate, 1e-3 * 0.05) << "the middle of the step";
  EXPECT_DOUBLE_EQ(seen[4].options.learningRate, 1e-3 * 0.45);
  EXPECT_FLOAT_EQ(trained("lr", 4), 1e-3f * 0.45f);
  EXPECT_EQ(seen[3].options.clip, 3.0);
  EXPECT_EQ(seen[3].options.momentum, 0.7);
  EXPECT_EQ(seen[3].options.loss.trainCount, 900);
  EXPECT_EQ(seen[3].options.loss.drawSeed, drawSeedOf(0, 3));
  std::vector<float> noise(90 * 2);
  fillStepNoise(0, 3, noise);
  EXPECT_EQ(seen[3].noise, noise);
  EXPECT_TRUE(seen[3].inputs.empty());
}

TEST_F(Inputs, IwaeDrawsEachSampleOften) {
  options.log = std::make_shared<test::FakeModelLog>();
  config.model.objective = model::Objective::iwae;
  config.loss.samples = 7;
  load();
  steps(8);
  EXPECT_EQ(options.log->steps[0].noise.size(), 128u * 7 * 2);
  EXPECT_EQ(options.log->evaluations[0].noise.size(), 100u * 7 * 2);
}

TEST_F(Inputs, TheLastBatchIsNotTooSmallToCompare) {
  options.log = std::make_shared<test::FakeModelLog>();
  dataset = test::fakeDataset(100);
  selectObjective(config, model::Objective::betaTcVae);
  config.train.batch = 89;
  load();
  steps(1);
  EXPECT_EQ(options.log->steps[0].targets.size(), 90u * 16);
  EXPECT_EQ(snapshot().epoch, 1.0);
}

TEST_F(Inputs, ObjectivesThatCompareAreEvaluatedInBatches) {
  options.log = std::make_shared<test::FakeModelLog>();
  dataset = test::fakeDataset(4000);
  selectObjective(config, model::Objective::factorVae);
  load();
  steps(29);
  ASSERT_EQ(options.log->evaluations.size(), 3u);
  for (const auto& piece : options.log->evaluations) EXPECT_GE(piece.targets.size(), 128u * 16);
}

TEST_F(Inputs, AModelThatHoldsSamplesIsGivenThemOnceAndThenRows) {
  options.log = std::make_shared<test::FakeModelLog>();
  options.wantsSamples = true;
  load();
  steps(3);
  EXPECT_EQ(options.log->held.size(), 900u * 16);
  ASSERT_EQ(options.log->steps.size(), 3u);
  EXPECT_TRUE(options.log->steps[2].targets.empty());
  EXPECT_EQ(options.log->steps[2].rows.size(), 128u);
  const model::Tensors held = checkpoint()->weights;
  set("noise", "0.1");
  steps(1);
  EXPECT_EQ(options.log->steps[3].targets.size(), 128u * 16) << "corrupted in the step";
  EXPECT_EQ(options.log->steps[3].inputs.size(), 128u * 16);
  EXPECT_TRUE(options.log->steps[3].rows.empty());

  // It learns the same as one that holds nothing.
  options.wantsSamples = false;
  const auto other = makeTrainer();
  other->send(command::Load{1, dataset, config, nullptr});
  other->send(command::Step{3});
  while (other->turn()) {
  }
  other->send(command::TakeCheckpoint{});
  other->turn();
  EXPECT_EQ(other->checkpoints().read()->weights, held);
}

}  // namespace
}  // namespace latlas::train
