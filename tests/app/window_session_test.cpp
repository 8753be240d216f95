// What a user does, from the first start to an exported picture, each step judged by its effect.
#include "tests/app/window_session.h"

#include <signal.h>

#include <chrono>
#include <map>
#include <thread>

#include "core/base/files.h"

namespace latlas::test {
namespace {

TEST_F(WindowSession, FirstStartTrainsOnSpritesAndShowsEverything) {
  play(R"(
wait-until state == training
wait-until step >= 60
wait-until map.count == 10000
wait-until preview.count == 1
wait-until grid.count == 64
wait-until sheet.count > 0
expect dataset.name == Sprites
expect map.colour_by == 3
expect loss.train < 300
expect notice == false
screenshot $DIR/first.png
dump $DIR/first.json
quit
)",
       {"--start", "--size", "1280x800"});
  const Png shot = readPng(path("first.png"));
  EXPECT_EQ(shot.width, 1280);
  EXPECT_EQ(shot.height, 800);
  EXPECT_GT(distinctValues(shot), 50u);
  EXPECT_EQ(dumped("first.json")["dataset.count"], 16384);
}

TEST_F(WindowSession, OpensMnistByTheBrowserTrainsAndPauses) {
  if (mnist().empty()) GTEST_SKIP() << "MNIST is not beside the project";
  const std::string script = R"(
wait-until dataset.name == Sprites
click File
click File/Open...
click Browser/Path
key Ctrl+A
type ")" + mnist().parent_path().string() +
                             R"("
key Enter
click Browser/mnist
wait-until value:Browser/mnist != ""
wait-until enabled:Browser/Open == true
click Browser/Open
wait-until dataset.count == 70000
expect dataset.classes == 10
expect map.colour_by == -1
expect dataset.shape == "1 x 28 x 28"
expect state == ready
click Training/Start
wait-until state == training
wait-until step >= 400
remember loss.held_out.first as first
expect loss.held_out < $first
expect loss.held_out < 200
click Training/Pause
wait-until state == paused
remember step as step
wait seconds 0.5
expect step == $step
click Training/Step
wait-until step > $step
expect state == paused
quit
)";
  play(script);
}

TEST_F(WindowSession, OpensAnImageFolderAndResizesIt) {
  const auto folder = std::filesystem::path(LATLAS_SHARED_DATA) / "cifar10-images";
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "CIFAR-10 is not beside the project";
  play(R"(
wait-until dataset.count == 1500
expect dataset.classes == 10
expect dataset.shape == "3 x 32 x 32"
wait-until state == ready
click Data/Options
wait-until "enabled:Open/Preview" == true
click Open/size
key Ctrl+A
type 16
key Enter
click Open/Open
wait-until dataset.shape == "3 x 16 x 16"
expect dataset.count == 1500
wait-until state == ready
click "Model/architecture"
click "Model/architecture/convolutional"
click Training/Start
wait-until step >= 20
wait-until preview.count == 1
quit
)",
       {folder.string()});
}

TEST_F(WindowSession, ADraggedSliderChangesTheImageWhichStaysInStepWithTheWeights) {
  play(R"(
wait-until step >= 30
wait-until preview.count == 1
remember preview.serial as serial
drag Traverse/z0 0.5 0.5 0.9 0.5
expect z.0 > 1
wait-until preview.serial > $serial
remember preview.step as step
remember preview.hash as hash
wait-until preview.step > $step
expect preview.hash != $hash
expect state == training
click Training/Pause
wait-until state == paused
remember step as paused
wait-until preview.step == $paused
wait-until grid.step == $paused
wait-until map.step == $paused
remember preview.hash as still
remember preview.serial as last
drag Traverse/z1 0.5 0.5 0.1 0.5
wait-until preview.serial > $last
expect z.1 < -1
expect preview.step == $paused
expect preview.hash != $still
quit
)",
       {"--start"});
}

TEST_F(WindowSession, ADragOnTheMapDecodesThere) {
  play(R"(
wait-until step >= 30
wait-until map.count == 10000
click Training/Pause
wait-until state == paused
remember step as paused
wait-until map.step == $paused
wait frames 3
hover Map/Canvas 0.5 0.5
remember preview.serial as serial
drag Map/Canvas 0.35 0.5 0.6 0.35
wait-until preview.serial > $serial
remember z.0 as x
remember z.1 as y
remember preview.hash as hash
drag Map/Canvas 0.6 0.35 0.7 0.5
expect z.0 > $x
expect z.1 < $y
wait-until preview.hash != $hash
quit
)",
       {"--start"});
}

TEST_F(WindowSession, ExportsEachGridAndTheRunRedrawsThem) {
  std::string script = R"(
wait-until step >= 60
click Training/Pause
wait-until state == paused
drag Traverse/z0 0.5 0.5 0.7 0.5
)";
  for (const auto& [menu, file] :
       {std::pair{"Sample grid", "samples"}, std::pair{"Manifold grid", "manifold"},
        std::pair{"Traversal grid", "traversal"}}) {
    const std::string label = std::string("File/Export/") + menu;
    script += "click File\nclick File/Export\nclick \"" + label + "\"\nclick \"" + label +
              "/2x\"\nclick Browser/Path\nkey Ctrl+A\ntype $DIR\nkey Enter\nwait frames 5\n" +
              "click Browser/Name\nkey Ctrl+A\ntype " + file + ".png\nkey Enter\n" +
              "click Browser/Save\nwait-until status == \"Saved $DIR/" + file + ".png\"\n";
  }
  script += R"(
key Ctrl+S
click Browser/Path
key Ctrl+A
type $DIR
key Enter
wait frames 5
click Browser/Name
key Ctrl+A
type run
key Enter
click Browser/Save
wait-until status == "Saved $DIR/run"
dump $DIR/end.json
quit
)";
  play(script, {"--start", "builtin:sprites?size=16&count=4096"});

  const std::string z = dumped("end.json")["z.0"].dump() + "," + dumped("end.json")["z.1"].dump();
  const std::map<std::string, std::vector<std::string>> redrawing{
      {"samples", {}}, {"manifold", {}}, {"traversal", {"--columns", "8", "--centre", z}}};
  for (const auto& [what, more] : redrawing) {
    const Png saved = readPng(path(what + ".png"));
    EXPECT_EQ(saved.width, 8 * 32) << what;
    EXPECT_EQ(saved.height, (what == "traversal" ? 2 : 8) * 32) << what;
    EXPECT_GT(distinctValues(saved), 20u) << what;
    std::vector<std::string> call{"export", path("run").string(),      what, "--cell", "32",
                                  "--to",   path("again.png").string()};
    call.insert(call.end(), more.begin(), more.end());
    ASSERT_EQ(latlas(call).exitCode, 0);
    EXPECT_EQ(readPng(path("again.png")).pixels, saved.pixels) << what;
  }
}

TEST_F(WindowSession, ABrokenFileIsOneMessageAndNothingIsLost) {
  // The magic number of IDX images, and an end where the sizes should be.
  writeFileAtomically(path("broken-images-idx3-ubyte"), std::string_view("\0\0\x08\x03\0\0", 6));
  play(R"(
wait-until step >= 30
remember dataset.count as count
drop $DIR/broken-images-idx3-ubyte
wait-until notice == true
screenshot $DIR/error.png
dump $DIR/error.json
remember step as step
wait-until step > $step
expect dataset.count == $count
expect state == training
click Notice/Close
wait-until notice == false
drop "builtin:sprites?size=16&count=100"
wait-until dataset.count == 100
quit
)",
       {"--start"});
  const std::string message = dumped("error.json")["notice.message"];
  EXPECT_NE(message.find("broken-images-idx3-ubyte"), std::string::npos) << message;
  EXPECT_NE(message.find("expected"), std::string::npos) << message;
  EXPECT_NE(message.find("found"), std::string::npos) << message;
}

TEST_F(WindowSession, ARunReopensWhereItWas) {
  ASSERT_EQ(latlas(smallTraining(path("run"))).exitCode, 0);
  play(R"(
wait-until dataset.count == 2048
wait-until state == paused
wait-until map.count == 2048
expect step == 30
expect z.2 == 0
click Training/Start
wait-until step > 30
quit
)",
       {path("run").string()});
}

TEST_F(WindowSession, AKilledProgramsRunGoesOn) {
  writeFileAtomically(path("kill.replay"), std::string_view(R"(
wait-until step >= 40
click Training/Pause
wait-until state == paused
remember step as step
wait-until autosaved == $step
wait-until writing == false
wait seconds 200
)"));
  {
    RunningProgram program(commandLine({"--start", "--replay", path("kill.replay").string(),
                                        "builtin:sprites?count=1000&size=16"}));
    const auto file = path("data") / "latlas/last-run/run.json";
    for (int i = 0; i < 1200 && !std::filesystem::exists(file); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
    program.send(SIGKILL);
    EXPECT_EQ(program.wait().exitCode, -SIGKILL);
  }
  play(R"(
wait-until dataset.count > 0
click File
click "File/Reopen last run"
wait-until dataset.count == 1000
wait-until step >= 40
expect state == paused
remember step as step
click Training/Start
wait-until step > $step
quit
)");
}

TEST_F(WindowSession, PreferencesAreRemembered) {
  play(
      "wait-until dataset.count == 100\nexpect theme == dark\nkey T\nwait-until theme == light\nquit\n",
      {"builtin:sprites?count=100&size=16"});
  play(R"(
wait-until dataset.count == 16384
expect theme == light
click File
click "File/Open recent"
expect "visible:File/Open recent/builtin:sprites?count=100&size=16" == true
quit
)");
}

TEST_F(WindowSession, LockstepGivesTheSamePixelsEachTime) {
  const auto shoot = [this](const std::string& name) {
    play("wait-until step >= 20\nkey Space\nwait-until state == paused\nwait frames 60\n"
         "screenshot $DIR/" +
             name + "\nquit\n",
         {"--start", "--lockstep", "1", "--ignore-preferences", "--size", "1280x800",
          "builtin:sprites?count=500&size=16"});
    return readPng(path(name));
  };
  EXPECT_EQ(shoot("a.png").pixels, shoot("b.png").pixels);
}

TEST_F(WindowSession, AScriptThatIsCutShortIsNoSuccess) {
  writeFileAtomically(path("short.replay"), std::string_view("wait-until dataset.count == 5\n"));
  const ProgramResult result = latlas({"builtin:sprites?count=100&size=16", "--replay",
                                       path("short.replay").string(), "--exit-after", "2"});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_NE(result.err.find("line 1"), std::string::npos) << result.err;
}

TEST_F(WindowSession, AModelThatCannotBeBuiltIsMendedInItsPanel) {
  play(R"(
wait-until state == ready
click Model/architecture
click Model/architecture/convolutional
click Model/channels
key Ctrl+A
type "8,8,8,8,8"
key Enter
click Training/Start
wait-until state == failed
click Notice/Close
click Model/channels
key Ctrl+A
type "8,16"
key Enter
click Training/Start
wait-until step >= 3
quit
)",
       {"builtin:sprites?count=400&size=16"});
}

TEST_F(WindowSession, AFailedExpectationIsSaidAndIsNotSuccess) {
  const ProgramResult result = play("wait-until dataset.count > 0\nexpect dataset.count == 3\n",
                                    {"builtin:sprites?count=100&size=16"}, 1);
  EXPECT_NE(result.err.find("line 2"), std::string::npos) << result.err;
  EXPECT_NE(result.err.find("found 100"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace latlas::test
