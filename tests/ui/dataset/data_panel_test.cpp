#include <gtest/gtest.h>

#include "app/dataset/data_details.h"
#include "app/dataset/data_panel.h"
#include "app/dataset/dataset_requests.h"
#include "tests/support/made_dataset.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

TEST(MemoryText, TellsWhatIsReadInPlace) {
  data::DatasetInfo info;
  info.count = 1'000'000;
  info.shape = {1, 8, 8};
  info.memoryBytes = 68'000'000;
  EXPECT_EQ(memoryText(info), "68.0 MB");
  info.memoryBytes = 4'000'000;
  EXPECT_EQ(memoryText(info), "read in place, 4.00 MB held");
}

class DataPanel : public testing::Test, protected PanelFixture {
 protected:
  auto panel(ImVec2 size = {300, 400}) {
    return [this, size] { drawDataPanel(state, graphics, size, requests); };
  }
  void publishSummary() {
    Progress progress;
    state.summary = std::make_shared<const DataSummary>(summarize(state.dataset, progress));
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
  EXPECT_NE(ui.value("Data/shape").find("1 x 4 x 4"), std::string::npos);
  EXPECT_FALSE(ui.exists("Data/Skipped"));
  EXPECT_FALSE(ui.exists("Data/format"));
}

TEST_F(DataPanel, UnfoldsEverythingThatIsKnown) {
  state.dataset = test::flowers(30);
  publishSummary();
  UiHarness ui(panel({300, 760}));
  ui.click("Data/Details");
  EXPECT_EQ(ui.value("Data/kind"), "vectors");
  EXPECT_EQ(ui.value("Data/rows"), "30");
  EXPECT_EQ(ui.value("Data/format"), "CSV table");
  EXPECT_EQ(ui.value("Data/values"), "numbers, 0.1 to 7.9");
  EXPECT_EQ(ui.value("Data/memory"), "480 bytes");
  EXPECT_EQ(ui.value("Data/file"), "flowers.csv");
  EXPECT_FALSE(ui.exists("Data/opened as"));
  EXPECT_FALSE(ui.exists("Data/Factors"));
  ui.click("Data/file/Copy");
  EXPECT_EQ(std::string(ImGui::GetClipboardText()), "/data/flowers.csv");
  ui.click("Data/Columns");
  EXPECT_EQ(ui.value("Data/Columns/petal length"), "1 to 6.9");
  EXPECT_EQ(ui.value("Data/Columns/age"), "0 to 28");
  EXPECT_EQ(ui.value("Data/Columns/town"), "2 texts");
}

TEST_F(DataPanel, CountsClassesAndFiltersByAClick) {
  openData(100);
  UiHarness ui(panel({300, 700}));
  ui.click("Data/Details");
  ui.click("Data/Classes");
  EXPECT_EQ(ui.value("Data/Classes/b"), "");
  publishSummary();
  ui.frames(1);
  EXPECT_EQ(ui.value("Data/Classes/b"), "33");
  ui.click("Data/Classes/b");
  EXPECT_EQ(state.sheet.filter.label, 1);
  EXPECT_EQ(ui.value("Data/class"), "b");
  ui.click("Data/Classes/b");
  EXPECT_EQ(state.sheet.filter.label, -1);
  ui.click("Data/Factors");
  EXPECT_EQ(ui.value("Data/Factors/parity"), "2 levels");
}

TEST_F(DataPanel, ShowsMeansWithTheirClasses) {
  openData(100);
  UiHarness ui(panel({300, 700}));
  ui.click("Data/Details");
  EXPECT_FALSE(ui.exists("Data/Means"));
  publishSummary();
  ui.frames(3);
  ui.click("Data/Means");
  EXPECT_EQ(ui.value("Data/Means/all"), "100");
  EXPECT_EQ(ui.value("Data/Means/a"), "34");
  EXPECT_EQ(ui.value("Data/Means range"), "pixels 0 to 0.99, mean 0.495");
}

TEST_F(DataPanel, ListsWhatWasSkipped) {
  test::Made made;
  made.info.name = "faces";
  made.info.count = 3;
  made.info.shape = {1, 2, 2};
  made.info.skipped = {{"/data/faces/broken.png", "it ends early"},
                       {"/data/faces/a.txt", "no image"}};
  state.dataset = std::make_shared<const test::MadeDataset>(made);
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Data/Skipped"), "folded");
  ui.click("Data/Skipped");
  EXPECT_TRUE(ui.exists("Data/Skipped/broken.png: it ends early"));
  EXPECT_TRUE(ui.exists("Data/Skipped/a.txt: no image"));
}

TEST_F(DataPanel, OpensAnewWithOtherOptions) {
  test::Made made;
  made.info.source = "/data/faces";
  made.info.count = 3;
  made.info.shape = {1, 2, 2};
  made.info.options.imageSize = 48;
  state.dataset = std::make_shared<const test::MadeDataset>(made);
  UiHarness ui(panel());
  ui.click("Data/Options");
  const auto opened = asked<request::OpenDataset>();
  ASSERT_EQ(opened.size(), 1u);
  EXPECT_EQ(opened[0].source, "/data/faces");
  EXPECT_EQ(opened[0].options.imageSize, 48);
  EXPECT_EQ(opened[0].ask, request::Ask::always);
}

TEST_F(DataPanel, SearchesWhileOneTypesAndClears) {
  openData(1000);
  publishPage();
  UiHarness ui(panel());
  EXPECT_FALSE(ui.exists("Data/matches"));
  ui.wheel("Data/Sheet", -3.0f);
  EXPECT_GT(state.sheet.first, 0);
  ui.click("Data/search");
  ui.type("row 12");
  EXPECT_EQ(state.sheet.filter.text, "row 12");
  EXPECT_EQ(state.sheet.first, 0);
  EXPECT_EQ(ui.value("Data/matches"), "searching");
  publishPage(1);
  ui.frames(1);
  EXPECT_EQ(ui.value("Data/matches"), "1 of 1,000 images");
  ui.click("Data/search/Clear");
  EXPECT_EQ(state.sheet.filter.text, "");
}

TEST_F(DataPanel, WhatIsTypedGoesWithItsDataset) {
  openData(1000);
  UiHarness ui(panel());
  ui.click("Data/search");
  ui.type("cat");
  const auto before = state.dataset;  // so that the next one lies elsewhere
  openData(50);
  ui.frames(2);
  EXPECT_EQ(state.sheet.filter.text, "");
  EXPECT_EQ(ui.value("Data/search"), "");
}

TEST_F(DataPanel, SaysWhyNothingCanBeFound) {
  openData(10);
  state.sheet.filter.text = "age > 3";
  publishPage(0);
  auto page = std::make_shared<SheetPage>(*state.sheet.page);
  page->problem = "Nothing is called \"age\".";
  state.sheet.page = page;
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Data/problem"), "Nothing is called \"age\".");
  EXPECT_EQ(ui.value("Data/matches"), "0 of 10 images");
}

TEST_F(DataPanel, ChoosesAClass) {
  openData(100);
  publishPage();
  UiHarness ui(panel());
  EXPECT_EQ(ui.value("Data/class"), "3 classes");
  ui.click("Data/class");
  ui.click("Data/class/c");
  EXPECT_EQ(state.sheet.filter.label, 2);
  ui.click("Data/class");
  ui.click("Data/class/3 classes");
  EXPECT_EQ(state.sheet.filter.label, -1);
}

TEST_F(DataPanel, FoldsByItsHeading) {
  openData();
  UiHarness ui(panel());
  ui.click("Data");
  EXPECT_FALSE(state.preferences.dataOpen);
  EXPECT_FALSE(ui.exists("Data/Sheet"));
}

}  // namespace
}  // namespace latlas
