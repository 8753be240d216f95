#include "app/dataset/sample_sheet.h"

#include <gtest/gtest.h>

#include "app/dataset/data_panel.h"
#include "app/session/sample_text.h"
#include "tests/support/made_dataset.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

class SampleSheet : public testing::Test, protected PanelFixture {
 protected:
  auto panel() {
    return [this] { drawDataPanel(state, graphics, {300, 400}, requests); };
  }
};

TEST(SheetLayout, FillsTheWidthAndCountsLines) {
  const SheetLayout layout = layOutSheet({208, 100}, 1000, {40, 40}, 2);
  EXPECT_EQ(layout.columns, 5);
  EXPECT_FLOAT_EQ(layout.cell.x * 5 + 2 * 4, 208);
  EXPECT_FLOAT_EQ(layout.cell.y, layout.cell.x);
  EXPECT_EQ(layout.lines, 200);
  EXPECT_EQ(layout.wholeLines, 2);
  EXPECT_EQ(layout.shownLines, 3);
  EXPECT_EQ(layout.lastTopLine(), 198);
  EXPECT_EQ(layOutSheet({10, 10}, 3, {40, 40}, 2).columns, 1);
  EXPECT_EQ(layOutSheet({208, 1000}, 3, {40, 40}, 2).lastTopLine(), 0);
  EXPECT_FLOAT_EQ(layOutSheet({126, 100}, 9, {60, 40}, 2).cell.y, 62.0f * 40 / 60);
}

TEST_F(SampleSheet, ScrollsByTheWheelByWholeLinesAndStops) {
  openData(10'000);
  UiHarness ui(panel());
  const int visible = state.sheet.visibleCount;
  EXPECT_GT(visible, 10);
  ui.wheel("Data/Sheet", -1.0f);
  EXPECT_GT(state.sheet.first, 0);
  EXPECT_EQ(state.sheet.first % 6, 0);
  ui.wheel("Data/Sheet", 100.0f);
  EXPECT_EQ(state.sheet.first, 0);
}

TEST_F(SampleSheet, ReachesTheLastImageOfAnyDataset) {
  openData(737'280);
  UiHarness ui(panel());
  ui.drag("Data/Scrollbar", {0.5f, 0.01f}, {0.5f, 1.2f});
  EXPECT_GE(state.sheet.first + state.sheet.visibleCount, 737'280);
  EXPECT_LT(state.sheet.first, 737'280);
  ui.drag("Data/Scrollbar", {0.5f, 0.98f}, {0.5f, 0.5f});
  EXPECT_NEAR(static_cast<double>(state.sheet.first), 737'280 / 2.0, 737'280 * 0.02);
}

TEST_F(SampleSheet, KeepsItsPlaceWhenTheRunGoesOn) {
  openData(10'000);
  beginRun(train::RunState::running);
  UiHarness ui(panel());
  ui.wheel("Data/Sheet", -3.0f);
  const auto first = state.sheet.first;
  publish([](train::Snapshot& snapshot) { ++snapshot.step; });
  ui.frames(3);
  EXPECT_EQ(state.sheet.first, first);
}

TEST_F(SampleSheet, DescribesASampleByLabelFactorsAndColumns) {
  openData();
  const auto lines = describeSample(*state.dataset, 5);
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0], "image 5");
  EXPECT_EQ(lines[1], "class " + state.dataset->info().classes[2]);
  EXPECT_EQ(lines[2].substr(0, 7), "parity ");
  EXPECT_EQ(describeSample(*test::flowers(30), 8),
            (std::vector<std::string>{"row 8", "class virginica", "age 8", "town Ulm",
                                      "file flowers/8.png"}));
  // A missing value is left out.
  EXPECT_EQ(describeSample(*test::flowers(30), 9)[2], "town Bern");
}

TEST_F(SampleSheet, TheTooltipOfAVectorHasItsValuesInTheirUnits) {
  state.dataset = test::flowers(30);
  publishPage();
  UiHarness ui(panel());
  ui.hover("Data/Sheet", {0.02f, 0.02f});
  ui.frames(2);
  EXPECT_EQ(ui.value("Data/Sample").substr(0, 20), "row 0\nclass setosa\na");
  // Deviations -2, -1/3, 4/3 and -4/3 of each column.
  EXPECT_EQ(ui.value("Data/Sample values"),
            "sepal length 4.2, sepal width 2.867, petal length 6.1, petal width 0.2667");
}

}  // namespace
}  // namespace latlas
