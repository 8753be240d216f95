// File > Datasets in the shipped window: downloads from a server of our own, and what comes of
// them.
#include <stdlib.h>

#include "tests/app/datasets_fixture.h"
#include "tests/app/window_session.h"

namespace latlas::test {
namespace {

const std::vector<std::string> kQuietStart{"builtin:sprites?count=80&size=8"};

class WindowDatasets : public WindowSession {
 protected:
  void SetUp() override {
    WindowSession::SetUp();
    setenv("LATLAS_CATALOGUE", tiny_.catalogue().c_str(), 1);
  }
  void TearDown() override { unsetenv("LATLAS_CATALOGUE"); }

  TinyDatasetServer tiny_;
};

TEST_F(WindowDatasets, ADatasetIsDownloadedAndOpened) {
  play(R"(
    wait-until state == ready
    key Ctrl+D
    wait-until visible:Datasets/tiny == true
    expect datasets.tiny == "not here"
    click Datasets/Download
    wait-until datasets.tiny == here
    expect value:Datasets/State == "Downloaded and verified"
    click Datasets/Open
    wait-until dataset.count == 64
    expect dataset.classes == 4
    expect visible:Datasets/Close == false
    expect notice == false
    quit
  )",
       kQuietStart);
  EXPECT_TRUE(std::filesystem::exists(path("data/latlas/datasets/tiny/train-labels-idx1-ubyte")));
  EXPECT_EQ(tiny_.server.requests().size(), 2u);
}

TEST_F(WindowDatasets, ACancelledDownloadGoesOnLater) {
  tiny_.images.stallAfter = 1000;
  tiny_.images.troubles = 1;
  tiny_.server.put(TinyDatasetServer::kImages, tiny_.images);
  play(R"(
    wait-until state == ready
    click File
    click File/Datasets...
    wait-until visible:Datasets/Download == true
    click Datasets/Download
    wait-until datasets.tiny == downloading
    wait-until value:Datasets/Progress != "0 %"
    click Datasets/Cancel
    wait-until datasets.tiny == begun
    click Datasets/Download
    wait-until datasets.tiny == here
    quit
  )",
       kQuietStart);
  EXPECT_EQ(tiny_.server.requests().at(1).range, "bytes=1000-");
  EXPECT_EQ(tiny_.server.bytesSent(), tiny_.bytes());
}

TEST_F(WindowDatasets, ADownloadGoesOnBehindTheWindowAndANoticeOffersToOpenIt) {
  tiny_.images.trickle = 4;
  tiny_.server.put(TinyDatasetServer::kImages, tiny_.images);
  play(R"(
    wait-until state == ready
    key Ctrl+D
    wait-until visible:Datasets/Download == true
    click Datasets/Download
    wait-until datasets.tiny == downloading
    click Datasets/Close
    wait-until notice == true
    expect notice.title == "Tiny Set is here"
    click Notice/Open
    wait-until dataset.count == 64
    quit
  )",
       kQuietStart);
}

TEST_F(WindowDatasets, AFailureIsToldAndTheOpenDatasetStays) {
  tiny_.images.body.back() ^= 1;
  tiny_.server.put(TinyDatasetServer::kImages, tiny_.images);
  play(R"(
    wait-until state == ready
    key Ctrl+D
    wait-until visible:Datasets/Download == true
    click Datasets/Download
    wait-until datasets.tiny == failed
    expect visible:Datasets/Failure == true
    expect visible:Datasets/Download == true
    key Escape
    wait-until visible:Datasets/Close == false
    expect dataset.count == 80
    expect state == ready
    quit
  )",
       kQuietStart);
  EXPECT_FALSE(std::filesystem::exists(path("data/latlas/datasets/tiny/train-images-idx3-ubyte")));
}

TEST_F(WindowDatasets, ABrokenCatalogueIsSaidInTheDialog) {
  setenv("LATLAS_CATALOGUE", path("none.json").c_str(), 1);
  play(R"(
    wait-until state == ready
    key Ctrl+D
    wait-until visible:Datasets/Failure == true
    click Datasets/Close
    expect notice == false
    quit
  )",
       kQuietStart);
}

}  // namespace
}  // namespace latlas::test
