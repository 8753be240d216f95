#include "core/train/command_line.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace latlas::train {
namespace {

// As `latlas train` reads it: flags become keys, model and objective first. No value of these tests
// has a space.
model::Config parsed(const std::string& line) {
  std::istringstream words(line.substr(line.find(" --out RUN") + 10));
  std::vector<std::pair<std::string, std::string>> settings;
  for (std::string flag, value; words >> flag;) {
    const auto equals = flag.find('=');
    if (equals != std::string::npos) {
      value = flag.substr(equals + 1);
      flag.resize(equals);
    } else {
      words >> value;
    }
    flag.erase(0, 2);
    std::replace(flag.begin(), flag.end(), '-', '_');
    settings.emplace_back(flag, value);
  }
  model::Config config;
  for (const char* first : {"model", "objective"})
    for (const auto& [key, value] : settings)
      if (key == first) model::setKey(config, key, value);
  for (const auto& [key, value] : settings) model::setKey(config, key, value);
  return config;
}

TEST(CommandLine, DefaultsNeedNoFlags) {
  EXPECT_EQ(commandLineOf({}, "builtin:sprites", "RUN"), "latlas train builtin:sprites --out RUN");
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
  EXPECT_EQ(commandLineOf({}, "/data/faces", "RUN", opening),
            "latlas train /data/faces --out RUN --image-size 24 "
            "--metadata '/data/my labels.csv'");
}

TEST(CommandLine, ReadsBackAsTheSameConfiguration) {
  model::Config config;
  const auto expectSame = [&config] {
    const std::string line = commandLineOf(config, "data", "RUN");
    EXPECT_EQ(parsed(line), config) << line;
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

TEST(CommandLine, WordsAreQuotedForTheShell) {
  EXPECT_EQ(shellQuoted("/data/mnist-1.0"), "/data/mnist-1.0");
  EXPECT_EQ(shellQuoted(""), "''");
  EXPECT_EQ(shellQuoted("builtin:sprites?size=28"), "'builtin:sprites?size=28'");
  EXPECT_EQ(shellQuoted("it's $HOME"), "'it'\\''s $HOME'");
}

}  // namespace
}  // namespace latlas::train
