// Servers that cut off, stall, lie and send something else.
#include "tests/core/fetch/fetch_fixture.h"

namespace latlas::fetch {
namespace {

using test::Resource;
using Files = std::vector<std::string>;

Resource resource(const std::string& body) {
  Resource made;
  made.body = body;
  return made;
}

Resource cutOff(const std::string& body, std::size_t after, int times) {
  Resource made = resource(body);
  made.cutAfter = after;
  made.troubles = times;
  return made;
}

TEST_F(FetchTest, ACutOffDownloadGoesOnFromWhereItBroke) {
  Resource cut = cutOff(body, 600, 1);
  cut.etag = "\"v1\"";
  server.put("/a", cut);
  const Downloaded downloaded = download(published(body, {"/a"}));
  EXPECT_TRUE(downloaded.resumed);
  EXPECT_EQ(downloaded.received, 1000);
  EXPECT_EQ(server.bytesSent(), 1000);
  ASSERT_EQ(server.requests().size(), 2u);
  EXPECT_EQ(server.requests()[1].range, "bytes=600-");
  EXPECT_EQ(server.requests()[1].ifRange, "\"v1\"");
  EXPECT_EQ(textOf("file.bin"), body);
  EXPECT_EQ(filesThere(), Files{"file.bin"});
}

TEST_F(FetchTest, ALaterCallFetchesOnlyTheRest) {
  options.attempts = 1;
  Resource cut = cutOff(body, 600, 1);
  cut.lastModified = "Tue, 15 Nov 1994 12:45:26 GMT";
  cut.etag = "W/\"as good as\"";
  server.put("/a", cut);
  EXPECT_TRUE(says(complaintOf(published(body, {"/a"})),
                   {"file.bin", "1000 bytes", server.url("/a"), "goes on from what has come"}));
  EXPECT_EQ(filesThere(), (Files{"file.bin.part", "file.bin.part.from"}));
  const Downloaded rest = download(published(body, {"/a"}));
  EXPECT_TRUE(rest.resumed);
  EXPECT_EQ(rest.received, 400);
  EXPECT_EQ(server.requests().back().range, "bytes=600-");
  EXPECT_EQ(server.requests().back().ifRange, cut.lastModified);
  EXPECT_EQ(textOf("file.bin"), body);
  EXPECT_EQ(filesThere(), Files{"file.bin"});
}

TEST_F(FetchTest, ManyCutsAreBorneAsLongAsMoreComes) {
  options.attempts = 2;
  server.put("/a", cutOff(body, 100, -1));
  EXPECT_EQ(download(published(body, {"/a"})).received, 1000);
  EXPECT_EQ(server.requests().size(), 10u);
}

TEST_F(FetchTest, AnotherVersionOfTheFileIsFetchedWhole) {
  options.attempts = 1;
  Resource old = cutOff(someBytes(1000, 2), 600, -1);
  old.etag = "\"v1\"";
  server.put("/a", old);
  complaintOf(published(body, {"/a"}));
  Resource now = resource(body);
  now.etag = "\"v2\"";
  server.put("/a", now);
  const Downloaded downloaded = download(published(body, {"/a"}));
  EXPECT_FALSE(downloaded.resumed);
  EXPECT_EQ(downloaded.received, 1000);
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, AServerThatKnowsNoRangesSendsAllOfIt) {
  Resource cut = cutOff(body, 600, 1);
  cut.honoursRanges = false;
  server.put("/a", cut);
  const Downloaded downloaded = download(published(body, {"/a"}));
  EXPECT_FALSE(downloaded.resumed);
  EXPECT_EQ(downloaded.received, 1600);
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, WhatIsLeftOfAnotherFileIsThrownAwayAndTheSameAddressAskedAgain) {
  writeFileAtomically(folder / "file.bin.part", someBytes(600, 2));
  server.put("/a", body);
  download(published(body, {"/a"}));
  EXPECT_EQ(textOf("file.bin"), body);
  ASSERT_EQ(server.requests().size(), 2u);
  EXPECT_EQ(server.requests()[0].range, "bytes=600-");
  EXPECT_EQ(server.requests()[1].range, "");
}

TEST_F(FetchTest, WhatIsLeftAndTooLongIsThrownAway) {
  writeFileAtomically(folder / "file.bin.part", someBytes(2000, 2));
  server.put("/a", body);
  download(published(body, {"/a"}));
  ASSERT_EQ(server.requests().size(), 1u);
  EXPECT_EQ(server.requests()[0].range, "");
  // Where the length is not published, the server tells (416).
  std::filesystem::remove(folder / "file.bin");
  writeFileAtomically(folder / "file.bin.part", someBytes(2000, 2));
  CatalogueFile file = published(body, {"/a"});
  file.bytesAreExact = false;
  download(file);
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, AWholePartNeedsNoServer) {
  writeFileAtomically(folder / "file.bin.part", body);
  EXPECT_EQ(download(published(body, {"/none"})).received, 0);
  EXPECT_TRUE(server.requests().empty());
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, AStalledServerIsLeftAndAskedForTheRest) {
  options.stallTimeout = 0.2;
  Resource stalling = resource(body);
  stalling.stallAfter = 300;
  stalling.troubles = 1;
  server.put("/a", stalling);
  EXPECT_TRUE(download(published(body, {"/a"})).resumed);
  EXPECT_EQ(server.requests().at(1).range, "bytes=300-");
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, AServerThatOnlyStallsIsSaidToDoSo) {
  options.stallTimeout = 0.1;
  options.attempts = 2;
  Resource stalling = resource(body);
  stalling.stallAfter = 0;
  server.put("/a", stalling);
  EXPECT_TRUE(says(complaintOf(published(body, {"/a"})),
                   {server.url("/a") + ": nothing came for 0.1 s"}));
  EXPECT_EQ(server.requests().size(), 2u);
  EXPECT_TRUE(filesThere().empty());
}

TEST_F(FetchTest, AnOverloadedServerIsAskedAgain) {
  Resource busy = resource(body);
  busy.status = 503;
  busy.troubles = 2;
  server.put("/a", busy);
  EXPECT_EQ(download(published(body, {"/a"})).received, 1000);
  EXPECT_EQ(server.requests().size(), 3u);
}

struct BadServer {
  const char* what;
  Resource resource;
  std::vector<std::string> said;
};

// Each alone is refused with its reason and leaves nothing; with a mirror behind it the file comes.
TEST_F(FetchTest, WhatAServerDoesWrongIsSaidAndTheNextIsAsked) {
  Resource missing;
  missing.status = 404;
  Resource loop;
  loop.status = 302;
  loop.location = server.url("/bad");
  Resource toFile;
  toFile.status = 302;
  toFile.location = "file:///etc/hostname";
  Resource shorter = resource(body), longer = resource(body + body);
  shorter.claimedLength = 500;
  Resource endless = longer, brief = resource(body.substr(0, 700));
  endless.tellsLength = false;
  brief.tellsLength = false;
  brief.honoursRanges = false;
  const std::string wrong = someBytes(1000, 2);
  const std::vector<BadServer> servers{
      {"missing", missing, {"the server answered 404"}},
      {"redirects for ever", loop, {"redirect"}},
      {"redirects to a local file", toFile, {"file"}},
      {"claims less", shorter, {"500 bytes instead of 1000"}},
      {"claims more", longer, {"2000 bytes instead of 1000"}},
      {"sends more than it should", endless, {"more than the 1000 bytes"}},
      {"wrong bytes", resource(wrong), {toString(checksumOf(body)), toString(checksumOf(wrong))}},
  };
  options.attempts = 2;
  server.put("/good", body);
  for (const BadServer& bad : servers) {
    server.put("/bad", bad.resource);
    EXPECT_TRUE(says(complaintOf(published(body, {"/bad"})), bad.said)) << bad.what;
    EXPECT_TRUE(filesThere().empty()) << bad.what;
    EXPECT_GE(download(published(body, {"/bad", "/good"})).received, 1000) << bad.what;
    EXPECT_EQ(textOf("file.bin"), body) << bad.what;
    EXPECT_EQ(filesThere(), Files{"file.bin"}) << bad.what;
    std::filesystem::remove(folder / "file.bin");
  }
  server.put("/bad", brief);
  EXPECT_TRUE(says(complaintOf(published(body, {"/bad"})), {"ended after 700 of 1000 bytes"}));
  EXPECT_EQ(textOf("file.bin.part").size(), 700u);
}

TEST_F(FetchTest, AMirrorGoesOnWhereAnotherBroke) {
  options.attempts = 1;
  Resource cut = cutOff(body, 600, -1);
  cut.etag = "\"its own\"";
  server.put("/a", cut);
  server.put("/b", body);
  EXPECT_TRUE(download(published(body, {"/a", "/b"})).resumed);
  EXPECT_EQ(server.requests().back().range, "bytes=600-");
  EXPECT_EQ(server.requests().back().ifRange, "");  // that was the other's
  EXPECT_EQ(server.bytesSent(), 1000);
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, AMirrorIsNotBlamedForTheBytesOfAnother) {
  options.attempts = 1;
  server.put("/a", cutOff(someBytes(1000, 2), 600, -1));
  server.put("/b", body);
  download(published(body, {"/a", "/b"}));
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, WhenNoneHasItEachIsNamedWithItsReason) {
  options.attempts = 1;
  Resource broken;
  broken.status = 500;
  server.put("/b", broken);
  CatalogueFile file = published(body, {"/a", "/b"});
  file.urls.push_back("http://127.0.0.1:1/nobody");
  EXPECT_TRUE(says(complaintOf(file), {server.url("/a") + ": the server answered 404",
                                       server.url("/b") + ": the server answered 500",
                                       "http://127.0.0.1:1/nobody: ", "try again"}));
}

struct RangeLie {
  const char* range;
  const char* said;
};

TEST_F(FetchTest, ARestThatIsNotTheRestIsRefused) {
  for (const RangeLie& lie :
       {RangeLie{"bytes 0-399/1000", "another part"}, RangeLie{"bytes 600-999/2000", "2000 bytes"},
        RangeLie{"nonsense", "another part"}}) {
    writeFileAtomically(folder / "file.bin.part", body.substr(0, 600));
    Resource lying = resource(body);
    lying.contentRange = lie.range;
    server.put("/a", lying);
    EXPECT_TRUE(says(complaintOf(published(body, {"/a"})), {lie.said})) << lie.range;
    server.put("/b", body);
    EXPECT_EQ(download(published(body, {"/a", "/b"})).received, 400) << lie.range;
    EXPECT_EQ(textOf("file.bin"), body);
    std::filesystem::remove(folder / "file.bin");
  }
}

TEST_F(FetchTest, ALengthThatIsTooShortForAnInexactFileIsItsLength) {
  CatalogueFile file = published(body, {"/a"});
  file.bytesAreExact = false;
  server.put("/a", body + body + body);
  EXPECT_TRUE(says(complaintOf(file), {"3000 bytes instead of about 1000"}));
  // The promised bytes are the file; what follows them is not read.
  Resource chatty = resource(body + "and more");
  chatty.claimedLength = 1000;
  server.put("/a", chatty);
  EXPECT_EQ(download(file).received, 1000);
  EXPECT_EQ(textOf("file.bin"), body);
}

TEST_F(FetchTest, RedirectsAreFollowed) {
  Resource moved;
  moved.status = 301;
  moved.location = "/b";
  server.put("/a", moved);
  server.put("/b", body);
  EXPECT_EQ(download(published(body, {"/a"})).received, 1000);
}

TEST_F(FetchTest, AnAddressOfAnotherKindIsRefused) {
  writeFileAtomically(folder / "secret", body);
  CatalogueFile file = published(body, {});
  file.urls = {"file://" + (folder / "secret").string()};
  EXPECT_TRUE(says(complaintOf(file), {"file:"}));
  EXPECT_EQ(filesThere(), Files{"secret"});
}

}  // namespace
}  // namespace latlas::fetch
