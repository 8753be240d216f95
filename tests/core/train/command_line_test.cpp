#include "core/train/command_line.h"

#include <gtest/gtest.h>

#include "tests/core/train/read_line.h"

namespace latlas::train {
namespace {

TEST(CommandLine, DefaultsNeedNoFlags) {
  EXPECT_EQ(commandLineOf(model::Config{}, "builtin:sprites", "RUN"),
            "latlas train builtin:sprites --out RUN");
}

TEST(CommandLine, SaysWhatDiffersAndHasAnEffect) {
  model::Config config;
  model::setKey(config, "model", "conv");
  model::setKey(config, "latent", "10");
  model::setKey(config, "sigma", "0.3");  // of no effect with Bernoulli pixels
  model::setKey(config, "lr_schedule", "cosine");
  EXPECT_EQ(commandLineOf(config, "/data/my digits", "RUN"),
            "latlas train '/data/my digits' --out RUN --model conv --latent 10 "
            "--lr-schedule cosine");
}

TEST(CommandLine, OpensTheDataInTheSameWay) {
  data::OpenOptions opening;
  opening.imageSize = 24;
  opening.metadata = "/data/my labels.csv";
  EXPECT_EQ(commandLineOf(model::Config{}, "/data/faces", "RUN", opening),
            "latlas train /data/faces --out RUN --image-size 24 "
            "--metadata '/data/my labels.csv'");
}

TEST(CommandLine, ReadsBackAsTheSameConfiguration) {
  model::Config config;
  const auto expectSame = [&config] {
    const std::string line = commandLineOf(config, "data", "RUN");
    EXPECT_EQ(readLine(line).config, config) << line;
  };
  const auto set = [&](const char* key, const char* value) { model::setKey(config, key, value); };
  set("model", "conv");
  expectSame();
  set("hidden", "64,32");
  set("channels", "8,16,32");
  set("objective", "beta-tcvae");
  expectSame();
  set("beta", "1");  // vae's default is not this objective's
  set("estimator", "weighted");
  set("likelihood", "gaussian");
  set("learn_sigma", "on");
  set("sigma", "0.30000000000000004");
  set("batch_norm", "on");
  set("init", "he");
  set("optimizer", "sgd");
  set("momentum", "0.5");
  set("clip", "1e-07");
  set("seed", "18446744073709551615");
  expectSame();
  set("objective", "info-vae");
  set("alpha", "-0.5");
  set("kl_schedule", "cyclical");
  set("kl_epochs", "2.5");
  set("estimator", "stratified");
  set("beta", "1");
  expectSame();
  set("model", "mlp");
  set("hidden", "none");
  expectSame();
}

Snapshot soFar(std::int64_t step, double epoch) {
  Snapshot run;
  run.config.train.epochs = 0;
  run.step = step;
  run.epoch = epoch;
  return run;
}

TEST(CommandLine, OfARunBeginsAsItBeganAndChangesWhatWasChanged) {
  Snapshot run = soFar(40, 4.5);
  run.config.train.learningRate = 1e-7;
  run.config.loss.beta = 4.0;
  run.events = {{10, "lr", "0.01", "0.5", 1.0},
                {10, "forgotten", "1", "2", 1.0},  // of another version
                {20, "beta", "1", "4", 2.0},
                {30, "lr", "0.5", "1e-07", 3.0}};
  EXPECT_EQ(commandLineOf(run, "data", "RUN"),
            "latlas train data --out RUN --epochs 5 --lr 0.01 --change 10:lr=0.5 "
            "--change 20:beta=4 --change 30:lr=1e-07");
}

TEST(CommandLine, OfARunTrainsAsFarAsItHasCome) {
  Snapshot run = soFar(0, 0.0);
  EXPECT_EQ(commandLineOf(run, "data", "RUN"), "latlas train data --out RUN --epochs 1");
  run = soFar(16, 2.0);
  EXPECT_EQ(commandLineOf(run, "data", "RUN"), "latlas train data --out RUN --epochs 2");
  run.config.train.epochs = 10;
  EXPECT_EQ(commandLineOf(run, "data", "RUN"), "latlas train data --out RUN");
  run.epoch = 10.25;  // on behind its end
  run.step = 82;
  EXPECT_EQ(commandLineOf(run, "data", "RUN"), "latlas train data --out RUN --epochs 11");
  // More epochs would stretch the cosine of the steps that were made.
  run.config.train.rateSchedule = model::RateSchedule::cosine;
  EXPECT_EQ(commandLineOf(run, "data", "RUN"),
            "latlas train data --out RUN --lr-schedule cosine --change 82:epochs=11");
  run.config.train.rateSchedule = model::RateSchedule::constant;
  run.config.train.epochs = 0;
  run.events = {{8, "epochs", "1", "0", 1.0}};
  EXPECT_EQ(commandLineOf(run, "data", "RUN"),
            "latlas train data --out RUN --epochs 1 --change 8:epochs=0 --change 82:epochs=11");
}

TEST(CommandLine, WordsAreQuotedForTheShell) {
  EXPECT_EQ(shellQuoted("/data/mnist-1.0"), "/data/mnist-1.0");
  EXPECT_EQ(shellQuoted(""), "''");
  EXPECT_EQ(shellQuoted("builtin:sprites?size=28"), "'builtin:sprites?size=28'");
  EXPECT_EQ(shellQuoted("it's $HOME"), "'it'\\''s $HOME'");
}

}  // namespace
}  // namespace latlas::train
