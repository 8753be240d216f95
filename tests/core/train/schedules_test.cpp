#include "core/train/schedules.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace latlas::train {
namespace {

using model::KlSchedule;
using model::RateSchedule;

TEST(LearningRate, ConstantIsConstant) {
  model::TrainConfig train;
  train.learningRate = 0.02;
  for (const double epoch : {0.0, 0.3, 7.0, 1e6})
    EXPECT_DOUBLE_EQ(learningRate(train, epoch), 0.02);
}

TEST(LearningRate, WarmUpRisesLinearlyUnderEverySchedule) {
  model::TrainConfig train;
  train.learningRate = 0.02;
  train.rateWarmUp = 4.0;
  train.rateStepEpochs = 100.0;
  for (const RateSchedule schedule :
       {RateSchedule::constant, RateSchedule::cosine, RateSchedule::step}) {
    train.rateSchedule = schedule;
    EXPECT_DOUBLE_EQ(learningRate(train, 0.0), 0.0);
    EXPECT_DOUBLE_EQ(learningRate(train, 1.0), 0.005);
    EXPECT_DOUBLE_EQ(learningRate(train, 3.5), 0.0175);
    EXPECT_DOUBLE_EQ(learningRate(train, 4.0), 0.02);
  }
}

TEST(LearningRate, CosineFallsToItsShareAndStays) {
  model::TrainConfig train;
  train.learningRate = 1.0;
  train.rateSchedule = RateSchedule::cosine;
  train.rateDecay = 0.2;
  train.epochs = 10;
  train.rateWarmUp = 2.0;
  const auto expected = [](double t) {
    return 0.2 + 0.8 * (1.0 + std::cos(std::numbers::pi * t)) / 2.0;
  };
  EXPECT_DOUBLE_EQ(learningRate(train, 4.0), expected(0.25));
  EXPECT_DOUBLE_EQ(learningRate(train, 6.0), 0.6);
  EXPECT_DOUBLE_EQ(learningRate(train, 9.0), expected(0.875));
  EXPECT_DOUBLE_EQ(learningRate(train, 10.0), 0.2);
  EXPECT_DOUBLE_EQ(learningRate(train, 30.0), 0.2);
  train.rateWarmUp = 10.0;
  EXPECT_DOUBLE_EQ(learningRate(train, 10.0), 0.2) << "nothing is left to fall in";
}

TEST(LearningRate, StepsMultiply) {
  model::TrainConfig train;
  train.learningRate = 1.0;
  train.rateSchedule = RateSchedule::step;
  train.rateDecay = 0.5;
  train.rateStepEpochs = 2.5;
  EXPECT_DOUBLE_EQ(learningRate(train, 2.49), 1.0);
  EXPECT_DOUBLE_EQ(learningRate(train, 2.5), 0.5);
  EXPECT_DOUBLE_EQ(learningRate(train, 7.6), 0.125);
}

TEST(KlScale, FollowsItsSchedule) {
  model::LossConfig loss;
  loss.klEpochs = 8.0;
  EXPECT_DOUBLE_EQ(klScale(loss, 0.0), 1.0);
  loss.klSchedule = KlSchedule::linear;
  EXPECT_DOUBLE_EQ(klScale(loss, 0.0), 0.0);
  EXPECT_DOUBLE_EQ(klScale(loss, 2.0), 0.25);
  EXPECT_DOUBLE_EQ(klScale(loss, 8.0), 1.0);
  EXPECT_DOUBLE_EQ(klScale(loss, 80.0), 1.0);
  loss.klSchedule = KlSchedule::cyclical;
  for (const double cycle : {0.0, 8.0, 80.0}) {
    EXPECT_DOUBLE_EQ(klScale(loss, cycle), 0.0);
    EXPECT_DOUBLE_EQ(klScale(loss, cycle + 1.0), 0.25);
    EXPECT_DOUBLE_EQ(klScale(loss, cycle + 4.0), 1.0);
    EXPECT_DOUBLE_EQ(klScale(loss, cycle + 7.9), 1.0);
  }
}

TEST(Capacity, RisesLinearlyAndStays) {
  model::LossConfig loss;
  loss.capacity = 25.0;
  loss.capacitySteps = 1000;
  EXPECT_DOUBLE_EQ(capacity(loss, 0), 0.0);
  EXPECT_DOUBLE_EQ(capacity(loss, 400), 10.0);
  EXPECT_DOUBLE_EQ(capacity(loss, 1000), 25.0);
  EXPECT_DOUBLE_EQ(capacity(loss, 5000), 25.0);
}

TEST(LossSettings, AreThoseOfTheMomentAndTellWhenTheyAreSettled) {
  model::Config config;
  config.model.sigma = 0.3;
  config.loss.klSchedule = KlSchedule::linear;
  config.loss.klEpochs = 4.0;
  const model::LossSettings early = lossSettings(config, 1.0, 50, 900);
  EXPECT_DOUBLE_EQ(early.klScale, 0.25);
  EXPECT_DOUBLE_EQ(early.sigma, 0.3);
  EXPECT_EQ(early.trainCount, 900);
  EXPECT_EQ(early.weights, config.loss);
  EXPECT_FALSE(isSettled(early));
  EXPECT_TRUE(isSettled(lossSettings(config, 4.0, 200, 900)));

  selectObjective(config, model::Objective::betaVae);
  config.loss.capacity = 20.0;
  config.loss.capacitySteps = 100;
  const model::LossSettings led = lossSettings(config, 1.0, 50, 900);
  EXPECT_DOUBLE_EQ(led.capacity, 10.0);
  EXPECT_DOUBLE_EQ(led.klScale, 1.0) << "a KL that is led has no schedule beside it";
  EXPECT_FALSE(isSettled(led));
  EXPECT_TRUE(isSettled(lossSettings(config, 2.0, 100, 900)));
}

}  // namespace
}  // namespace latlas::train
