// The dialog of datasets to download: what it says and what it asks for.
#include <gtest/gtest.h>

#include "app/dataset/dataset_requests.h"
#include "app/dataset/datasets_dialog.h"
#include "app/shell/shortcuts.h"
#include "app/shell/window_view.h"
#include "tests/ui/panel_fixture.h"

namespace latlas {
namespace {

using namespace app;
using test::PanelFixture;
using test::UiHarness;

class Datasets : public testing::Test, protected PanelFixture {
 protected:
  auto window() {
    return [this] {
      handleShortcuts(state, requests);
      drawWindow(state, graphics, requests);
    };
  }
  // As the frame does with the answer to ReadCatalogue.
  void readCatalogue() {
    state.datasets.catalogue = std::make_shared<const fetch::Catalogue>(fetch::loadCatalogue());
    for (const auto& entry : state.datasets.catalogue->entries)
      state.datasets.status[entry.key].path = "/data/" + entry.key;
  }
  DatasetStatus& status(const std::string& key) { return state.datasets.status[key]; }
};

TEST_F(Datasets, AreShownByKeyAndByMenuAndEscClosesThem) {
  UiHarness ui(window());
  EXPECT_FALSE(ui.exists("Datasets/Close"));
  ui.key("D", true);
  ui.frames(2);
  EXPECT_TRUE(ui.exists("Datasets/Close"));
  EXPECT_EQ(asked<request::ReadCatalogue>().size(), 1u);
  ui.key("Escape");
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Datasets/Close"));
  EXPECT_FALSE(state.datasets.isOpen);
  ui.click("File");
  ui.click("File/Datasets...");
  EXPECT_EQ(asked<request::ReadCatalogue>().size(), 2u);
  ui.click("Datasets/Close");
  EXPECT_FALSE(state.datasets.isOpen);
}

TEST_F(Datasets, ListsAllOfThemWithSizeOrState) {
  readCatalogue();
  status("kmnist").presence = {true, 1.0};
  status("cifar-10").download = DownloadProgress{0.345, "58.7 of 170 MB, 3.2 MB/s"};
  status("dsprites").failure = "no server has it";
  state.datasets.isOpen = true;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Datasets/mnist"), "11.6 MB");
  EXPECT_EQ(ui.value("Datasets/fashion-mnist"), "30.9 MB");
  EXPECT_EQ(ui.value("Datasets/kmnist"), "here");
  EXPECT_EQ(ui.value("Datasets/emnist-letters"), "562 MB");
  EXPECT_EQ(ui.value("Datasets/cifar-10"), "35 %");
  EXPECT_EQ(ui.value("Datasets/dsprites"), "failed");
  EXPECT_EQ(ui.value("Datasets/3d-shapes"), "268 MB");
}

TEST_F(Datasets, TheSelectedOneIsAskedFor) {
  readCatalogue();
  state.datasets.isOpen = true;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Datasets/State"), "Not downloaded, 11.6 MB");
  ui.click("Datasets/dsprites");
  EXPECT_EQ(ui.value("Datasets/State"), "Not downloaded, about 27.0 MB");
  ui.key("Down");
  EXPECT_EQ(state.datasets.selected, "3d-shapes");
  ui.key("Down");
  EXPECT_EQ(state.datasets.selected, "3d-shapes");
  ui.key("Up");
  ui.click("Datasets/Download");
  ASSERT_EQ(asked<request::FetchDataset>().size(), 1u);
  EXPECT_EQ(asked<request::FetchDataset>()[0].key, "dsprites");
  EXPECT_FALSE(ui.exists("Datasets/Open"));
}

TEST_F(Datasets, ADownloadShowsItsProgressAndCanBeCancelled) {
  readCatalogue();
  state.datasets.isOpen = true;
  UiHarness ui(window());
  status("mnist").download = DownloadProgress{0.5, "5.8 of 11.6 MB, 1.2 MB/s"};
  ui.frames(2);
  EXPECT_EQ(ui.value("Datasets/State"), "50 %   5.8 of 11.6 MB, 1.2 MB/s");
  EXPECT_EQ(ui.value("Datasets/Progress"), "50 %");
  EXPECT_FALSE(ui.exists("Datasets/Download"));
  ui.click("Datasets/Cancel");
  ASSERT_EQ(asked<request::CancelFetch>().size(), 1u);
  EXPECT_EQ(asked<request::CancelFetch>()[0].key, "mnist");
  // The dialog need not stay open for it.
  ui.click("Datasets/Close");
  EXPECT_TRUE(status("mnist").download);
}

TEST_F(Datasets, WhatIsPartlyHereSaysSo) {
  readCatalogue();
  status("mnist").presence = {false, 0.25};
  state.datasets.isOpen = true;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Datasets/State"), "25 % of 11.6 MB is here already");
  EXPECT_TRUE(ui.exists("Datasets/Download"));
}

TEST_F(Datasets, WhatIsHereIsOpenedAndTheDialogMakesWay) {
  readCatalogue();
  status("mnist").presence = {true, 1.0};
  state.datasets.isOpen = true;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Datasets/State"), "Downloaded and verified");
  ui.click("Datasets/Open");
  ASSERT_EQ(asked<request::OpenDataset>().size(), 1u);
  EXPECT_EQ(asked<request::OpenDataset>()[0].source, "/data/mnist");
  EXPECT_FALSE(state.datasets.isOpen);
  EXPECT_FALSE(ui.exists("Datasets/Open"));
}

TEST_F(Datasets, TheCitationIsCopied) {
  readCatalogue();
  state.datasets.isOpen = true;
  UiHarness ui(window());
  ui.click("Datasets/Copy citation");
  EXPECT_EQ(ImGui::GetClipboardText(), state.datasets.catalogue->entries[0].citation);
}

TEST_F(Datasets, AFailureIsToldWhereItHappened) {
  readCatalogue();
  status("mnist").failure = "a.gz: expected 5 bytes, found 404.";
  state.datasets.isOpen = true;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Datasets/Failure"), "a.gz: expected 5 bytes, found 404.");
  EXPECT_TRUE(ui.exists("Datasets/Download"));
  ui.click("Datasets/kmnist");
  EXPECT_FALSE(ui.exists("Datasets/Failure"));
}

TEST_F(Datasets, ACatalogueThatCannotBeReadIsSaid) {
  state.datasets.failure = "mine.json: expected a catalogue.";
  state.datasets.isOpen = true;
  UiHarness ui(window());
  EXPECT_EQ(ui.value("Datasets/Failure"), "mine.json: expected a catalogue.");
  EXPECT_FALSE(ui.exists("Datasets/Download"));
  EXPECT_TRUE(ui.exists("Datasets/Close"));
}

TEST_F(Datasets, ANoticeOffersToOpenWhatHasCome) {
  state.notice =
      Notice{NoticeKind::information, "MNIST is here", "It was verified.", "/data/mnist"};
  UiHarness ui(window());
  ui.click("Notice/Open");
  EXPECT_FALSE(state.notice);
  ASSERT_EQ(asked<request::OpenDataset>().size(), 1u);
  EXPECT_EQ(asked<request::OpenDataset>()[0].source, "/data/mnist");
  state.notice = Notice{NoticeKind::error, "Could not", "because", {}};
  ui.frames(2);
  EXPECT_FALSE(ui.exists("Notice/Open"));
  ui.click("Notice/Close");
  EXPECT_FALSE(state.notice);
}

TEST_F(Datasets, EverythingFitsASmallWindow) {
  readCatalogue();
  state.datasets.isOpen = true;
  UiHarness ui(window(), {640, 480});
  for (const char* label : {"Datasets/Download", "Datasets/Close", "Datasets/State"}) {
    const auto probe = ui::findProbe(label);
    ASSERT_TRUE(probe) << label;
    EXPECT_LE(probe->max.x, 640) << label;
    EXPECT_LE(probe->max.y, 480) << label;
    EXPECT_GT(probe->max.y - probe->min.y, 10) << label;
  }
}

}  // namespace
}  // namespace latlas
