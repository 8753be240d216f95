// Training in the window, from a preset to an early stop: each control judged by what the run does.
#include <gtest/gtest.h>

#include <signal.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "core/base/files.h"
#include "tests/app/window_session.h"

namespace latlas::test {
namespace {

TEST_F(WindowSession, APresetIsTrainedSteeredForkedAndCopied) {
  play(R"(
wait-until state == ready
click Model/preset
click "Model/preset/Beta-TCVAE on sprites"
click "Model/made for/Open"
wait-until dataset.shape == "1 x 64 x 64"
wait-until state == ready
click Model/preset
click "Model/preset/MLP, 2 latents"
click Training/Start
wait-until step >= 20
click Training/beta
key Ctrl+A
type 4
key Enter
wait-until beta == 4
wait-until events == 1
click Training/Optimizer
click Training/batch
key Ctrl+A
type 64
key Enter
wait-until batch == 64
wait-until events == 2
click Training/Optimizer
remember run as first
remember step as before
key Ctrl+K
wait-until run > $first
expect runs == 1
expect run.name == "Run 2"
wait-until state == training
wait-until step > $before
click "Training/learning rate"
key Ctrl+A
type 0.0001
key Enter
wait-until lr == 0.0001
key M
wait-until seconds_per_step == 0.5
key M
wait-until seconds_per_step == 0
click Train
click "Train/Go on with"
click "Train/Go on with/Run 1"
wait-until run.name == "Run 1"
wait-until lr == 0.001
wait-until beta == 4
expect runs == 1
key Ctrl+Shift+C
wait frames 2
dump $DIR/end.json
quit
)",
       {"builtin:sprites?count=600&size=16"});
  const std::string status = dumped("end.json")["status"];
  EXPECT_TRUE(status.starts_with("Copied: latlas train 'builtin:sprites?")) << status;
  EXPECT_NE(status.find(":batch=64"), std::string::npos) << status;
  EXPECT_NE(status.find(":beta=4"), std::string::npos) << status;
}

TEST_F(WindowSession, TheCopiedCommandTrainsTheSameWeights) {
  play(R"(
wait-until state == ready
click Model/Set-up
click Model/threads
key Ctrl+A
type 1
key Enter
wait frames 2
click Model/Set-up
key S
wait-until step == 1
key S
wait-until step == 2
click Training/beta
key Ctrl+A
type 3
key Enter
wait-until events == 1
key E
wait-until epoch == 1
click "Training/learning rate"
key Ctrl+A
type 0.0002
key Enter
wait-until events == 2
key E
wait-until epoch == 2
wait-until state == paused
key Ctrl+Shift+C
wait frames 2
dump $DIR/end.json
key Ctrl+S
click Browser/Path
key Ctrl+A
type $DIR
key Enter
wait frames 5
click Browser/Name
key Ctrl+A
type lived
key Enter
click Browser/Save
wait-until status == "Saved $DIR/lived"
quit
)",
       {"builtin:sprites?count=400&size=16", "--size", "1280x1000"});
  const std::string copied = dumped("end.json")["status"].get<std::string>().substr(8);
  EXPECT_NE(copied.find("--change 2:beta=3"), std::string::npos) << copied;
  // As a shell would read it: the program's own path and another folder.
  std::string command = copied;
  command.replace(0, command.find(' '), std::string("'") + LATLAS_PROGRAM + "'");
  command.replace(command.find("--out latlas-run"), 16, "--out " + path("repeated").string());
  const ProgramResult result = runProgram({"/bin/sh", "-c", command});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  for (const char* file : {"weights.safetensors", "optimizer.safetensors"})
    EXPECT_EQ(readFile(path("lived") / file), readFile(path("repeated") / file)) << file;
}

TEST_F(WindowSession, AForkOutlivesAKill) {
  writeFileAtomically(path("fork.replay"), std::string_view(R"(
wait-until state == ready
key S
wait-until step == 1
key Ctrl+K
wait-until runs == 1
key S
wait-until step == 2
wait-until autosaved == 2
wait-until writing == false
dump $DIR/forked.json
wait seconds 100
)"));
  std::string script = readText(path("fork.replay"));
  script.replace(script.find("$DIR"), 4, path("").string());
  writeFileAtomically(path("fork.replay"), script);
  {
    RunningProgram window(commandLine({"builtin:sprites?count=400&size=16", "--replay",
                                       path("fork.replay").string()}));
    for (int i = 0; i < 600 && !std::filesystem::exists(path("forked.json")); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    ASSERT_TRUE(std::filesystem::exists(path("forked.json")));
    window.send(SIGKILL);
    window.wait();
  }
  play(R"(
wait-until state == ready
click File
click "File/Reopen last run"
wait-until step == 2
expect run.name == "Run 2"
expect runs == 1
click Train
click "Train/Go on with"
click "Train/Go on with/Run 1"
wait-until step == 1
expect run.name == "Run 1"
click File
click "File/Open recent"
wait frames 3
screenshot $DIR/recent.png
key Escape
quit
)",
       {"builtin:sprites?count=400&size=16"});
}

TEST_F(WindowSession, StepsEpochsAndAnEarlyStopPauseWhereTheySay) {
  play(R"(
wait-until state == ready
click "Training/Pace & stop"
click "Training/steps at once"
key Ctrl+A
type 7
key Enter
click Training/Steps
wait-until step == 7
wait-until state == paused
key N
wait-until step == 14
key S
wait-until step == 15
wait-until state == paused
key E
wait-until state == paused
wait-until epoch == 6
click Training/patience
key Ctrl+A
type 1
key Enter
click "Training/learning rate"
key Ctrl+A
type 1e-30
key Enter
click Training/Start
wait-until state == finished
dump $DIR/end.json
quit
)",
       {"builtin:sprites?count=400&size=16", "--size", "1280x1000"});
  const auto end = dumped("end.json");
  EXPECT_NE(end["stop_reason"].get<std::string>().find("held-out"), std::string::npos)
      << end["stop_reason"];
  EXPECT_EQ(end["status"], "Finished: " + end["stop_reason"].get<std::string>());
}

TEST_F(WindowSession, OpensWithAPreset) {
  play(R"(
wait-until state == ready
expect "value:Model/preset" == "Table, learned spread"
expect "value:Model/latent" == 2
click Training/Start
wait-until step >= 10
quit
)",
       {"builtin:blobs?count=500&dims=5", "--preset", "table"});
}

}  // namespace
}  // namespace latlas::test
