#include <gtest/gtest.h>

#include <memory>
#include <utility>

#include "app/runs/runs_list.h"
#include "app/runs/runs_requests.h"
#include "app/ui/widgets.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;
using train::RunState;

class RunsList : public testing::Test, protected PanelFixture {
 protected:
  auto panel() {
    // As the Training panel does with the fold that the wing adds to it.
    return [this] {
      bool isOpen = true;
      if (ui::beginPanel("Training", {300, 700}, isOpen)) drawRunsList(state, requests);
      ui::endPanel();
    };
  }
  // A second run that was kept at step 40.
  void keepOne() {
    auto kept = std::make_shared<train::Snapshot>(*state.snapshot);
    kept->run = 9;
    kept->step = 40;
    state.comparedRuns.push_back({"Run 2", 1, true, std::move(kept)});
  }
};

TEST_F(RunsList, ForksOnceThereIsSomethingToKeep) {
  state.preferences.openFolds = {"Training/Runs"};
  beginRun(RunState::paused);
  UiHarness ui(panel());
  EXPECT_FALSE(ui.isEnabled("Runs/Fork"));
  publish([](train::Snapshot& snapshot) { snapshot.step = 12; });
  ui.frames(2);
  ui.click("Runs/Fork");
  ui.click("Runs/Copy command");
  EXPECT_EQ(asked<request::ForkRun>().size(), 1u);
  EXPECT_EQ(asked<request::CopyCommandLine>().size(), 1u);
}

TEST_F(RunsList, HidesShowsGoesOnAndRemoves) {
  state.preferences.openFolds = {"Training/Runs"};
  beginRun(RunState::paused);
  keepOne();
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Runs/Run 1"), "present");
  EXPECT_EQ(ui.value("Runs/Run 2"), "shown");
  ui.click("Runs/Run 2", {0.2f, 0.5f});
  EXPECT_FALSE(state.comparedRuns[0].visible);
  ui.frames(2);
  EXPECT_EQ(ui.value("Runs/Run 2"), "hidden");
  ui.click("Runs/Run 2/Go on");
  ASSERT_EQ(asked<request::SwitchToRun>().size(), 1u);
  EXPECT_EQ(asked<request::SwitchToRun>()[0].run, 9u);
  ui.click("Runs/Run 2/Remove");
  ASSERT_EQ(asked<request::RemoveRun>().size(), 1u);
  EXPECT_EQ(asked<request::RemoveRun>()[0].run, 9u);
}

TEST_F(RunsList, RenamesAndKeepsNamesApart) {
  state.preferences.openFolds = {"Training/Runs"};
  beginRun(RunState::paused);
  keepOne();
  UiHarness ui(panel());
  ui.click("Runs/Run 2/Rename");
  ui.frames(2);
  ui.enter("Runs/name", "beta 4");
  EXPECT_EQ(state.comparedRuns[0].name, "beta 4");
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Runs/name"));
  ui.click("Runs/Run 1/Rename");
  ui.frames(2);
  ui.enter("Runs/name", "beta 4");
  EXPECT_EQ(state.runLabel.name, "beta 4 (2)");
}

}  // namespace
}  // namespace latlas
