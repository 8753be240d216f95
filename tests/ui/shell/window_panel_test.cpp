// The whole window: menus, keys, overlays, losses, status, layout.
#include <gtest/gtest.h>

#include <array>
#include <set>

#include "app/losses/losses_requests.h"
#include "app/runs/runs_requests.h"
#include "app/shell/layout.h"
#include "app/shell/shell_requests.h"
#include "app/shell/shortcuts.h"
#include "app/shell/window_view.h"
#include "app/training/training_requests.h"
#include "app/traverse/traverse_requests.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;
using train::RunState;

TEST(WindowLayout, LeavesNoPanelBelowItsLeastSize) {
  Preferences preferences;
  preferences.leftWidth = 5000;
  preferences.rightWidth = 1;
  preferences.bottomHeight = 5000;
  const WindowLayout at = layOutWindow(preferences, 1268, 740, 1.0f, 6.0f, 32.0f);
  EXPECT_FLOAT_EQ(at.left + at.centre + at.right + 12, 1268);
  EXPECT_FLOAT_EQ(at.top + at.bottom + 6, 740);
  EXPECT_GE(at.centre, 320);
  EXPECT_GE(at.right, 260);
  EXPECT_GE(at.top, 280);
}

TEST(WindowLayout, AFoldedPanelGivesItsRoomAway) {
  Preferences preferences;
  const WindowLayout all = layOutWindow(preferences, 1268, 740, 1.0f, 6.0f, 32.0f);
  preferences.traverseOpen = preferences.lossesOpen = false;
  const WindowLayout folded = layOutWindow(preferences, 1268, 740, 1.0f, 6.0f, 32.0f);
  EXPECT_GT(folded.centre, all.centre);
  EXPECT_FLOAT_EQ(folded.bottom, 32);
  preferences.traverseOpen = true;
  preferences.mapOpen = false;
  EXPECT_GT(layOutWindow(preferences, 1268, 740, 1.0f, 6.0f, 32.0f).right, all.right);
}

class Window : public testing::Test, protected PanelFixture {
 protected:
  auto window() {
    return [this] {
      handleShortcuts(state, requests);
      drawWindow(state, graphics, requests);
    };
  }
};

TEST_F(Window, ShowsTheTrainingControlsWithoutScrollingAt1280x800) {
  beginRun(RunState::running);
  UiHarness ui(window(), {1280, 800});
  ui.frames(2);  // panels take the height that their content had in the frame before
  for (const char* label : {"Training/Pause", "Training/beta", "Training/Runs", "Training/speed",
                            "Model/architecture", "Data/Sheet"}) {
    const auto probe = ui::findProbe(label);
    ASSERT_TRUE(probe) << label;
    EXPECT_GT(probe->max.y - probe->min.y, 10.0f) << label;
  }
}

TEST_F(Window, TheSheetOfSamplesIsNotSqueezedOutByFolds) {
  beginRun(RunState::running);
  UiHarness ui(window(), {1280, 800});
  ui.frames(3);
  ui.click("Training/Optimizer");
  ui.frames(3);
  const auto sheet = ui::findProbe("Data/Sheet");
  ASSERT_TRUE(sheet);
  EXPECT_GT(sheet->max.y - sheet->min.y, 20.0f);
}

TEST_F(Window, ThePanelOfDataIsAsHighAfterItWasOutOfView) {
  beginRun(RunState::paused);
  UiHarness ui(window(), {960, 540});
  ui.frames(4);
  const auto before = ui::findProbe("Data/Sheet");
  ASSERT_TRUE(before);
  ui.wheel("Data", -30.0f);
  ui.frames(5);
  ui.wheel("Model/likelihood", 30.0f);
  ui.frames(1);
  const auto after = ui::findProbe("Data/Sheet");
  ASSERT_TRUE(after);
  EXPECT_EQ(after->min.y, before->min.y);
  EXPECT_EQ(after->max.y, before->max.y);
}

// As on a laptop's screen at 150 or 200 %.
TEST_F(Window, KeepsStartInViewWhereThePanelsAboveScroll) {
  beginRun(RunState::paused);
  UiHarness ui(window(), {960, 540});
  ui.frames(4);
  ui.click("Training/Start");
  EXPECT_EQ(asked<request::StartTraining>().size(), 1u);
  ui.wheel("Data", -20.0f);
  ui.frames(2);
  ui.click("Model/Details");
  EXPECT_EQ(ui.value("Model/Details"), "open");
  ui.frames(2);
  ui.click("Training/Start");
  EXPECT_EQ(asked<request::StartTraining>().size(), 2u);
}

TEST_F(Window, SplittersAreRemembered) {
  UiHarness ui(window());
  const float before = state.preferences.leftWidth;
  ui.drag("Splitter/left", {0.5f, 0.5f}, {10.5f, 0.5f});
  EXPECT_NEAR(state.preferences.leftWidth, before + 60, 2);
  const float bottom = state.preferences.bottomHeight;
  ui.drag("Splitter/bottom", {0.5f, 0.5f}, {0.5f, -9.5f});
  EXPECT_NEAR(state.preferences.bottomHeight, bottom + 60, 2);
}

TEST_F(Window, MenusAsk) {
  beginRun(RunState::paused);
  state.preferences.recent = {{"/data/mnist", {}}, {"builtin:sprites", {}}};
  UiHarness ui(window());
  ui.click("File");
  ui.click("File/Open...");
  EXPECT_EQ(asked<request::BrowseForDataset>().size(), 1u);
  ui.click("File");
  ui.hover("File/Open recent");
  ui.frames(20);
  ui.click("File/Open recent/mnist");
  ASSERT_EQ(asked<request::OpenDataset>().size(), 1u);
  EXPECT_EQ(asked<request::OpenDataset>()[0].source, "/data/mnist");
  ui.click("File");
  ui.click("File/Export");
  ui.click("File/Export/Traversal grid");
  ui.click("File/Export/Traversal grid/4x");
  ASSERT_EQ(asked<request::BrowseForExport>().size(), 1u);
  EXPECT_EQ(asked<request::BrowseForExport>()[0].grid, GridKind::traversal);
  EXPECT_EQ(asked<request::BrowseForExport>()[0].cell, 16);
  ui.click("File");
  ui.click("File/Save run...");
  EXPECT_EQ(asked<request::BrowseForSaveRun>().size(), 1u);
  ui.click("Train");
  ui.click("Train/Start");
  EXPECT_EQ(asked<request::StartTraining>().size(), 1u);
  ui.click("View");
  ui.click("View/Light");
  ASSERT_EQ(asked<request::SetTheme>().size(), 1u);
  EXPECT_EQ(asked<request::SetTheme>()[0].theme, ui::Theme::light);
  ui.click("View");
  ui.click("View/Scale");
  ui.click("View/Scale/200 %");
  ASSERT_EQ(asked<request::SetScale>().size(), 1u);
  EXPECT_FLOAT_EQ(asked<request::SetScale>()[0].scale, 2.0f);
  ui.click("File");
  ui.click("File/Quit");
  EXPECT_EQ(asked<request::Quit>().size(), 1u);
}

TEST_F(Window, TheMenuBarTellsTheSpeedOrTheState) {
  beginRun(RunState::running);
  publish([](train::Snapshot& snapshot) { snapshot.imagesPerSecond = 14230; });
  state.figures.framesPerSecond = 59.3;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Menu/Figures"), "14.2k images/s · 60 fps");
  publish([](train::Snapshot& snapshot) { snapshot.state = RunState::paused; });
  ui.frames(2);
  EXPECT_EQ(ui.value("Menu/Figures"), "paused");
}

TEST_F(Window, KeysActAsTheirButtons) {
  beginRun(RunState::paused);
  state.traverse.z = {1, 1};
  UiHarness ui(window());
  ui.key("Space");
  EXPECT_EQ(asked<request::StartTraining>().size(), 1u);
  ui.key("S");
  EXPECT_EQ(asked<request::Step>().size(), 1u);
  ui.key("N");
  EXPECT_EQ(asked<request::Step>().at(1).steps, state.preferences.stepsAtOnce);
  ui.key("E");
  EXPECT_EQ(asked<request::FinishEpoch>().size(), 1u);
  ui.key("M");
  EXPECT_EQ(asked<request::SetPace>().size(), 1u);
  ui.key("K", true);
  EXPECT_TRUE(asked<request::ForkRun>().empty()) << "there is nothing to keep yet";
  publish([](train::Snapshot& snapshot) { snapshot.step = 3; });
  ui.key("K", true);
  EXPECT_EQ(asked<request::ForkRun>().size(), 1u);
  ui.key("C", true, true);
  EXPECT_EQ(asked<request::CopyCommandLine>().size(), 1u);
  ui.key("R", true);
  EXPECT_EQ(asked<request::ResetTraining>().size(), 1u);
  ui.key("0");
  EXPECT_EQ(state.traverse.z, (std::vector<float>{0, 0}));
  ui.key("R");
  EXPECT_NE(state.traverse.z, (std::vector<float>{0, 0}));
  ui.key("G");
  EXPECT_EQ(state.traverse.grid, GridKind::traversal);
  state.map.userMoved = true;
  ui.key("F");
  EXPECT_FALSE(state.map.userMoved);
  ui.key("T");
  EXPECT_EQ(asked<request::SetTheme>().size(), 1u);
  ui.key("O", true);
  EXPECT_EQ(asked<request::BrowseForDataset>().size(), 1u);
  ui.key("E", true);
  EXPECT_EQ(asked<request::BrowseForExport>().size(), 1u);
  ui.key("S", true);
  EXPECT_EQ(asked<request::BrowseForSaveRun>().size(), 1u);
  EXPECT_EQ(asked<request::Step>().size(), 2u) << "Ctrl+S is not S";
  ui.key("Q", true);
  EXPECT_EQ(asked<request::Quit>().size(), 1u);
}

TEST_F(Window, KeysBelongToAFieldWhileTyping) {
  beginRun(RunState::ready);
  UiHarness ui(window());
  ui.frames(2);
  ui.click("Model/hidden");
  ui.key("Space");
  ui.key("S");
  ui.key("Q", true);
  EXPECT_TRUE(requests.empty());
}

TEST_F(Window, ListsEveryKeyOnce) {
  UiHarness ui(window());
  ui.type("?");
  EXPECT_TRUE(state.showShortcuts);
  std::set<std::string> keys;
  for (const Shortcut& shortcut : shortcuts()) {
    EXPECT_TRUE(keys.insert(shortcut.key).second) << shortcut.key;
    EXPECT_EQ(ui.value(std::string("Keys/") + shortcut.key), shortcut.what);
  }
  ui.key("Escape");
  EXPECT_FALSE(state.showShortcuts);
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Keys/Space"));
}

TEST_F(Window, ANoticeWaitsUntilItIsClosed) {
  state.notice = Notice{NoticeKind::error, "Could not open x.gz", "12 bytes"};
  UiHarness ui(window());
  ui.frames(3);
  EXPECT_EQ(ui.value("Notice/Message"), "Could not open x.gz: 12 bytes");
  ui.key("O", true);
  EXPECT_TRUE(requests.empty()) << "what lies under a notice waits";
  ui.click("Notice/Close");
  EXPECT_FALSE(state.notice);
  EXPECT_FALSE(ui.exists("Notice/Message"));
}

TEST_F(Window, ANoticeThatComesWhileKeysAreListedCanBeClosed) {
  UiHarness ui(window());
  ui.type("?");
  state.notice = Notice{NoticeKind::error, "Could not train", "not finite"};
  ui.frames(3);
  ui.click("Notice/Close");
  EXPECT_FALSE(state.notice);
  ui.frames(2);
  ui.click("Keys/Close");
  EXPECT_FALSE(state.showShortcuts);
}

TEST_F(Window, TheStatusBarTellsWhatGoesOnBeforeWhatHappened) {
  state.status = "Saved grid.png";
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Status"), "Saved grid.png");
  state.exporting = "manifold.png";
  ui.frames(2);
  EXPECT_EQ(ui.value("Status"), "Writing manifold.png");
  state.opening = OpenProgress{"/data/faces", 0.42, ""};
  ui.frames(2);
  EXPECT_EQ(ui.value("Status"), "Opening /data/faces 42 %");
}

TEST_F(Window, TheStatusBarNamesPlacementAndAutosave) {
  beginRun(RunState::running);
  publish([](train::Snapshot& snapshot) {
    snapshot.placement = "2 threads on the CPU, by the number of cores";
  });
  state.autosavedStep = 1200;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Status/Placement"), "2 threads on the CPU, by the number of cores");
  EXPECT_EQ(ui.value("Status/Autosave"), "saved at step 1,200");
  EXPECT_EQ(ui.value("Status/Dataset"), "fake · 100 images");
}

TEST_F(Window, TheTrainMenuHasWhatTheButtonsDo) {
  beginRun(RunState::paused);
  publish([](train::Snapshot& snapshot) { snapshot.step = 5; });
  UiHarness ui(window());
  const auto choose = [&ui](const char* item) {
    ui.click("Train");
    ui.click(item);
  };
  choose("Train/Many steps");
  choose("Train/Epoch");
  choose("Train/Slow motion");
  choose("Train/Fork");
  choose("Train/Copy command line");
  choose("Train/Reset");
  EXPECT_EQ(asked<request::Step>().at(0).steps, 100);
  EXPECT_EQ(asked<request::FinishEpoch>().size(), 1u);
  EXPECT_EQ(asked<request::SetPace>().size(), 1u);
  EXPECT_EQ(asked<request::ForkRun>().size(), 1u);
  EXPECT_EQ(asked<request::CopyCommandLine>().size(), 1u);
  EXPECT_EQ(asked<request::ResetTraining>().size(), 1u);
  ui.click("Train");
  EXPECT_FALSE(ui.isEnabled("Train/Preset")) << "a run has its model";
}

TEST_F(Window, TheTrainMenuHasThePresets) {
  openData();
  UiHarness ui(window());
  ui.click("Train");
  ui.click("Train/Preset");
  ui.click("Train/Preset/Convolutional, 2 latents");
  EXPECT_EQ(state.draft.model.architecture, model::Architecture::conv);
}

TEST_F(Window, LossesShowTheNewestValuesAndPassOnTheirControls) {
  beginRun(RunState::running);
  publish([](train::Snapshot& snapshot) {
    snapshot.history.train = series::Series({"loss", "reconstruction", "kl"});
    snapshot.history.heldOut = series::Series({"loss", "reconstruction", "kl"});
    for (int i = 1; i <= 30; ++i)
      snapshot.history.train.append({i, i / 10.0, i * 0.1},
                                    std::array{100.0f + static_cast<float>(i), 90.0f,
                                               10.0f + static_cast<float>(i)});
    snapshot.history.heldOut.append({30, 3.0, 3.0}, std::array{140.0f, 95.5f, 44.5f});
    snapshot.events.push_back({10, "lr", "0.001", "0.0005", 1.0});
  });
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Losses/total train"), "130");
  EXPECT_EQ(ui.value("Losses/reconstruction held out"), "95.5");
  EXPECT_EQ(ui.value("Losses/KL train"), "40");
  EXPECT_EQ(ui.value("Losses/Total loss caption"), "nats per image, grey-level Bernoulli");
  EXPECT_TRUE(ui.exists("Losses/KL"));
  ui.click("Losses/log y");
  ui.drag("Losses/smoothing", {0.6f, 0.5f}, {1.0f, 0.5f});
  EXPECT_TRUE(state.losses.charts.at("Losses/KL").logScale);
  EXPECT_FLOAT_EQ(state.losses.charts.at("Losses/Total loss").smoothing, 0.99f);
}

}  // namespace
}  // namespace latlas
