// A file from one address or several, with the network behaving and the disk not.
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "core/fetch/part_file.h"
#include "tests/core/fetch/fetch_fixture.h"

namespace latlas::fetch {
namespace {

using test::Resource;
using Files = std::vector<std::string>;

TEST_F(FetchTest, AFileComesWholeUnderItsName) {
  server.put("/a", body);
  const Downloaded downloaded = download(published(body, {"/a"}));
  EXPECT_EQ(downloaded.received, 1000);
  EXPECT_FALSE(downloaded.resumed);
  EXPECT_EQ(textOf("file.bin"), body);
  EXPECT_EQ(filesThere(), Files{"file.bin"});
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_EQ(server.requests()[0].range, "");
  EXPECT_TRUE(server.requests()[0].userAgent.starts_with("latlas/"));
}

TEST_F(FetchTest, AWholeAndVerifiedFileIsNotFetchedAgain) {
  server.put("/a", body);
  download(published(body, {"/a"}));
  EXPECT_EQ(download(published(body, {"/a"})).received, 0);
  EXPECT_EQ(server.requests().size(), 1u);
}

TEST_F(FetchTest, ADamagedFileIsFetchedAgain) {
  server.put("/a", body);
  for (const std::string& damaged : {someBytes(1000, 2), body.substr(1), std::string()}) {
    writeFileAtomically(folder / "file.bin", damaged);
    EXPECT_EQ(download(published(body, {"/a"})).received, 1000);
    EXPECT_EQ(textOf("file.bin"), body);
  }
}

TEST_F(FetchTest, AnInexactLengthIsNoFault) {
  server.put("/a", body);
  CatalogueFile file = published(body, {"/a"});
  file.bytesAreExact = false;
  file.bytes = 900;
  EXPECT_EQ(download(file).received, 1000);
  EXPECT_EQ(download(file).received, 0);
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, ProgressTellsBytesAndSpeedAndNeverGoesBack) {
  Resource slow;
  slow.body = someBytes(200'000);
  slow.trickle = 1000;
  server.put("/a", slow);
  Job<Downloaded> job("download", [&](Progress& own) {
    Meter meter(own, 200'000);
    return downloadFile(published(slow.body, {"/a"}), folder.path(), options, meter);
  });
  double last = -1.0;  // not known yet
  bool toldSpeed = false;
  for (;;) {
    if (auto ended = job.takeEnded()) {
      ASSERT_TRUE(ended->result) << ended->failure->message;
      break;
    }
    const double fraction = job.progress().fraction();
    EXPECT_GE(fraction, std::min(last, 1.0));
    last = std::max(last, fraction);
    toldSpeed |= job.progress().what().find(" MB/s") != std::string::npos;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  EXPECT_TRUE(toldSpeed);
  EXPECT_TRUE(says(job.progress().what(), {"of 0.2 MB"}));
}

// Cancelled from another thread once `sent` bytes are under way; the stalled server would keep it
// waiting for as long as the test may take.
TEST_F(FetchTest, ACancelEndsAStalledDownloadAndKeepsWhatCame) {
  Resource stalling;
  stalling.body = body;
  stalling.stallAfter = 300;
  stalling.troubles = 1;
  server.put("/a", stalling);
  options.stallTimeout = 3600;
  std::jthread user([&] {
    EXPECT_TRUE(server.waitUntilSent(300));
    // The bytes are on their way for a moment.
    const auto part = partOf(folder / "file.bin");
    while (std::filesystem::file_size(part) < 300) std::this_thread::yield();
    progress.cancel();
  });
  EXPECT_THROW(download(published(body, {"/a"})), Cancelled);
  EXPECT_EQ(textOf("file.bin.part"), body.substr(0, 300));
  EXPECT_FALSE(std::filesystem::exists(folder / "file.bin"));
}

TEST_F(FetchTest, ACancelEndsTheWaitForTheNextAttempt) {
  options.retryDelay = 3600;
  Resource failing;
  failing.status = 503;
  server.put("/a", failing);
  std::jthread user([&] {
    while (server.requests().empty()) std::this_thread::yield();
    progress.cancel();
  });
  EXPECT_THROW(download(published(body, {"/a"})), Cancelled);
  EXPECT_TRUE(filesThere().empty());
}

// Writing beyond a limit fails as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) {
    handler_ = signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  sighandler_t handler_;
};

TEST_F(FetchTest, AFullDiskIsSaidAndLaterItGoesOn) {
  const std::string large = someBytes(400'000);
  server.put("/a", large);
  server.put("/b", large);
  const CatalogueFile file = published(large, {"/a", "/b"});
  std::string complaint;
  {
    const FileSizeLimit limit(100'000);
    complaint = complaintOf(file);
  }
  EXPECT_TRUE(says(complaint, {"file.bin", "File too large", "room"}));
  // Another address would have helped nothing.
  EXPECT_EQ(server.requests().size(), 1u);
  EXPECT_FALSE(std::filesystem::exists(folder / "file.bin"));
  const Downloaded rest = download(file);
  EXPECT_TRUE(rest.resumed);
  EXPECT_EQ(rest.received, 300'000);
  EXPECT_EQ(textOf("file.bin"), large);
}

TEST_F(FetchTest, TooLittleRoomIsSaidBeforeAnythingIsFetched) {
  CatalogueFile file = published(body, {"/a"});
  file.bytes = std::int64_t{1} << 61;
  EXPECT_TRUE(says(complaintOf(file), {"2305843009213693952 bytes of free space", "Make room"}));
  EXPECT_TRUE(server.requests().empty());
  EXPECT_TRUE(filesThere().empty());
}

TEST_F(FetchTest, AFolderThatCannotBeWrittenIsNamed) {
  writeFileAtomically(folder / "in the way", std::string_view("a file"));
  Meter meter(progress, 1000);
  try {
    downloadFile(published(body, {"/a"}), folder / "in the way" / "below", options, meter);
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(says(error.what(), {"in the way/below/file.bin", "Not a directory", "writable"}));
  }
  EXPECT_TRUE(server.requests().empty());
}

TEST_F(FetchTest, TwoAtOnceDoNotMixTheirBytes) {
  server.put("/a", body);
  const PartFile other(folder / "file.bin");
  EXPECT_TRUE(says(complaintOf(published(body, {"/a"})), {"file.bin", "another Latlas"}));
  EXPECT_TRUE(server.requests().empty());
}

}  // namespace
}  // namespace latlas::fetch
