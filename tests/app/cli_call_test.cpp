// What the program says of a dataset, and of a call that is wrong.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/app/cli_support.h"

namespace latlas::test {
namespace {

TEST(CliInfo, SpritesHaveFiveFactorsAndADrawnSplit) {
  const auto info = lastJson(latlas({"info", "builtin:sprites", "--json"}));
  EXPECT_EQ(info["kind"], "images");
  EXPECT_EQ(info["count"], 16384);
  EXPECT_EQ(info["shape"], nlohmann::json({1, 32, 32}));
  EXPECT_EQ(info["splits"]["train"].get<int>() + info["splits"]["held_out"].get<int>(), 16384);
  std::vector<int> levels;
  for (const auto& factor : info["factors"]) levels.push_back(factor["count"]);
  std::sort(levels.begin(), levels.end());
  EXPECT_EQ(levels, (std::vector<int>{3, 6, 32, 32, 40}));
  EXPECT_TRUE(info["skipped"].empty());
}

TEST(CliInfo, TheFullGridIsNotHeldInMemory) {
  const auto info = lastJson(latlas({"info", "builtin:sprites?size=64&count=all", "--json"}));
  EXPECT_EQ(info["count"], 737280);
  EXPECT_LT(info["memory_bytes"].get<std::int64_t>(), 100 << 20);
}

TEST(CliInfo, MnistFolderKeepsItsPublishedSplit) {
  if (mnist().empty()) GTEST_SKIP() << "MNIST is not in " LATLAS_SHARED_DATA;
  const auto info = lastJson(latlas({"info", mnist().string(), "--json"}));
  EXPECT_EQ(info["count"], 70000);
  EXPECT_EQ(info["shape"], nlohmann::json({1, 28, 28}));
  EXPECT_EQ(info["splits"], nlohmann::json({{"train", 60000}, {"held_out", 10000}}));
  EXPECT_EQ(info["classes"].size(), 10u);
}

TEST(CliCall, HelpIsThereForEverySubcommand) {
  for (const std::string name : {"info", "train", "eval", "export", "bench", "datasets"}) {
    const auto result = latlas({name, "--help"});
    EXPECT_EQ(result.exitCode, 0) << name;
    EXPECT_NE(result.out.find("Usage: latlas " + name + " "), std::string::npos) << result.out;
  }
  const std::string builtins = latlas({"info", "--help"}).out;
  for (const std::string name :
       {"blobs", "glyphs", "random", "sprites", "swissroll", "[0-9A-Za-z]"})
    EXPECT_NE(builtins.find(name), std::string::npos) << name;
  const auto version = latlas({"--version"});
  EXPECT_EQ(version.exitCode, 0);
  EXPECT_TRUE(version.out.starts_with("latlas ")) << version.out;
}

struct WrongCall {
  std::vector<std::string> arguments;
  std::vector<std::string> said;
};

TEST(CliCall, AWrongCallEndsWithTwoAndNamesTheNearestKnown) {
  const TemporaryFolder folder;
  const std::string out = (folder / "run").string();
  const std::vector<WrongCall> calls{
      {{"info", "builtin:sprites", "--jsn"}, {"--jsn", "--json"}},
      {{"train", "builtin:sprites", "--out", out, "--latnet", "3"}, {"--latnet", "'--latent'"}},
      {{"train", "builtin:sprites", "--out", out, "--set", "lantent=3"}, {"lantent", "latent"}},
      {{"train", "builtin:sprites", "--out", out, "--set", "latent"}, {"key=value"}},
      {{"train", "builtin:sprites", "--out", out, "--model", "mpl"}, {"mpl", "mlp"}},
      {{"train", "builtin:sprites", "--out", out, "--latent", "0"}, {"latent"}},
      {{"train", "--out", out}, {"DATASET"}},
      {{"train", "builtin:sprites"}, {"--out"}},
      {{"export", out, "sampels", "--to", out}, {"sampels", "'samples'", "manifold"}},
      {{"bench", "trian"}, {"trian", "'train'"}},
      {{"inof"}, {"inof", "'info'"}},
      {{"--repaly", "x"}, {"--repaly", "--replay"}},
      {{"--size", "big"}, {"--size", "big"}},
  };
  for (const WrongCall& call : calls) {
    const auto result = latlas(call.arguments);
    EXPECT_EQ(result.exitCode, 2) << testing::PrintToString(call.arguments);
    EXPECT_TRUE(isOneLineError(result.err, call.said));
    EXPECT_EQ(result.out, "");
  }
  EXPECT_TRUE(filesIn(folder.path()).empty());
}

TEST(CliCall, WhatIsMissingOrBrokenEndsWithOneAndNamesTheFile) {
  const TemporaryFolder folder;
  const std::string broken = (folder / "images-idx3-ubyte").string();
  std::ofstream(broken, std::ios::binary) << std::string("\0\0\x08\x03\0\0", 6);
  const std::vector<WrongCall> calls{
      {{"info", (folder / "none").string()}, {"none"}},
      {{"info", broken}, {"images-idx3-ubyte"}},
      {{"train", broken, "--out", (folder / "run").string()}, {"images-idx3-ubyte"}},
      {{"export", folder.path().string(), "samples", "--to", (folder / "a.png").string()},
       {folder.path().string()}},
      {{(folder / "none.gz").string()}, {"none.gz"}},
  };
  for (const WrongCall& call : calls) {
    const auto result = latlas(call.arguments);
    EXPECT_EQ(result.exitCode, 1) << testing::PrintToString(call.arguments);
    EXPECT_TRUE(isOneLineError(result.err, call.said));
  }
  EXPECT_EQ(filesIn(folder.path()), std::vector<std::string>{"images-idx3-ubyte"});
}

}  // namespace
}  // namespace latlas::test
