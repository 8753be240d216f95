#include "core/fetch/catalogue.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/files.h"
#include "tests/support/temporary_folder.h"

namespace latlas::fetch {
namespace {

using nlohmann::json;

json goodCatalogue() {
  return json::parse(R"({"format": 1, "datasets": [{
    "key": "small", "title": "Small Set", "description": "d", "count": 7, "shape": [1, 4, 5],
    "licence": "l", "homepage": "h", "citation": "c",
    "files": [
      {"name": "a.gz", "bytes": 10, "checksum": "md5:900150983cd24fb0d6963f7d28e17f72",
       "urls": ["https://one/a.gz", "http://two/a.gz"]},
      {"name": "b.zip", "about_bytes": 1000, "checksum": "md5:900150983cd24fb0d6963f7d28e17f72",
       "urls": ["https://one/b.zip"],
       "keep": [{"member": "in/c.gz", "name": "c.gz",
                 "checksum": "md5:900150983cd24fb0d6963f7d28e17f72"}]}]}]})");
}

std::string complaintOf(const std::string& text) {
  try {
    parseCatalogue(text, "some.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(Catalogue, IsRead) {
  const Catalogue catalogue = parseCatalogue(goodCatalogue().dump(), "some.json");
  ASSERT_EQ(catalogue.entries.size(), 1u);
  const CatalogueEntry& entry = catalogue.entries[0];
  EXPECT_EQ(entry.title, "Small Set");
  EXPECT_EQ(entry.count, 7);
  EXPECT_EQ(entry.shape, (std::array{1, 4, 5}));
  ASSERT_EQ(entry.files.size(), 2u);
  EXPECT_EQ(entry.files[0].urls.size(), 2u);
  EXPECT_TRUE(entry.files[0].bytesAreExact);
  EXPECT_FALSE(entry.files[1].bytesAreExact);
  EXPECT_EQ(entry.files[1].keep.at(0).member, "in/c.gz");
  EXPECT_EQ(downloadBytes(entry), 1010);
  EXPECT_FALSE(downloadBytesAreExact(entry));
}

TEST(Catalogue, FindsByKeyAndTitleHoweverTheyAreWritten) {
  const Catalogue catalogue = loadCatalogue();
  for (const char* name : {"fashion-mnist", "Fashion-MNIST", "fashion mnist", "FASHIONMNIST"}) {
    const CatalogueEntry* entry = findEntry(catalogue, name);
    ASSERT_TRUE(entry) << name;
    EXPECT_EQ(entry->key, "fashion-mnist");
  }
  for (const char* name : {"", "-", "fashion", "mnist2"})
    EXPECT_FALSE(findEntry(catalogue, name)) << name;
}

struct BadCase {
  const char* what;
  std::function<void(json&)> spoil;
  std::vector<std::string> said;
};

TEST(Catalogue, WhatIsWrongIsSaidWithItsPlace) {
  const auto entry = [](json& all) -> json& { return all["datasets"][0]; };
  const auto file = [&](json& all) -> json& { return entry(all)["files"][0]; };
  const auto member = [&](json& all) -> json& { return entry(all)["files"][1]["keep"][0]; };
  const std::vector<BadCase> cases{
      {"format", [](json& all) { all["format"] = 2; }, {"format", "2"}},
      {"no datasets", [](json& all) { all["datasets"] = json::array(); }, {"datasets"}},
      {"not a list", [](json& all) { all["datasets"] = 5; }, {"datasets", "5"}},
      {"same key", [](json& all) { all["datasets"].push_back(all["datasets"][0]); }, {"twice"}},
      {"no title", [&](json& all) { entry(all).erase("title"); }, {"dataset 1", "title"}},
      {"empty licence", [&](json& all) { entry(all)["licence"] = ""; }, {"dataset 1", "licence"}},
      {"path as key", [&](json& all) { entry(all)["key"] = "../up"; }, {"key", "plain name"}},
      {"hidden key", [&](json& all) { entry(all)["key"] = ".ssh"; }, {"key", "plain name"}},
      {"count", [&](json& all) { entry(all)["count"] = 0; }, {"count", "0"}},
      {"shape of two",
       [&](json& all) {
         entry(all)["shape"] = {1, 2};
       },
       {"shape", "2 numbers"}},
      {"negative side",
       [&](json& all) {
         entry(all)["shape"] = {1, -2, 3};
       },
       {"shape"}},
      {"huge side",
       [&](json& all) {
         entry(all)["shape"] = {1, 1e12, 3};
       },
       {"shape"}},
      {"no files", [&](json& all) { entry(all)["files"] = json::array(); }, {"files"}},
      {"no bytes", [&](json& all) { file(all).erase("bytes"); }, {"dataset 1, file 1", "bytes"}},
      {"negative bytes", [&](json& all) { file(all)["bytes"] = -1; }, {"file 1", "bytes", "-1"}},
      {"fraction of a byte", [&](json& all) { file(all)["bytes"] = 1.5; }, {"bytes", "1.5"}},
      {"name with a folder", [&](json& all) { file(all)["name"] = "a/b"; }, {"file 1", "name"}},
      {"name that climbs", [&](json& all) { file(all)["name"] = ".."; }, {"file 1", "name"}},
      {"name of a part", [&](json& all) { file(all)["name"] = "a.part"; }, {"file 1", "name"}},
      {"name twice", [&](json& all) { member(all)["name"] = "a.gz"; }, {"a.gz", "twice"}},
      {"checksum", [&](json& all) { file(all)["checksum"] = "crc:1"; }, {"file 1", "checksum"}},
      {"no urls", [&](json& all) { file(all)["urls"] = json::array(); }, {"file 1", "urls"}},
      {"file url",
       [&](json& all) { file(all)["urls"] = {"file:///etc/passwd"}; },
       {"urls", "https://"}},
      {"url with a space", [&](json& all) { file(all)["urls"] = {"http://a/ b"}; }, {"urls"}},
      {"url that is none", [&](json& all) { file(all)["urls"] = {7}; }, {"urls"}},
      {"member's name",
       [&](json& all) { member(all)["name"] = "../../c"; },
       {"dataset 1, file 2, member 1", "name"}},
      {"nothing kept",
       [&](json& all) { entry(all)["files"][1]["keep"] = json::array(); },
       {"file 2", "keep"}},
  };
  for (const BadCase& bad : cases) {
    json all = goodCatalogue();
    bad.spoil(all);
    const std::string complaint = complaintOf(all.dump());
    EXPECT_TRUE(complaint.starts_with("some.json")) << bad.what << ": " << complaint;
    for (const std::string& said : bad.said)
      EXPECT_NE(complaint.find(said), std::string::npos) << bad.what << ": " << complaint;
  }
}

TEST(Catalogue, ATruncatedOneIsRefusedWhereverItIsCut) {
  const std::string whole = goodCatalogue().dump();
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_NE(complaintOf(whole.substr(0, length)), "none") << length;
}

TEST(Catalogue, AnotherFileReplacesIt) {
  const test::TemporaryFolder folder;
  writeFileAtomically(folder / "one.json", goodCatalogue().dump());
  EXPECT_EQ(loadCatalogue(folder / "one.json").entries.size(), 1u);
  setenv("LATLAS_CATALOGUE", (folder / "one.json").c_str(), 1);
  EXPECT_EQ(loadCatalogue().entries.at(0).key, "small");
  setenv("LATLAS_CATALOGUE", (folder / "none.json").c_str(), 1);
  EXPECT_THROW(loadCatalogue(), Error);
  unsetenv("LATLAS_CATALOGUE");
}

TEST(ShippedCatalogue, HasEveryDatasetAndTellsAllOfIt) {
  const Catalogue catalogue = loadCatalogue();
  std::set<std::string> titles;
  for (const CatalogueEntry& entry : catalogue.entries) {
    titles.insert(entry.title);
    EXPECT_TRUE(entry.homepage.starts_with("http")) << entry.key;
    EXPECT_GT(entry.description.size(), 40u) << entry.key;
    EXPECT_GT(entry.citation.size(), 40u) << entry.key;
    for (const CatalogueFile& file : entry.files)
      EXPECT_EQ(file.checksum.digest, Digest::sha256) << entry.key << " " << file.name;
  }
  EXPECT_EQ(titles, (std::set<std::string>{"MNIST", "Fashion-MNIST", "KMNIST", "EMNIST Letters",
                                           "CIFAR-10", "dSprites", "3D Shapes"}));
}

// The lengths that the datasets' own pages tell in round figures.
TEST(ShippedCatalogue, HasThePublishedSizes) {
  const Catalogue catalogue = loadCatalogue();
  const auto megabytes = [&](const char* key) {
    return static_cast<double>(downloadBytes(*findEntry(catalogue, key))) / 1e6;
  };
  EXPECT_NEAR(megabytes("mnist"), 11.6, 0.1);
  EXPECT_NEAR(megabytes("fashion-mnist"), 30.9, 0.1);
  EXPECT_NEAR(megabytes("kmnist"), 21.2, 0.1);
  EXPECT_NEAR(megabytes("emnist-letters"), 535.7 * 1.048576, 0.1);
  EXPECT_NEAR(megabytes("cifar-10"), 162 * 1.048576, 1);
  EXPECT_NEAR(megabytes("3d-shapes"), 255.2 * 1.048576, 0.1);
}

TEST(ShippedCatalogue, KeepsOnlyTheLettersOfEmnist) {
  const Catalogue catalogue = loadCatalogue();
  const auto& keep = findEntry(catalogue, "emnist-letters")->files.at(0).keep;
  ASSERT_EQ(keep.size(), 4u);
  for (const KeptMember& member : keep) EXPECT_EQ(member.member, "gzip/" + member.name);
}

}  // namespace
}  // namespace latlas::fetch
