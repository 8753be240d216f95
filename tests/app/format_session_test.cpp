// Every format is opened by drop, by the browser and by the command line, and the Data panel says
// what it is.
#include <chrono>
#include <thread>

#include "core/base/files.h"
#include "tests/app/dataset_files.h"
#include "tests/app/window_session.h"
#include "tests/core/data/array_fixtures.h"

namespace latlas::test {
namespace {

using data::test::Bytes;

const char* const kFirst = "builtin:sprites?count=50&size=8";

class FormatSession : public WindowSession {
 protected:
  void SetUp() override {
    WindowSession::SetUp();
    files_ = writeDatasetFiles(path("data"));
  }

  // $DIR stands for the test's folder.
  static std::string source(const DatasetFile& file) {
    return file.name.starts_with("builtin:") ? file.name : "$DIR/data/" + file.name;
  }

  // Lines that answer the question, if there is one, and judge what is open then. The panel is
  // unfolded.
  static std::string judged(const DatasetFile& file) {
    std::string script = "# " + file.name + "\n";
    if (file.asks)
      script += "wait-until asking == true\nwait-until \"enabled:Open/Preview\" == true\n"
                "expect \"visible:Open/Problem\" == false\nclick Open/Open\n";
    script += "wait-until dataset.count == " + std::to_string(file.count) + "\n";
    script += "expect dataset.shape == \"" + file.shape + "\"\n";
    script += "expect dataset.classes == " + std::to_string(file.classes) + "\n";
    script += "wait-until sheet.count > 0\nwait-until dataset.summary == true\n";
    script += "wait-until state == ready\n";
    // The panel is of this dataset once it says this one's format and count.
    const bool areVectors = file.shape.ends_with("columns");
    script += "wait-until value:Data/format == \"" + file.format + "\"\n";
    script += "expect value:Data/kind " + std::string(areVectors ? "==" : "!=") + " vectors\n";
    script +=
        std::string("expect value:") + (areVectors ? "Data/rows" : "Data/images") + " != \"\"\n";
    for (const auto& [label, value] : file.says)
      script += "expect \"value:" + label + "\" == \"" + value + "\"\n";
    return script + "expect notice == false\n";
  }

  std::vector<DatasetFile> files_;
};

TEST_F(FormatSession, OpensEachByDrop) {
  std::string script = "wait-until dataset.count == 50\nclick Data/Details\n";
  for (const DatasetFile& file : files_) script += "drop \"" + source(file) + "\"\n" + judged(file);
  play(script + "quit\n", {kFirst});
}

TEST_F(FormatSession, OpensEachByTheBrowser) {
  std::string script = "wait-until dataset.count == 50\nclick Data/Details\n";
  for (const DatasetFile& file : files_) {
    if (file.name.starts_with("builtin:")) continue;
    script += "key Ctrl+O\nclick Browser/Path\nkey Ctrl+A\ntype $DIR/data\nkey Enter\n"
              "click \"Browser/" +
              file.name +
              "\"\n"
              "wait-until \"value:Browser/" +
              file.name +
              "\" != \"\"\n"
              "wait-until enabled:Browser/Open == true\nclick Browser/Open\n" +
              judged(file);
  }
  play(script + "quit\n", {kFirst});
}

TEST_F(FormatSession, OpensEachByTheCommandLine) {
  for (const DatasetFile& file : files_) {
    const bool isBuiltin = file.name.starts_with("builtin:");
    const std::string argument = isBuiltin ? file.name : (path("data") / file.name).string();
    // With a question the panel is there only behind it.
    std::string script = judged(file);
    const std::string panel = "wait-until state == ready\n";
    script.insert(script.find(panel) + panel.size(), "click Data/Details\n");
    play(script + "quit\n", {argument, "--ignore-preferences"});
  }
}

TEST_F(FormatSession, AnArchiveOfSeveralAsksWhichAndThePreviewFollows) {
  play(R"script(
wait-until asking == true
wait-until "visible:Open/Problem" == true
expect enabled:Open/Open == false
click Open/array
click "Open/array/those (14 x 8 x 8, bytes)"
wait-until enabled:Open/Preview == true
wait-until "value:Open/Result" == "14 images of 1 x 8 x 8"
click Open/subset
key Ctrl+A
type 6
key Enter
wait-until "value:Open/Result" == "6 images of 1 x 8 x 8"
click Open/Open
wait-until dataset.count == 6
expect dataset.options == "array=those subset=6"
wait-until state == training
click File
click "File/Open recent"
click "File/Open recent/several.npz"
wait-until status == "Opened several"
expect asking == false
expect dataset.count == 6
quit
)script",
       {(path("data") / "several.npz").string(), "--start"});
}

TEST_F(FormatSession, OptionsOpenTheSameSourceOtherwise) {
  play(R"(
wait-until dataset.count == 12
expect dataset.shape == "3 x 8 x 8"
click Data/Options
wait-until "enabled:Open/Preview" == true
click Open/size
key Ctrl+A
type 16
key Enter
click Open/channels
click Open/channels/grey
wait-until "value:Open/Result" == "12 images of 1 x 16 x 16"
click Open/Open
wait-until dataset.shape == "1 x 16 x 16"
key Ctrl+Shift+O
wait-until visible:Browser/Path == true
click Browser/Path
key Ctrl+A
type $DIR/data
key Enter
click Browser/array.npy
wait-until enabled:Browser/Open == true
click Browser/Open
wait-until asking == true
wait-until "enabled:Open/Preview" == true
click Open/Cancel
wait-until asking == false
expect dataset.shape == "1 x 16 x 16"
quit
)",
       {(path("data") / "pets").string()});
}

TEST_F(FormatSession, WhatTheCommandLineSaysIsChosenInTheDialog) {
  play(R"script(
wait-until asking == true
wait-until visible:Open/subset == true
expect value:Open/subset == 10
click Open/array
click "Open/array/these (13 x 8 x 8, bytes)"
wait-until "enabled:Open/Preview" == true
click Open/Open
wait-until dataset.count == 10
quit
)script",
       {(path("data") / "several.npz").string(), "--subset", "10"});
}

TEST_F(FormatSession, FindsSamplesByClassColumnAndFile) {
  play(R"(
wait-until dataset.count == 12
wait-until sheet.matches == 12
expect dataset.columns == 3
click Data/class
click Data/class/dogs
wait-until sheet.matches == 6
click Data/search
type "bern, age > 6"
wait-until sheet.matches == 3
key Ctrl+A
type "11.png"
wait-until sheet.matches == 1
wait-until value:Data/Sheet == 7
click Data/search/Clear
wait-until sheet.matches == 6
click "Map/Colour by"
click "Map/Colour by/town"
wait frames 3
expect map.colour_by == 2
quit
)",
       {(path("data") / "pets").string()});
}

TEST_F(FormatSession, AFileThatIsCutWhileItIsReadIsOneMessage) {
  const auto large = path("data") / "large.npy";
  data::test::put(large, data::test::npyFile({"|u1", {40'000, 8, 8}, Bytes(40'000 * 64, 9)}));
  writeFileAtomically(path("cut.replay"), "wait-until dataset.count == 40000\n"
                                          "wait-until sheet.count > 0\n"
                                          "wait-until dataset.summary == true\n"
                                          "click Data/Details\n"
                                          "wait-until visible:Data/memory == true\n"
                                          "expect value:Data/memory != \"2.56 MB\"\n"
                                          "dump " +
                                              path("ready.json").string() +
                                              "\n"
                                              "wait seconds 2\n"
                                              "drag Data/Scrollbar 0.5 0.02 0.5 0.98\n"
                                              "wait-until notice == true\n"
                                              "click Notice/Close\n"
                                              "drag Data/Scrollbar 0.5 0.98 0.5 0.7\n"
                                              "wait seconds 0.5\nexpect notice == false\n"
                                              "expect dataset.count == 40000\nquit\n");
  RunningProgram program(commandLine({large.string(), "--memory-limit", "0.001", "--replay",
                                      path("cut.replay").string(), "--exit-after", "100"}));
  for (int i = 0; i < 4000 && !std::filesystem::exists(path("ready.json")); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::filesystem::resize_file(large, 100'000);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exitCode, 0) << result.err;
}

TEST_F(FormatSession, ASheetOfAMillionImagesScrolls) {
  const ProgramResult result = latlas({"bench", "sheet", "--seconds", "0.5", "--json"});
  const auto json = lastJson(result);
  for (const auto& figure : json["figures"]) RecordProperty(figure["name"], figure["value"].dump());
  EXPECT_GT(json["figures"].size(), 3u);
}

}  // namespace
}  // namespace latlas::test
