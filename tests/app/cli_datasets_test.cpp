// latlas datasets: what it lists and what it fetches, from a server of our own.
#include <signal.h>
#include <stdlib.h>

#include <chrono>
#include <sstream>
#include <thread>

#include "core/base/files.h"
#include "tests/app/cli_support.h"
#include "tests/app/datasets_fixture.h"

namespace latlas::test {
namespace {

// Within half a minute.
bool waitForSize(const std::filesystem::path& file, std::uintmax_t bytes) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::error_code missing;
  while (std::filesystem::file_size(file, missing) != bytes) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

class CliDatasets : public testing::Test {
 protected:
  void SetUp() override {
    setenv("XDG_DATA_HOME", data_.path().c_str(), 1);
    setenv("LATLAS_CATALOGUE", tiny_.catalogue().c_str(), 1);
  }
  void TearDown() override {
    unsetenv("LATLAS_CATALOGUE");
    unsetenv("XDG_DATA_HOME");
  }
  std::filesystem::path cache() const { return data_ / "latlas" / "datasets" / "tiny"; }

  TemporaryFolder data_;
  TinyDatasetServer tiny_;
};

TEST_F(CliDatasets, TheShippedOnesAreListed) {
  unsetenv("LATLAS_CATALOGUE");
  const auto result = latlas({"datasets"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  std::istringstream lines(result.out);
  std::string line;
  std::getline(lines, line);
  for (const char* column : {"NAME", "IMAGES", "DOWNLOAD", "HERE", "LICENCE"})
    EXPECT_NE(line.find(column), std::string::npos) << line;
  for (const char* key : {"mnist", "fashion-mnist", "kmnist", "emnist-letters", "cifar-10",
                          "dsprites", "3d-shapes"}) {
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_TRUE(line.starts_with(std::string(key) + " ")) << line;
    EXPECT_NE(line.find(" no "), std::string::npos) << line;
  }
  EXPECT_FALSE(std::getline(lines, line));
  const auto json = lastJson(latlas({"datasets", "--json"}));
  ASSERT_EQ(json["datasets"].size(), 7u);
  EXPECT_EQ(json["datasets"][4]["key"], "cifar-10");
  EXPECT_EQ(json["datasets"][4]["bytes"], 170052171);
  EXPECT_EQ(json["datasets"][4]["shape"], nlohmann::json({3, 32, 32}));
  EXPECT_EQ(json["datasets"][4]["here"], false);
}

TEST_F(CliDatasets, OneIsFetchedIntoTheUsersDataAndOpens) {
  const auto got = lastJson(latlas({"datasets", "get", "Tiny Set", "--json"}));
  EXPECT_EQ(got["name"], "tiny");
  EXPECT_EQ(got["folder"], cache().string());
  EXPECT_EQ(got["path"], cache().string());
  EXPECT_EQ(got["bytes"], tiny_.bytes());
  EXPECT_EQ(got["received"], tiny_.bytes());
  EXPECT_GE(got["seconds"].get<double>(), 0.0);
  EXPECT_EQ(got["resumed"], false);
  const auto info = lastJson(latlas({"info", got["path"], "--json"}));
  EXPECT_EQ(info["count"], 64);
  EXPECT_EQ(info["classes"].size(), 4u);
  EXPECT_EQ(lastJson(latlas({"datasets", "--json"}))["datasets"][0]["here"], true);
  // It is not fetched twice.
  EXPECT_EQ(lastJson(latlas({"datasets", "get", "tiny", "--json"}))["received"], 0);
  EXPECT_EQ(tiny_.server.requests().size(), 2u);
}

TEST_F(CliDatasets, AFolderMayBeChosenAndThePathIsSaid) {
  const TemporaryFolder folder;
  const auto result = latlas({"datasets", "get", "tiny", "--to", (folder / "here").string(),
                              "--catalogue", tiny_.catalogue().string()});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  for (const std::string& said :
       {(folder / "here").string(), std::string("CC0"), std::string("Nobody. Tiny Set.")})
    EXPECT_NE(result.out.find(said), std::string::npos) << result.out;
  EXPECT_EQ(filesIn(folder.path()),
            (std::vector<std::string>{"here", "here/train-images-idx3-ubyte",
                                      "here/train-labels-idx1-ubyte"}));
  EXPECT_FALSE(std::filesystem::exists(cache()));
}

TEST_F(CliDatasets, AKilledDownloadGoesOnWhereItWas) {
  tiny_.images.stallAfter = 1000;
  tiny_.images.troubles = 1;
  tiny_.server.put(TinyDatasetServer::kImages, tiny_.images);
  RunningProgram killed(commandLine({"datasets", "get", "tiny"}));
  ASSERT_TRUE(waitForSize(cache() / "train-images-idx3-ubyte.part", 1000));
  killed.send(SIGKILL);
  killed.wait();
  EXPECT_FALSE(std::filesystem::exists(cache() / "train-images-idx3-ubyte"));
  const auto listed = lastJson(latlas({"datasets", "--json"}))["datasets"][0];
  EXPECT_EQ(listed["here"], false);
  EXPECT_GT(listed["fraction"].get<double>(), 0.1);

  const auto got = lastJson(latlas({"datasets", "get", "tiny", "--json"}));
  EXPECT_EQ(got["resumed"], true);
  EXPECT_EQ(got["received"], tiny_.bytes() - 1000);
  EXPECT_EQ(tiny_.server.requests().at(1).range, "bytes=1000-");
}

TEST_F(CliDatasets, WrongBytesAreSaidWithBothChecksumsAndLeaveNothing) {
  tiny_.images.body.back() ^= 1;
  tiny_.server.put(TinyDatasetServer::kImages, tiny_.images);
  const auto result = latlas({"datasets", "get", "tiny"});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_TRUE(isOneLineError(result.err, {"train-images-idx3-ubyte", "with MD5 ", ": MD5 ",
                                          tiny_.server.url(TinyDatasetServer::kImages)}));
  EXPECT_TRUE(filesIn(cache()).empty());
}

TEST_F(CliDatasets, AWrongCallEndsWithTwo) {
  struct Wrong {
    std::vector<std::string> arguments, said;
  };
  for (const Wrong& wrong :
       {Wrong{{"datasets", "get", "tinny"}, {"'tinny'", "'tiny'"}},
        Wrong{{"datasets", "get"}, {"NAME", "latlas datasets get --help"}},
        Wrong{{"datasets", "get", "tiny", "--ot", "x"}, {"--ot", "'--to'"}},
        Wrong{{"datasets", "--jason"}, {"--jason", "'--json'", "latlas datasets --help"}},
        Wrong{{"datasets", "got"}, {"got"}}}) {
    const auto result = latlas(wrong.arguments);
    EXPECT_EQ(result.exitCode, 2) << testing::PrintToString(wrong.arguments);
    EXPECT_TRUE(isOneLineError(result.err, wrong.said));
  }
  EXPECT_TRUE(tiny_.server.requests().empty());
}

TEST_F(CliDatasets, ABrokenCatalogueIsNamed) {
  const TemporaryFolder folder;
  writeFileAtomically(folder / "mine.json", std::string_view("{\"format\": 1}"));
  const auto result = latlas({"datasets", "--catalogue", (folder / "mine.json").string()});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_TRUE(isOneLineError(result.err, {"mine.json", "datasets"}));
  EXPECT_EQ(latlas({"datasets", "--catalogue", (folder / "none.json").string()}).exitCode, 1);
}

}  // namespace
}  // namespace latlas::test
