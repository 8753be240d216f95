// The frame between panels, workers and jobs, in lockstep with FakeModel and no screen.
#include "tests/ui/shell/frame_fixture.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/support/png.h"
#include "tests/support/temporary_folder.h"

namespace latlas::app {
namespace {

TEST_F(FrameTest, AnOpenedDatasetIsReadyShownAndRemembered) {
  openSmallSprites();
  EXPECT_EQ(state.dataset->info().count, 64);
  EXPECT_EQ(state.preferences.recent.at(0).source, "builtin:sprites?count=64&size=8");
  EXPECT_EQ(state.traverse.z.size(), 2u);
  EXPECT_TRUE(reaches([this] {
    return state.traverse.preview && state.traverse.gridImages && state.map.map &&
           state.sheet.page && state.summary;
  }));
  EXPECT_EQ(state.map.map->rows.size(), 64u);
}

TEST_F(FrameTest, WhatVectorsDoNotAllowComesBackWithImages) {
  openSmallSprites();
  EXPECT_EQ(state.draft.model.likelihood, model::Likelihood::bernoulli);
  open("builtin:blobs?count=40&dims=3");
  ASSERT_TRUE(reaches([this] { return state.dataset->info().count == 40; }));
  EXPECT_EQ(state.draft.model.likelihood, model::Likelihood::gaussian);
  open("builtin:sprites?count=50&size=8");
  ASSERT_TRUE(reaches([this] { return state.dataset->info().count == 50; }));
  EXPECT_EQ(state.draft.model.likelihood, model::Likelihood::bernoulli);
}

TEST_F(FrameTest, TheFirstDatasetTrainsWhenAskedTo) {
  frame.startTrainingWhenOpened();
  open("builtin:sprites?count=64&size=8");
  EXPECT_TRUE(reaches([this] { return step() > 3; }));
  open("builtin:sprites?count=80&size=8");
  ASSERT_TRUE(reaches([this] { return state.dataset->info().count == 80; }));
  EXPECT_TRUE(reaches([this] { return isState(train::RunState::ready); }));
}

TEST_F(FrameTest, StartPauseStepAndReset) {
  openSmallSprites();
  ui.key("Space");
  ASSERT_TRUE(reaches([this] { return step() > 3; }));
  ui.key("Space");
  ASSERT_TRUE(reaches([this] { return isState(train::RunState::paused); }));
  const auto paused = step();
  ui.click("Training/Step");
  EXPECT_TRUE(reaches([&] { return step() == paused + 1; }));
  const auto run = state.snapshot->run;
  ui.click("Training/Reset");
  EXPECT_TRUE(reaches([&] { return state.snapshot->run == run + 1; }));
  EXPECT_EQ(step(), 0);
}

TEST_F(FrameTest, AnEditedModelIsWhatStartTrains) {
  openSmallSprites();
  state.draft.model.latent = 3;
  state.draft.train.learningRate = 0.5;
  ui.key("Space");
  ASSERT_TRUE(reaches([this] { return step() > 0; }));
  EXPECT_EQ(state.snapshot->config.model.latent, 3);
  EXPECT_EQ(state.snapshot->config.train.learningRate, 0.5);
  EXPECT_EQ(state.traverse.z.size(), 3u);
  EXPECT_TRUE(reaches([this] {
    return state.map.map && state.map.map->layout->axisName(0).starts_with("PC");
  }));
}

TEST_F(FrameTest, TheImageIsAskedForAgainWithEachPlaceAndTimed) {
  openSmallSprites();
  ASSERT_TRUE(reaches([this] { return state.traverse.preview != nullptr; }));
  for (const float z : {0.5f, 1.0f, 1.5f}) {
    state.traverse.z[0] = z;
    EXPECT_TRUE(reaches([&] { return state.traverse.preview->z[0] == z; }));
  }
  EXPECT_GE(figures.toJson()["slider_to_texture_ms"]["count"], 3);
}

TEST_F(FrameTest, WhatCannotBeOpenedIsSaidAndNothingIsLost) {
  openSmallSprites();
  const auto before = state.dataset;
  open("/nowhere/at/all");
  ASSERT_TRUE(reaches([this] { return state.notice.has_value(); }));
  EXPECT_EQ(state.notice->title, "Could not open /nowhere/at/all");
  EXPECT_EQ(state.dataset, before);
  EXPECT_TRUE(isState(train::RunState::ready));
}

TEST_F(FrameTest, AModelThatCannotBeBuiltIsSaidAndMended) {
  openSmallSprites();
  state.draft.train.batch = 0;
  frame.ask(request::ResetTraining{});
  ASSERT_TRUE(reaches([this] { return isState(train::RunState::failed); }));
  EXPECT_EQ(state.notice->title, "Could not build the model");
  state.notice.reset();
  state.draft.train.batch = 16;
  frame.ask(request::StartTraining{});
  EXPECT_TRUE(reaches([this] { return step() > 0; }));
}

TEST_F(FrameTest, ExportsAndSavesAndSaysWhere) {
  openSmallSprites();
  const test::TemporaryFolder folder;
  frame.ask(request::ExportGrid{GridKind::samples, 16, folder / "grid.png"});
  ASSERT_TRUE(reaches([&] { return state.status == "Saved " + (folder / "grid.png").string(); }));
  EXPECT_GT(readFile(folder / "grid.png").size(), 100u);
  frame.ask(request::ExportGrid{GridKind::samples, 16, folder / "grid.png" / "in-a-file.png"});
  EXPECT_TRUE(reaches([this] { return state.notice.has_value(); }));
}

TEST_F(FrameTest, TheHistoryAndItsChartsAreExported) {
  openSmallSprites();
  const test::TemporaryFolder folder;
  frame.ask(request::ExportHistory{folder / "none.csv"});
  ASSERT_TRUE(reaches([this] { return state.notice.has_value(); }));
  EXPECT_NE(state.notice->message.find("no history yet"), std::string::npos);
  state.notice.reset();
  ui.click("Training/Step");
  ASSERT_TRUE(reaches([this] { return step() == 1; }));
  frame.ask(request::ExportHistory{folder / "h.csv"});
  ASSERT_TRUE(reaches([&] { return state.status == "Saved " + (folder / "h.csv").string(); }));
  const std::string text = readText(folder / "h.csv");
  EXPECT_TRUE(text.starts_with("run,step,epoch,seconds,split,loss")) << text;
  EXPECT_NE(text.find("\nRun 1,1,"), std::string::npos) << text;
  frame.ask(request::ExportChartPicture{folder / "c.png"});
  ASSERT_TRUE(reaches([&] { return state.status == "Saved " + (folder / "c.png").string(); }));
  EXPECT_EQ(test::readPng(folder / "c.png").height, 620);
  EXPECT_FALSE(state.notice);
}

TEST_F(FrameTest, ARunIsSavedByItselfEveryHalfMinuteAndWhenItStops) {
  const test::TemporaryFolder folder;
  state.autosaveFolder = folder / "last-run";
  state.draft.train.epochs = 0;
  openSmallSprites();
  EXPECT_TRUE(state.autosavedStep == 0 && !std::filesystem::exists(state.autosaveFolder));
  ui.key("Space");
  const double begun = now;
  ASSERT_TRUE(reaches([this] { return state.autosavedStep > 0; }));
  EXPECT_NEAR(now - begun, 30.0, 1.0);
  ui.key("Space");
  ASSERT_TRUE(reaches([this] { return isState(train::RunState::paused); }));
  EXPECT_TRUE(reaches([this] { return state.autosavedStep == step() && !tasks.busy(); }));
  EXPECT_TRUE(std::filesystem::exists(state.autosaveFolder / "weights.safetensors"));
  EXPECT_FALSE(state.notice);
}

TEST_F(FrameTest, ANewRunSavesTheOneItReplacesAndSetsItAside) {
  const test::TemporaryFolder folder;
  state.autosaveFolder = folder / "last-run";
  state.draft.train.epochs = 0;
  openSmallSprites();
  ui.key("Space");
  ASSERT_TRUE(reaches([this] { return step() >= 7; }));
  frame.ask(request::ResetTraining{});
  ASSERT_TRUE(reaches([this] { return step() == 0 && !tasks.busy(); }));
  const auto stepIn = [](const std::filesystem::path& run) {
    return nlohmann::json::parse(readText(run / "run.json")).at("step").get<std::int64_t>();
  };
  const std::int64_t replaced = stepIn(state.autosaveFolder);
  EXPECT_GE(replaced, 7);
  frame.ask(request::Step{});
  ASSERT_TRUE(reaches([this] { return state.autosavedStep == 1 && !tasks.busy(); }));
  EXPECT_EQ(stepIn(state.autosaveFolder), 1);
  EXPECT_EQ(stepIn(folder / "run-before"), replaced);
}

TEST_F(FrameTest, SavesAskedForAtOnceAreWrittenInOrder) {
  openSmallSprites();
  const test::TemporaryFolder folder;
  for (const int cell : {8, 16, 32})
    frame.ask(request::ExportGrid{GridKind::samples, cell, folder / "grid.png"});
  ASSERT_TRUE(reaches([&] { return state.status.starts_with("Saved") && !tasks.busy(); }));
  EXPECT_EQ(test::readPng(folder / "grid.png").width, 8 * 32);
  EXPECT_FALSE(state.notice);
}

TEST_F(FrameTest, QuittingSavesTheRun) {
  const test::TemporaryFolder folder;
  state.autosaveFolder = folder / "last-run";
  state.draft.train.epochs = 0;
  openSmallSprites();
  ui.key("Space");
  ASSERT_TRUE(reaches([this] { return step() >= 5; }));
  EXPECT_TRUE(reaches([this] { return frame.saveBeforeQuitting(); }));
  EXPECT_TRUE(std::filesystem::exists(state.autosaveFolder / "run.json"));
}

TEST_F(FrameTest, WithoutAModelNothingOldIsExportedOrSaved) {
  openSmallSprites();
  state.draft.train.batch = 0;
  frame.ask(request::ResetTraining{});
  ASSERT_TRUE(reaches([this] { return isState(train::RunState::failed); }));
  const test::TemporaryFolder folder;
  state.notice.reset();
  frame.ask(request::ExportGrid{GridKind::samples, 16, folder / "grid.png"});
  ASSERT_TRUE(reaches([this] { return state.notice.has_value(); }));
  state.notice.reset();
  frame.ask(request::SaveRun{folder / "run"});
  ASSERT_TRUE(reaches([this] { return state.notice.has_value(); }));
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  // The same failure again is said again.
  state.notice.reset();
  frame.ask(request::ResetTraining{});
  EXPECT_TRUE(reaches([this] { return state.notice.has_value(); }));
}

class FrameWithoutMemory : public FrameTest {
 protected:
  explicit FrameWithoutMemory(std::shared_ptr<int> refusals = std::make_shared<int>(0))
      : FrameTest({.isSavable = true, .refusals = refusals}), refusals_(refusals) {}

  std::shared_ptr<int> refusals_;
};

TEST_F(FrameWithoutMemory, ASaveWithoutACheckpointIsNotMadeOfTheNextOne) {
  const test::TemporaryFolder folder;
  openSmallSprites();
  frame.ask(request::Step{});
  ASSERT_TRUE(reaches([this] { return step() == 1; }));
  *refusals_ = 2;  // also that of the weights that a failure publishes
  frame.ask(request::SaveRun{folder / "lost"});
  ASSERT_TRUE(reaches([this] { return state.notice.has_value(); }));
  EXPECT_EQ(state.notice->title, "Could not take a copy of the run");
  frame.ask(request::Step{});
  ASSERT_TRUE(reaches([this] { return step() == 2; }));
  frame.ask(request::SaveRun{folder / "run"});
  EXPECT_TRUE(reaches([&] { return std::filesystem::exists(folder / "run" / "run.json"); }));
  EXPECT_FALSE(std::filesystem::exists(folder / "lost"));
}

TEST_F(FrameTest, AnAutosaveThatFailsIsSaidOnce) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "file", std::string_view("in the way"));
  state.autosaveFolder = folder / "file" / "last-run";
  openSmallSprites();
  frame.ask(request::Step{});
  ASSERT_TRUE(reaches([this] { return state.notice.has_value(); })) << state.status << step();
  state.notice.reset();
  frame.ask(request::Step{});
  ASSERT_TRUE(reaches([this] { return step() == 2; }));
  EXPECT_FALSE(reaches([this] { return state.notice.has_value(); }));
}

TEST_F(FrameTest, KnobsReachTheTrainerAndTheDraft) {
  openSmallSprites();
  ui.key("Space");
  ASSERT_TRUE(reaches([this] { return step() > 0; }));
  frame.ask(request::SetKey{"lr", "0.01"});
  frame.ask(request::SetKey{"beta", "4"});
  ASSERT_TRUE(reaches([this] { return state.snapshot->config.loss.beta == 4.0; }));
  EXPECT_EQ(state.snapshot->config.train.learningRate, 0.01);
  EXPECT_EQ(state.draft.loss.beta, 4.0);
  EXPECT_EQ(state.snapshot->events.size(), 2u);
}

TEST_F(FrameTest, QuitIsAskedFor) {
  EXPECT_FALSE(frame.quitAsked());
  ui.key("Q", true);
  ui.frames(2);
  EXPECT_TRUE(frame.quitAsked());
}

}  // namespace
}  // namespace latlas::app
