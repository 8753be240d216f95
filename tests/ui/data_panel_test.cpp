#include <gtest/gtest.h>

#include "app/panels/format.h"
#include "app/panels/sample_sheet.h"
#include "app/panels/sample_text.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

TEST(SheetLayout, FillsTheWidthAndCountsLines) {
  const SheetLayout layout = layOutSheet({208, 100}, 1000, 40, 2);
  EXPECT_EQ(layout.columns, 5);
  EXPECT_FLOAT_EQ(layout.cell * 5 + 2 * 4, 208);
  EXPECT_EQ(layout.lines, 200);
  EXPECT_EQ(layout.wholeLines, 2);
  EXPECT_EQ(layout.shownLines, 3);
  EXPECT_EQ(layout.lastTopLine(), 198);
  EXPECT_EQ(layOutSheet({10, 10}, 3, 40, 2).columns, 1);
  EXPECT_EQ(layOutSheet({208, 1000}, 3, 40, 2).lastTopLine(), 0);
}

TEST(Format, ReadsAsPeopleWrite) {
  EXPECT_EQ(compactNumber(980), "980");
  EXPECT_EQ(compactNumber(14230), "14.2k");
  EXPECT_EQ(compactNumber(1.0e6), "1.00M");
  EXPECT_EQ(compactNumber(999.7), "1.00k");
  EXPECT_EQ(duration(8.44), "8.4 s");
  EXPECT_EQ(duration(59.97), "1 m 00 s");
  EXPECT_EQ(duration(4320), "1 h 12 m");
  EXPECT_EQ(byteSize(47'040'000), "47.0 MB");
  EXPECT_EQ(shortNumber(1.0 / 0.0), "not finite");
}

class DataPanel : public testing::Test, protected PanelFixture {
 protected:
  auto panel() {
    return [this] { drawDataPanel(state, graphics, {300, 400}, requests); };
  }
};

TEST_F(DataPanel, OffersToOpenWhileThereIsNothing) {
  UiHarness ui(panel());
  ui.click("Data/Open");
  EXPECT_EQ(asked<request::BrowseForDataset>().size(), 1u);
}

TEST_F(DataPanel, ShowsProgressAndCancels) {
  state.opening = OpenProgress{"/data/faces", 0.5, "reading"};
  UiHarness ui(panel());
  EXPECT_TRUE(ui.exists("Data/Progress"));
  EXPECT_FALSE(ui.exists("Data/Open"));
  ui.click("Data/Cancel");
  EXPECT_EQ(asked<request::CancelOpening>().size(), 1u);
}

TEST_F(DataPanel, TellsWhatIsOpen) {
  beginRun(train::RunState::ready);
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Data/Name"), state.dataset->info().name);
  EXPECT_EQ(ui.value("Data/images"), "90 + 10 held out");
  EXPECT_EQ(ui.value("Data/labels"), "3 classes, 1 factor");
  EXPECT_NE(ui.value("Data/shape").find("1 x 4 x 4"), std::string::npos);
  EXPECT_FALSE(ui.exists("Data/Skipped"));
}

TEST_F(DataPanel, ScrollsByTheWheelByWholeLinesAndStops) {
  openData(10'000);
  UiHarness ui(panel());
  const int visible = state.sheet.visibleCount;
  EXPECT_GT(visible, 10);
  ui.wheel("Data/Sheet", -1.0f);
  const auto first = state.sheet.firstRow;
  EXPECT_GT(first, 0);
  EXPECT_EQ(ui.value("Data/Sheet"), std::to_string(first));
  ui.wheel("Data/Sheet", 100.0f);
  EXPECT_EQ(state.sheet.firstRow, 0);
}

TEST_F(DataPanel, ReachesTheLastImageOfAnyDataset) {
  openData(737'280);
  UiHarness ui(panel());
  ui.drag("Data/Scrollbar", {0.5f, 0.01f}, {0.5f, 1.2f});
  EXPECT_EQ(state.sheet.firstRow + state.sheet.visibleCount, 737'280);
  ui.drag("Data/Scrollbar", {0.5f, 0.98f}, {0.5f, 0.5f});
  EXPECT_NEAR(static_cast<double>(state.sheet.firstRow), 737'280 / 2.0, 737'280 * 0.02);
}

TEST_F(DataPanel, KeepsItsPlaceWhenTheRunGoesOn) {
  openData(10'000);
  beginRun(train::RunState::running);
  UiHarness ui(panel());
  ui.wheel("Data/Sheet", -3.0f);
  const auto first = state.sheet.firstRow;
  publish([](train::Snapshot& snapshot) { ++snapshot.step; });
  ui.frames(3);
  EXPECT_EQ(state.sheet.firstRow, first);
}

TEST_F(DataPanel, FoldsByItsHeading) {
  openData();
  UiHarness ui(panel());
  ui.click("Data");
  EXPECT_FALSE(state.preferences.dataOpen);
  EXPECT_FALSE(ui.exists("Data/Sheet"));
}

TEST_F(DataPanel, DescribesAnImageByLabelAndFactors) {
  openData();
  const auto lines = describeSample(*state.dataset, 5);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0], "image 5");
  EXPECT_EQ(lines[1], "class " + state.dataset->info().classes[2]);
  EXPECT_EQ(lines[2].substr(0, 7), "parity ");
}

}  // namespace
}  // namespace latlas
