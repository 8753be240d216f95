// Datasets of several files and of archives, as folders.
#include "core/fetch/fetch.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>

#include <thread>

#include "tests/core/fetch/fetch_fixture.h"

namespace latlas::fetch {
namespace {

using test::Resource;
using Files = std::vector<std::string>;

struct Member {
  std::string path, content;
  unsigned type = AE_IFREG;
};

std::string zipOf(const std::vector<Member>& members) {
  const test::TemporaryFolder folder;
  const std::string file = (folder / "made.zip").string();
  archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  archive_write_open_filename(writer, file.c_str());
  for (const Member& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.path.c_str());
    archive_entry_set_filetype(entry, member.type);
    archive_entry_set_perm(entry, 0644);
    if (member.type == AE_IFLNK)
      archive_entry_set_symlink(entry, member.content.c_str());
    else
      archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    archive_write_header(writer, entry);
    if (member.type == AE_IFREG)
      archive_write_data(writer, member.content.data(), member.content.size());
    archive_entry_free(entry);
  }
  archive_write_free(writer);
  return readText(file);
}

class FetchEntryTest : public FetchTest {
 protected:
  FetchEntryTest() {
    entry.key = "set";
    entry.title = "Set";
  }
  void addFile(const std::string& name, const std::string& bytes, const std::string& path) {
    entry.files.push_back(published(bytes, {path}));
    entry.files.back().name = name;
  }
  // An archive on the server of which these members are kept.
  void addArchive(const std::string& zip, const std::vector<Member>& kept) {
    server.put("/zip", zip);
    addFile("all.zip", zip, "/zip");
    for (const Member& member : kept)
      entry.files.back().keep.push_back({member.path,
                                         std::filesystem::path(member.path).filename().string(),
                                         checksumOf(member.content)});
  }
  Fetched fetch() { return fetchEntry(entry, folder.path(), options, progress); }
  std::string complaint() {
    try {
      fetch();
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  }

  CatalogueEntry entry;
};

TEST_F(FetchEntryTest, SeveralFilesBecomeAFolder) {
  server.put("/a", body);
  server.put("/b", body + body);
  addFile("a.gz", body, "/a");
  addFile("b.gz", body + body, "/b");
  EXPECT_FALSE(presenceOf(entry, folder.path()).isHere);
  const Fetched fetched = fetch();
  EXPECT_EQ(fetched.path, folder.path());
  EXPECT_EQ(fetched.bytes, 3000);
  EXPECT_EQ(fetched.received, 3000);
  EXPECT_FALSE(fetched.resumed);
  EXPECT_GE(fetched.seconds, 0.0);
  EXPECT_EQ(filesThere(), (Files{"a.gz", "b.gz"}));
  EXPECT_TRUE(presenceOf(entry, folder.path()).isHere);
  EXPECT_EQ(progress.fraction(), 1.0);
  EXPECT_EQ(fetch().received, 0);
}

TEST_F(FetchEntryTest, OneFileIsWhatIsOpened) {
  server.put("/a", body);
  addFile("a.npz", body, "/a");
  EXPECT_EQ(fetch().path, folder / "a.npz");
}

TEST_F(FetchEntryTest, AnInterruptedOneTellsHowMuchIsThereAndGoesOn) {
  options.attempts = 1;
  server.put("/a", body);
  Resource cut;
  cut.body = body;
  cut.cutAfter = 500;
  cut.troubles = 1;
  server.put("/b", cut);
  addFile("a.gz", body, "/a");
  addFile("b.gz", body, "/b");
  EXPECT_TRUE(says(complaint(), {"b.gz"}));
  const Presence presence = presenceOf(entry, folder.path());
  EXPECT_FALSE(presence.isHere);
  EXPECT_DOUBLE_EQ(presence.fraction, 0.75);
  const Fetched rest = fetch();
  EXPECT_TRUE(rest.resumed);
  EXPECT_EQ(rest.received, 500);
}

TEST_F(FetchEntryTest, ItsFolderIsBelowTheUsersData) {
  setenv("XDG_DATA_HOME", folder.path().c_str(), 1);
  EXPECT_EQ(datasetFolder(entry), folder / "latlas" / "datasets" / "set");
  unsetenv("XDG_DATA_HOME");
}

TEST_F(FetchEntryTest, OfAnArchiveOnlyTheChosenMembersStay) {
  const std::vector<Member> kept{{"gzip/a.gz", body}, {"gzip/b.gz", someBytes(5000, 3)}};
  addArchive(zipOf({{"gzip/a.gz", body}, {"gzip/other.gz", "no"}, kept[1]}), kept);
  const Fetched fetched = fetch();
  EXPECT_EQ(filesThere(), (Files{"a.gz", "b.gz"}));
  EXPECT_EQ(textOf("b.gz"), kept[1].content);
  EXPECT_EQ(fetched.bytes, 6000);
  EXPECT_EQ(fetched.path, folder.path());
  EXPECT_TRUE(presenceOf(entry, folder.path()).isHere);
  EXPECT_EQ(fetch().received, 0);
  // What was damaged since is seen, and made good.
  writeFileAtomically(folder / "a.gz", std::string_view("damaged"));
  EXPECT_GT(fetch().received, 0);
  EXPECT_EQ(textOf("a.gz"), body);
}

TEST_F(FetchEntryTest, PathsInAnArchiveLeadNowhere) {
  const test::TemporaryFolder elsewhere;
  const std::string target = (elsewhere / "evil").string();
  const std::vector<Member> kept{{"../../up", body}, {target, body}};
  addArchive(zipOf({{"../../up", body}, {target, body}, {"/etc/evil", "no"}}), kept);
  fetch();
  EXPECT_EQ(filesThere(), (Files{"evil", "up"}));
  EXPECT_FALSE(std::filesystem::exists(target));
}

TEST_F(FetchEntryTest, ALinkInAnArchiveIsNotFollowed) {
  addArchive(zipOf({{"a.gz", "/etc/hostname", AE_IFLNK}}), {{"a.gz", body}});
  EXPECT_TRUE(says(complaint(), {"all.zip", "a plain file as a.gz"}));
  EXPECT_EQ(filesThere(), Files{"all.zip"});
}

TEST_F(FetchEntryTest, AMemberWithOtherBytesIsNotKept) {
  addArchive(zipOf({{"a.gz", "other"}}), {{"a.gz", body}});
  EXPECT_TRUE(says(complaint(),
                   {"all.zip", toString(checksumOf(body)), toString(checksumOf("other"))}));
  EXPECT_EQ(filesThere(), Files{"all.zip"});
}

TEST_F(FetchEntryTest, AMissingMemberIsNamed) {
  addArchive(zipOf({{"b.gz", body}}), {{"a.gz", body}});
  EXPECT_TRUE(says(complaint(), {"all.zip", "the member a.gz"}));
}

TEST_F(FetchEntryTest, ADamagedArchiveLeavesNoMember) {
  const std::string large = someBytes(50'000);
  const std::string zip = zipOf({{"a.gz", large}});
  for (const std::string& damaged :
       {zip.substr(0, 20'000), std::string("no archive at all"), someBytes(4000)}) {
    entry.files.clear();
    addArchive(damaged, {{"a.gz", large}});
    EXPECT_TRUE(says(complaint(), {"all.zip"}));
    EXPECT_EQ(filesThere(), Files{"all.zip"});
    std::filesystem::remove(folder / "all.zip");
  }
}

TEST_F(FetchEntryTest, AnArchiveThatGrowsTooFarIsStopped) {
  const std::string bomb(4'000'000, '\0');
  addArchive(zipOf({{"a.gz", bomb}}), {{"a.gz", bomb}});
  EXPECT_TRUE(says(complaint(), {"all.zip", "at most 64 times its length"}));
  EXPECT_EQ(filesThere(), Files{"all.zip"});
}

TEST_F(FetchEntryTest, ACancelWhileUnpackingLeavesNoMember) {
  const std::vector<Member> kept{{"a.gz", someBytes(100'000)}};
  addArchive(zipOf(kept), kept);
  server.put("/zip", Resource{});  // it is here already
  writeFileAtomically(folder / "all.zip", zipOf(kept));
  progress.cancel();
  EXPECT_THROW(fetch(), Cancelled);
  EXPECT_EQ(filesThere(), Files{"all.zip"});
}

}  // namespace
}  // namespace latlas::fetch
