// Training without a window: its report, its run folder, and that one seed gives one result.
#include <gtest/gtest.h>
#include <signal.h>

#include <cmath>

#include "core/base/files.h"
#include "core/io/run_folder.h"
#include "tests/app/cli_support.h"

namespace latlas::test {
namespace {

std::vector<std::uint8_t> weightsOf(const std::filesystem::path& run) {
  return readFile(run / "weights.safetensors");
}

std::vector<std::uint8_t> optimizerOf(const std::filesystem::path& run) {
  return readFile(run / "optimizer.safetensors");
}

TEST(CliTrain, ReportsWhatTheContractLists) {
  const TemporaryFolder folder;
  const auto report = lastJson(latlas(smallTraining(folder / "run", {"--json"})));
  // 2,048 images, a tenth held out, batches of 128: 15 steps an epoch.
  EXPECT_EQ(report["steps"], 30);
  EXPECT_EQ(report["epochs"], 2);
  EXPECT_GT(report["seconds"], 0.0);
  EXPECT_GT(report["images_per_second"], 0.0);
  EXPECT_TRUE(std::filesystem::equivalent(report["run"].get<std::string>(), folder / "run"));
  for (const char* part : {"train", "held_out"}) {
    const auto& losses = report[part];
    EXPECT_NEAR(losses["loss"].get<double>(),
                losses["reconstruction"].get<double>() + losses["kl"].get<double>(), 1e-3);
    EXPECT_GT(losses["kl"], 0.0);
  }
  EXPECT_TRUE(io::isRunFolder(folder / "run"));
}

TEST(CliTrain, LearnsOnSprites) {
  const TemporaryFolder folder;
  const auto first = lastJson(latlas(smallTraining(folder / "a", {"--epochs", "1", "--json"})));
  const auto later = lastJson(latlas(smallTraining(folder / "b", {"--epochs", "6", "--json"})));
  EXPECT_LT(later["held_out"]["loss"].get<double>(), 0.8 * first["held_out"]["loss"].get<double>());
}

TEST(CliTrain, TwiceGivesTheSameBytes) {
  const TemporaryFolder folder;
  for (const std::string model : {"mlp", "conv"}) {
    ASSERT_EQ(latlas(smallTraining(folder / (model + "1"), {"--model", model})).exitCode, 0);
    ASSERT_EQ(latlas(smallTraining(folder / (model + "2"), {"--model", model})).exitCode, 0);
    EXPECT_EQ(weightsOf(folder / (model + "1")), weightsOf(folder / (model + "2"))) << model;
  }
  ASSERT_EQ(latlas(smallTraining(folder / "other", {"--seed", "8"})).exitCode, 0);
  EXPECT_NE(weightsOf(folder / "mlp1"), weightsOf(folder / "other"));
}

TEST(CliTrain, ResumeEqualsAnUnbrokenRunBitForBit) {
  const TemporaryFolder folder;
  for (const std::string model : {"mlp", "conv"}) {
    const auto whole = folder / (model + "-whole"), broken = folder / (model + "-broken");
    ASSERT_EQ(latlas(smallTraining(whole, {"--model", model, "--epochs", "3"})).exitCode, 0);
    ASSERT_EQ(latlas(smallTraining(broken, {"--model", model, "--epochs", "1"})).exitCode, 0);
    const auto report = lastJson(
        latlas({"train", "--out", broken.string(), "--resume", "--epochs", "3", "--json"}));
    EXPECT_EQ(report["epochs"], 3);
    EXPECT_EQ(weightsOf(whole), weightsOf(broken)) << model;
    EXPECT_EQ(optimizerOf(whole), optimizerOf(broken)) << model;
  }
}

TEST(CliTrain, TheTextsOfARunOutliveAResume) {
  const TemporaryFolder folder;
  const auto out = folder / "run";
  ASSERT_EQ(latlas(smallTraining(out, {"--epochs", "1"})).exitCode, 0);
  io::Run run = io::loadRun(out);
  run.extras = {{"notes.md", "# A run\n"}, {"lost.md", "soon"}};
  io::saveRun(out, run);
  std::filesystem::remove(out / "lost.md");
  const auto result = latlas({"train", "--out", out.string(), "--resume", "--epochs", "2"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_NE(result.err.find("lost.md"), std::string::npos) << result.err;
  EXPECT_EQ(io::loadRun(out).checkpoint.step, 30);
  EXPECT_EQ(io::loadRun(out).extras, (io::Extras{{"notes.md", "# A run\n"}}));
}

TEST(CliTrain, ResumingAFinishedRunChangesNothing) {
  const TemporaryFolder folder;
  ASSERT_EQ(latlas(smallTraining(folder / "run")).exitCode, 0);
  const auto before = weightsOf(folder / "run");
  const auto report =
      lastJson(latlas({"train", "--out", (folder / "run").string(), "--resume", "--json"}));
  EXPECT_EQ(report["steps"], 30);
  EXPECT_EQ(weightsOf(folder / "run"), before);
}

TEST(CliTrain, LiveKeysMayChangeOnAResumeAndAreEvents) {
  const TemporaryFolder folder;
  const std::string out = (folder / "run").string();
  ASSERT_EQ(latlas(smallTraining(out)).exitCode, 0);
  const auto report = lastJson(latlas({"train", "--out", out, "--resume", "--epochs", "3",
                                       "--batch", "64", "--beta", "2", "--json"}));
  EXPECT_EQ(report["steps"], 30 + 29);
  EXPECT_EQ(report["epochs"], 3);
  EXPECT_EQ(report["stop_reason"], "reached 3 epochs");
  const train::Checkpoint run = io::loadRun(out).checkpoint;
  ASSERT_EQ(run.events.size(), 3u);
  EXPECT_EQ(run.events[0].what, "beta");
  EXPECT_EQ(run.events[0].step, 30);
  EXPECT_EQ(run.config.train.batch, 64);
}

TEST(CliTrain, ChangesAreMadeAtTheirStepsAlsoOverAResume) {
  const TemporaryFolder folder;
  const std::vector<std::string> changes{"--lr",        "0.002",    "--change",
                                         "9:lr=0.0005", "--change", "20:batch=64"};
  ASSERT_EQ(latlas(smallTraining(folder / "whole", changes)).exitCode, 0);
  const train::Checkpoint whole = io::loadRun(folder / "whole").checkpoint;
  ASSERT_EQ(whole.events.size(), 2u);
  EXPECT_EQ(whole.events[0], (train::Event{9, "lr", "0.002", "0.0005", whole.events[0].seconds}));
  EXPECT_EQ(whole.events[1], (train::Event{20, "batch", "128", "64", whole.events[1].seconds}));
  EXPECT_EQ(whole.step, 39) << "10 of 64 behind the 20 of 128";

  // The very same command goes on with what it began.
  std::vector<std::string> again = smallTraining(folder / "broken", changes);
  std::vector<std::string> first = again;
  first.insert(first.end(), {"--epochs", "1"});
  ASSERT_EQ(latlas(first).exitCode, 0);
  EXPECT_EQ(io::loadRun(folder / "broken").checkpoint.step, 20) << "on to the last change";
  again.push_back("--resume");
  ASSERT_EQ(latlas(again).exitCode, 0);
  EXPECT_EQ(weightsOf(folder / "broken"), weightsOf(folder / "whole"));
  EXPECT_EQ(optimizerOf(folder / "broken"), optimizerOf(folder / "whole"));
  const auto events = io::loadRun(folder / "broken").checkpoint.events;
  EXPECT_EQ(std::ranges::count(events, "lr", &train::Event::what), 1);
  EXPECT_EQ(std::ranges::count(events, "batch", &train::Event::what), 1);

  const auto late =
      latlas({"train", "--out", (folder / "whole").string(), "--resume", "--change", "5:lr=0.1"});
  EXPECT_EQ(late.exitCode, 2);
  EXPECT_TRUE(isOneLineError(late.err, {"5:lr=0.1", "39", "0.002"}));
}

TEST(CliTrain, AChangeThatCannotBeIsAWrongCall) {
  const TemporaryFolder folder;
  const auto expectRefused = [&](const char* change, const std::vector<std::string>& parts) {
    const auto result = latlas(smallTraining(folder / "run", {std::string("--change=") + change}));
    EXPECT_EQ(result.exitCode, 2) << result.err;
    EXPECT_TRUE(isOneLineError(result.err, parts));
  };
  expectRefused("lr=0.1", {"lr=0.1", "STEP:KEY=VALUE"});
  expectRefused("-3:lr=0.1", {"'-3'", "at least 0"});
  expectRefused("3:betta=2", {"betta", "beta"});
  expectRefused("3:latent=4", {"latent", "--latent"});
  expectRefused("3:batch=many", {"batch", "many"});
  EXPECT_FALSE(std::filesystem::exists(folder / "run"));
}

TEST(CliTrain, StopsWithoutABetterLossAndKeepsTheBestWeights) {
  const TemporaryFolder folder;
  // Steps too small to change a weight: no evaluation is better than the first.
  const auto report = lastJson(latlas(smallTraining(
      folder / "run", {"--lr", "1e-30", "--epochs", "50", "--patience", "2", "--json"})));
  EXPECT_EQ(report["steps"], 45);
  EXPECT_EQ(report["best"]["step"], 15);
  EXPECT_EQ(report["stop_reason"].get<std::string>().find("no better held-out loss for 2 epochs"),
            0u);
  const train::Checkpoint run = io::loadRun(folder / "run").checkpoint;
  ASSERT_TRUE(run.best);
  EXPECT_EQ(run.best->at.step, 15);
  EXPECT_EQ(run.best->tensors.size(), run.weights.size());
}

TEST(CliTrain, StopsAfterItsSeconds) {
  const TemporaryFolder folder;
  const auto report = lastJson(
      latlas(smallTraining(folder / "run", {"--epochs", "0", "--stop-after", "0.2", "--json"})));
  EXPECT_EQ(report["stop_reason"], "0.2 s are over");
  EXPECT_EQ(report["best"], nullptr);
  EXPECT_GE(report["seconds"], 0.2);
}

TEST(CliTrain, WillNotOverwriteARunOrChangeWhatItIs) {
  const TemporaryFolder folder;
  const std::string out = (folder / "run").string();
  ASSERT_EQ(latlas(smallTraining(out)).exitCode, 0);
  const auto before = weightsOf(out);
  const auto again = latlas(smallTraining(out));
  EXPECT_EQ(again.exitCode, 1);
  EXPECT_TRUE(isOneLineError(again.err, {out, "--resume"}));
  const auto other = latlas({"train", "--out", out, "--resume", "--latent", "5"});
  EXPECT_EQ(other.exitCode, 2);
  EXPECT_TRUE(isOneLineError(other.err, {"latent", "3"}));
  const auto otherData =
      latlas({"train", "builtin:sprites?size=16&count=1000", "--out", out, "--resume"});
  EXPECT_EQ(otherData.exitCode, 1);
  EXPECT_TRUE(isOneLineError(otherData.err, {"2048", "1000"}));
  EXPECT_EQ(weightsOf(out), before);
}

TEST(CliTrain, TakesItsConfigurationFromAFileThenSetThenFlags) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "config.json",
                      std::string_view(R"({"latent": 4, "hidden": [32], "beta": 2, "epochs": 1})"));
  ASSERT_EQ(latlas({"train", kSmallSprites, "--out", (folder / "run").string(), "--config",
                    (folder / "config.json").string(), "--set", "beta=3", "--set", "batch=64",
                    "--batch", "256"})
                .exitCode,
            0);
  const model::Config config = io::loadRun(folder / "run").checkpoint.config;
  EXPECT_EQ(config.model.latent, 4);
  EXPECT_EQ(config.model.hidden, std::vector<int>{32});
  EXPECT_EQ(config.loss.beta, 3.0);
  EXPECT_EQ(config.train.batch, 256);
  // A run's own run.json is a configuration too.
  ASSERT_EQ(latlas({"train", kSmallSprites, "--out", (folder / "again").string(), "--config",
                    (folder / "run" / "run.json").string()})
                .exitCode,
            0);
  EXPECT_EQ(io::loadRun(folder / "again").checkpoint.config, config);
  EXPECT_EQ(weightsOf(folder / "again"), weightsOf(folder / "run"));
}

TEST(CliTrain, CtrlCFinishesTheStepAndSavesWhatCanBeResumed) {
  const TemporaryFolder folder;
  RunningProgram program(commandLine(smallTraining(folder / "run", {"--epochs", "0", "--json"})));
  ASSERT_TRUE(program.waitUntilSaid("Training epoch"));
  program.send(SIGINT);
  const auto result = program.wait();
  const auto report = lastJson(result);
  EXPECT_EQ(report["interrupted"], true);
  EXPECT_NE(result.err.find("--resume"), std::string::npos);
  const io::Run run = io::loadRun(folder / "run");
  EXPECT_EQ(run.checkpoint.step, report["steps"]);
  EXPECT_GT(run.checkpoint.step, 0);
}

TEST(CliTrain, ALossThatIsNotFiniteEndsWithOneAndKeepsGoodWeights) {
  const TemporaryFolder folder;
  const auto result =
      latlas(smallTraining(folder / "run", {"--likelihood", "gaussian", "--sigma", "0.0001", "--lr",
                                            "1000", "--epochs", "20"}));
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_TRUE(isOneLineError(result.err, {"step", "not finite"}));
  for (const auto& tensor : io::loadRun(folder / "run").checkpoint.weights)
    for (const float value : tensor.values) ASSERT_TRUE(std::isfinite(value)) << tensor.name;
}

}  // namespace
}  // namespace latlas::test
